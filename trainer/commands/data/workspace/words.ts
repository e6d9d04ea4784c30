/** What `data workspace` tells people. */
import type { WorkspacePlan, WorkspaceReport } from '../../../protocol/workspace.ts';

const mostNamed = 10;

export function planLines({ folder, sourceFiles, functions, frameworks }: WorkspacePlan): string[] {
  const found = `${functions.found} functions in ${sourceFiles} source files, ${functions.documented} of them documented and in no other`;
  const used = frameworks.map(({ framework, testFiles, command, reason }) =>
    command === null
      ? `${testFiles} test files of ${framework}, which cannot be run: ${reason ?? ''}`
      : `${testFiles} test files of ${framework}, run as: ${command}`,
  );
  return [`${folder}: ${found}`, ...(used.length === 0 ? ['no test files'] : used)];
}

export function reportLines(report: WorkspaceReport): string[] {
  const { out, pairs, functions, leftOut, unread, changed, seconds } = report;
  const { undocumented, nested, untested, unshaken, unsteady, untried } = leftOut;
  const reasons: readonly (readonly [count: number, why: string])[] = [
    [undocumented, 'are not documented'],
    [nested, 'stand in another function'],
    [untested, 'are run by no test file that passes'],
    [unshaken, 'have no mistake that a test notices'],
    [unsteady, 'have tests that do not always pass'],
    [untried, 'were not reached: see --functions and --minutes'],
  ];
  return [
    `${pairs.correct + pairs.incorrect} pairs of ${functions.length} functions written to ${out} in ${seconds} s`,
    ...reasons.filter(([count]) => count > 0).map(([count, why]) => `left out: ${count} functions ${why}`),
    ...(unread.length === 0 ? [] : [`left out: files that could not be read: ${named(unread)}`]),
    ...changedLines(changed),
  ];
}

/** Loud: tests that reach out of their copy are a danger to the working tree. */
function changedLines(changed: readonly string[]): string[] {
  if (changed.length === 0) return [];
  return [
    '',
    `WARNING: ${changed.length} files of the workspace changed while its tests ran: ${named(changed)}`,
    'If nobody has edited them, a test writes to a place that it names in full; look at them before you go on.',
  ];
}

const named = (files: readonly string[]): string =>
  files.slice(0, mostNamed).join(', ') + (files.length > mostNamed ? ', …' : '');
