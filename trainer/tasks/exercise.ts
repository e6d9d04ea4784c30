/**
 * From a problem to what the sandbox is asked, and from what it answers to a grade. Expected values of calls and
 * outputs of programs stay on this side; only test code, which cannot be told apart from its expectations, goes in.
 */
import type { Json, Problem } from '../protocol/data.ts';
import { stdoutEqual, valuesEqual } from '../sandbox/compare.ts';
import type { CaseOutcome, Exercise, Job, JobOutcome, Limits } from '../sandbox/types.ts';

export const defaultLimits: Limits = { timeMs: 10_000, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20 };

type Supported = Exclude<CaseOutcome, { readonly status: 'unsupported' }>;

/** A test that did not pass. */
export interface Failure {
  /** Index of the test in the problem; test code is one test. */
  readonly test: number;
  /** `wrong`: it ran and its answer differs; otherwise how it ended. */
  readonly status: 'wrong' | Exclude<Supported['status'], 'returned'>;
  readonly detail: string;
}

/** Unlabelled: the sandbox lacks something that the program or its tests need, so nothing is known about it. */
export type Grade =
  | {
      readonly kind: 'graded';
      readonly passed: number;
      readonly total: number;
      readonly passRate: number;
      /** Number of tests that ran out of time. */
      readonly timeouts: number;
      /** The first few. */
      readonly failures: readonly Failure[];
    }
  | { readonly kind: 'unlabelled'; readonly reason: string };

export function jobFor(problem: Problem, program: string, limits: Limits = defaultLimits): Job {
  return { language: problem.language, program, exercise: exerciseOf(problem), limits };
}

function exerciseOf(problem: Problem): Exercise {
  if ('tests' in problem) {
    const inputs = problem.tests.map((test) => test.input);
    return { kind: 'calls', entryPoint: problem.entryPoint, inputs };
  }
  if ('io' in problem) return { kind: 'stdin', inputs: problem.io.map((test) => test.stdin) };
  const { testCode, entryPoint } = problem;
  return { kind: 'testCode', testCode, ...(entryPoint !== undefined && { entryPoint }) };
}

const failuresListed = 5;
const longestDetail = 300;

/** Whether a call returned what was expected. */
export type ValueRule = (expected: Json, actual: Json) => boolean;

/** Measured as its authors do, so that the figures are theirs. */
export const isOfLiveCodeBench = ({ source }: Problem): boolean => source === 'livecodebench';

/** Compares what came back with what `problem` expects. */
export function grade(problem: Problem, outcome: JobOutcome, isEqual: ValueRule = valuesEqual): Grade {
  const unsupported = outcome.cases.find((one) => one.status === 'unsupported');
  if (unsupported !== undefined) return { kind: 'unlabelled', reason: shortened(unsupported.error) };
  const cases = outcome.cases.filter((one) => one.status !== 'unsupported');
  const total = countTests(problem);
  const results = Array.from({ length: total }, (_, test) => checkTest(problem, test, cases[test], isEqual));
  const failures = results.filter((failure) => failure !== null);
  const passed = total - failures.length;
  return {
    kind: 'graded',
    passed,
    total,
    passRate: passed / total,
    timeouts: failures.filter((failure) => failure.status === 'timeout').length,
    failures: failures.slice(0, failuresListed),
  };
}

export function countTests(problem: Problem): number {
  if ('tests' in problem) return problem.tests.length;
  return 'io' in problem ? problem.io.length : 1;
}

/** `null` for a test that passes. */
function checkTest(
  problem: Problem,
  test: number,
  outcome: Supported | undefined,
  isEqual: ValueRule,
): Failure | null {
  if (outcome === undefined) return { test, status: 'crashed', detail: 'the sandbox gave no answer' };
  // LiveCodeBench looks at what was printed, whatever code the program ends with.
  const isOutput = outcome.status === 'exited' && 'io' in problem && isOfLiveCodeBench(problem);
  if (outcome.status !== 'returned' && !isOutput) {
    return { test, status: outcome.status, detail: shortened(outcome.error) };
  }
  const value = outcome.status === 'returned' ? outcome.value : outcome.stdout;
  const detail = difference(problem, test, value, isEqual);
  return detail === null ? null : { test, status: 'wrong', detail };
}

/** What is wrong about a returned value or an output; `null` if it is as expected. */
function difference(problem: Problem, test: number, value: Json, isEqual: ValueRule): string | null {
  if ('tests' in problem) {
    const expected = problem.tests[test]?.expected ?? null;
    if (isEqual(expected, value)) return null;
    return `returned ${shortened(JSON.stringify(value))}, expected ${shortened(JSON.stringify(expected))}`;
  }
  if ('io' in problem) {
    const expected = problem.io[test]?.stdout ?? '';
    const printed = typeof value === 'string' ? value : JSON.stringify(value);
    if (stdoutEqual(expected, printed)) return null;
    return `printed ${shortened(JSON.stringify(printed))}, expected ${shortened(JSON.stringify(expected))}`;
  }
  return null;
}

function shortened(text: string): string {
  return text.length <= longestDetail ? text : `${text.slice(0, longestDetail)}…`;
}
