/** What `data workspace` tells people. */
import type { WorkspacePlan, WorkspaceReport } from '../../../protocol/workspace.ts';
import { changedLines, named } from '../../changed-files.ts';

export function planLines({ folder, sourceFiles, functions, frameworks }: WorkspacePlan): string[] {
  const found = `${functions.found} functions in ${sourceFiles} source files, ${functions.documented} of them can be judged`;
  const used = frameworks.map(({ framework, testFiles, command, reason }) =>
    command === null
      ? `${testFiles} test files of ${framework}, which cannot be run: ${reason ?? ''}`
      : `${testFiles} test files of ${framework}, run as: ${command}`,
  );
  return [`${folder}: ${found}`, ...(used.length === 0 ? ['no test files'] : used)];
}

export function reportLines(report: WorkspaceReport): string[] {
  const { out, pairs, functions, leftOut, unread, changed, seconds } = report;
  const { undocumented, nested, risky, untested, unshaken, unsteady, untried } = leftOut;
  const reasons: readonly (readonly [count: number, why: string])[] = [
    [undocumented, 'are not documented'],
    [nested, 'stand in another function'],
    [risky, 'delete files or start programs'],
    [untested, 'are run by no test file that passes'],
    [unshaken, 'have no mistake that a test notices'],
    [unsteady, 'have tests that do not always pass'],
    [untried, 'were not reached: see --functions and --minutes'],
  ];
  return [
    `${pairs.correct + pairs.incorrect} pairs of ${functions.length} functions written to ${out} in ${seconds} s`,
    ...reasons.filter(([count]) => count > 0).map(([count, why]) => `left out: ${count} functions ${why}`),
    ...problemLines(report),
    ...(unread.length === 0 ? [] : [`left out: files that could not be read: ${named(unread)}`]),
    ...changedLines(changed),
  ];
}

function problemLines({ problemsOut, problems, withoutProblem }: WorkspaceReport): string[] {
  if (problemsOut === null || withoutProblem === null) return [];
  const { unrecorded, fewCalls, varying, entangled, failing, unsupported } = withoutProblem;
  const reasons: readonly (readonly [count: number, why: string])[] = [
    [unrecorded, 'are methods or the like, whose calls are not recorded'],
    [fewCalls, 'have fewer than three different calls with plain values'],
    [varying, 'return different things to the same arguments'],
    [entangled, 'need more of the project than can be taken along'],
    [failing, 'return something else when they are alone'],
    [unsupported, 'need what the sandbox lacks'],
  ];
  return [
    `${problems} problems written to ${problemsOut}`,
    ...reasons.filter(([count]) => count > 0).map(([count, why]) => `no problem: ${count} functions ${why}`),
  ];
}
