/** Whether a problem's own solution passes its tests, found by running it. */
import type { Problem } from '../../protocol/data.ts';
import type { Limits, Sandbox } from '../../sandbox/types.ts';
import { defaultLimits, grade, jobFor, type Grade } from '../../tasks/exercise.ts';
import { emptyProgramCouldPass } from '../../tasks/label.ts';

/** `void`: a program with nothing in it passes too. `unlabelled`: the sandbox lacks something, so nothing is known. */
export type ReferenceOutcome =
  | { readonly outcome: 'passed' | 'absent' | 'void' }
  | { readonly outcome: 'failed' | 'unlabelled'; readonly cause: string };

/** A reference passes when it passes every test: it is what the tests were made from, so none may contradict it. */
export async function checkReference(
  problem: Problem,
  sandbox: Sandbox,
  signal: AbortSignal,
  limits: Limits = defaultLimits,
): Promise<ReferenceOutcome> {
  const run = async (program: string): Promise<Grade> =>
    grade(problem, await sandbox.run(jobFor(problem, program, limits), { signal }));
  if (emptyProgramCouldPass(problem) && passesAll(await run(''))) return { outcome: 'void' };
  if (problem.solution === undefined) return { outcome: 'absent' };
  const reference = await run(problem.solution);
  if (reference.kind === 'unlabelled') return { outcome: 'unlabelled', cause: reference.reason };
  if (passesAll(reference)) return { outcome: 'passed' };
  const [first] = reference.failures;
  const detail = first === undefined ? '' : `: test ${first.test}, ${first.status}: ${first.detail}`;
  return { outcome: 'failed', cause: `passes ${reference.passed} of ${reference.total} tests${detail}` };
}

const passesAll = (result: Grade): boolean => result.kind === 'graded' && result.passed === result.total;
