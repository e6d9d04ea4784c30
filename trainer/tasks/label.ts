/**
 * Labels solutions by running them: correct, incorrect, or unlabelled where running them proves nothing.
 *
 * Unlabelled, never "incorrect", are solutions that need something the sandbox lacks, solutions of an unknown
 * problem, flaky ones (run again, they pass other tests), and all solutions of a problem whose tests are broken (its
 * own reference solution would not be labelled correct, or is flaky) or void (a program with nothing in it would be).
 *
 * The same program of the same problem is run once, however often it comes. Each time that it is run again its random
 * numbers start elsewhere. Flaky programs that are not found are those that depend on the order of a set of texts, for
 * the sandbox hashes texts alike in every run, and those whose chance is small.
 */
import { hash } from 'node:crypto';
import type { Problem, Solution } from '../protocol/data.ts';
import type { LabelReport } from '../protocol/reports.ts';
import type { Limits, Sandbox } from '../sandbox/types.ts';
import { countTests, defaultLimits, grade, jobFor } from './exercise.ts';
import type { Grade, ValueRule } from './exercise.ts';
import { mapInOrder } from './in-order.ts';

/** The paper's: a solution is correct if it passes more than 80 % of the tests. */
export const paperThreshold = 0.8;

/** A solution's label, with why. */
export type LabelRow = LabelReport['rows'][number];

export interface LabelOptions {
  readonly problems: ReadonlyMap<string, Problem>;
  readonly solutions: AsyncIterable<Solution> | Iterable<Solution>;
  readonly sandbox: Sandbox;
  readonly threshold?: number;
  readonly limits?: Limits;
  /** How returned values of a problem are compared; with tolerance for floats unless given. */
  readonly ruleOf?: (problem: Problem) => ValueRule;
  /** How often each program is run again, to find out whether its outcome is the same; 0 unless given. */
  readonly reruns?: number;
  readonly signal?: AbortSignal;
}

/**
 * Correct means strictly above the threshold, as in the paper: 8 of 10 is not more than 80 %. A solution that
 * passes every test is correct at any threshold, so 1 asks for all of them.
 */
export function isCorrect(passRate: number, threshold: number): boolean {
  return passRate > threshold || passRate === 1;
}

/** Programs with the same key are the same: white space after them and blank lines before them do nothing. */
export function programKey(program: string): string {
  return hash('sha256', program.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd());
}

/** One row a solution, in the order of the solutions, each as soon as it and those before it are known. */
export async function* labelSolutions(options: LabelOptions): AsyncGenerator<LabelRow> {
  const { problems, solutions, threshold = paperThreshold } = options;
  const faults = new Map<string, Promise<string | null>>();
  const runOnce = onceEach(options);
  const label = async (solution: Solution, signal: AbortSignal): Promise<LabelRow> => {
    const problem = problems.get(solution.problemId);
    if (problem === undefined) return unlabelled(solution, `there is no problem ${solution.problemId}`);
    const run = (program: string): Promise<Outcome> => runOnce(problem, program, signal);
    const fault = faults.get(problem.id) ?? faultOfTests(problem, run, threshold);
    faults.set(problem.id, fault);
    const reason = await fault;
    return reason === null
      ? rowOf(solution, await run(solution.solution), threshold)
      : unlabelled(solution, reason);
  };
  yield* mapInOrder(solutions, label, 2 * options.sandbox.workers, options.signal);
}

/** `flaky`: two runs of the program did not pass the same tests; the reason says how many each run passed. */
type Outcome = Grade | { readonly kind: 'flaky'; readonly reason: string };

type Run = (problem: Problem, program: string, signal: AbortSignal) => Promise<Outcome>;

function onceEach(options: LabelOptions): Run {
  const { sandbox, threshold = paperThreshold, limits = defaultLimits, reruns = 0, ruleOf } = options;
  const known = new Map<string, Promise<Outcome>>();
  const outcomeOf = async (problem: Problem, program: string, signal: AbortSignal): Promise<Outcome> => {
    const patience = patienceFor(countTests(problem), threshold);
    const isEqual = ruleOf?.(problem);
    const job = { ...jobFor(problem, program, limits), patience };
    const grades = [grade(problem, await sandbox.run(job, { signal }), isEqual)];
    for (let seed = 1; seed <= reruns; seed += 1) {
      grades.push(grade(problem, await sandbox.run({ ...job, seed }, { signal }), isEqual));
    }
    return sameOutcome(grades);
  };
  return (problem, program, signal) => {
    const key = JSON.stringify([problem.id, programKey(program)]);
    const outcome = known.get(key) ?? outcomeOf(problem, program, signal);
    known.set(key, outcome);
    return outcome;
  };
}

/** So many tests out of time that the label is known, whatever those would say that are not run then; at least three. */
export function patienceFor(tests: number, threshold: number): number {
  let failed = 0;
  while (failed < tests && isCorrect((tests - failed) / tests, threshold)) failed += 1;
  return Math.max(3, failed);
}

/** What all runs agree on. */
function sameOutcome(grades: readonly Grade[]): Outcome {
  const [first] = grades;
  if (first === undefined) throw new RangeError('A program is run at least once.');
  if (new Set(grades.map(passedTests)).size === 1) return first;
  const passed = grades.map((one) => (one.kind === 'graded' ? String(one.passed) : 'an unknown number'));
  const total = grades.find((one) => one.kind === 'graded')?.total ?? 0;
  return { kind: 'flaky', reason: `flaky: passes ${passed.join(', then ')} of ${total} tests` };
}

/** Which tests passed, as far as a grade says: how many, and which of the first failed. */
const passedTests = (one: Grade): string =>
  one.kind === 'graded' ? [one.passed, ...one.failures.map(({ test }) => test)].join(' ') : one.kind;

export function labelReport(rows: readonly LabelRow[]): LabelReport {
  const count = (correct: boolean | null): number => rows.filter((row) => row.correct === correct).length;
  return {
    n: rows.length,
    correct: count(true),
    incorrect: count(false),
    unlabelled: count(null),
    flaky: rows.filter((row) => row.flaky === true).length,
    rows,
  };
}

/** Why the problem's tests tell nothing about a solution, or `null` if they do. */
async function faultOfTests(
  problem: Problem,
  run: (program: string) => Promise<Outcome>,
  threshold: number,
): Promise<string | null> {
  if (emptyProgramCouldPass(problem)) {
    const empty = await run('');
    if (empty.kind === 'graded' && isCorrect(empty.passRate, threshold)) {
      return 'the tests are void: a program with nothing in it passes them';
    }
  }
  if (problem.solution === undefined) return null;
  const reference = await run(problem.solution);
  if (reference.kind === 'flaky')
    return `the tests are broken: the problem's own solution is ${reference.reason}`;
  if (reference.kind === 'unlabelled' || isCorrect(reference.passRate, threshold)) return null;
  const [first] = reference.failures;
  const detail = first === undefined ? '' : ` (test ${first.test}: ${first.detail})`;
  return `the tests are broken: the problem's own solution passes ${reference.passed} of ${reference.total}${detail}`;
}

/** A function that does not exist returns nothing, so calls need no such check. */
export function emptyProgramCouldPass(problem: Problem): boolean {
  if ('io' in problem) return problem.io.some((test) => test.stdout.trim() === '');
  return 'testCode' in problem;
}

function rowOf(solution: Solution, result: Outcome, threshold: number): LabelRow {
  if (result.kind === 'flaky') return { ...unlabelled(solution, result.reason), flaky: true };
  if (result.kind === 'unlabelled') return unlabelled(solution, result.reason);
  const { id, problemId } = solution;
  return {
    id,
    problemId,
    passRate: result.passRate,
    correct: isCorrect(result.passRate, threshold),
    reason: `passes ${result.passed} of ${result.total} tests`,
    failures: result.failures,
  };
}

function unlabelled({ id, problemId }: Solution, reason: string): LabelRow {
  return { id, problemId, passRate: null, correct: null, reason, failures: [] };
}
