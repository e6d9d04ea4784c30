/** pass@k of solutions, however they came: executed, counted, told. */
import { headOf } from '../../evaluation/head.ts';
import { passFindings } from '../../evaluation/pass-at-k.ts';
import { passReport } from '../../evaluation/pass-report.ts';
import type { Problem, Solution } from '../../protocol/data.ts';
import type { PassEvaluation } from '../../protocol/evaluation.ts';
import { valuesEqual, valuesIdentical } from '../../sandbox/compare.ts';
import { openSandbox } from '../../sandbox/open.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { isOfLiveCodeBench } from '../../tasks/exercise.ts';
import { labelReport, labelSolutions, type LabelRow } from '../../tasks/label.ts';
import { optional, UsageError, workersOf, type Invocation } from '../command.ts';
import { finish } from './finish.ts';

/** Reported where nothing else is asked for, as far as there are so many solutions. */
const usualKs = [1, 5, 10];

/** pass@k counts what passes every test; the paper's 80 % is for labelling pairs. */
const everyTest = 1;

export interface Answered {
  readonly subject: string;
  /** The problems' file, and how many it has. */
  readonly file: string;
  readonly total: number;
  /** Those that were to be solved. */
  readonly problems: readonly Problem[];
  readonly solutions: readonly Solution[];
  readonly ks: readonly number[];
  readonly sampling?: PassEvaluation['sampling'];
  /** From `openWorkers`, before any other work, which would be lost without one. */
  readonly sandbox: Sandbox;
}

export const openWorkers = (invocation: Invocation): ReturnType<typeof openSandbox> =>
  openSandbox({ workers: workersOf(invocation) });

export async function evaluatePasses(invocation: Invocation, answered: Answered): Promise<void> {
  const { subject, file, total, problems, solutions, ks, sampling, sandbox } = answered;
  const { signal } = invocation;
  const isExact = (problem: Problem): boolean =>
    invocation.values['exact'] === true || isOfLiveCodeBench(problem);
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  const rows: LabelRow[] = [];
  for await (const row of labelSolutions({
    problems: byId,
    solutions,
    sandbox,
    threshold: everyTest,
    ruleOf: (problem) => (isExact(problem) ? valuesIdentical : valuesEqual),
    signal,
  })) {
    rows.push(row);
  }
  const result: PassEvaluation = {
    ...(await headOf(subject, [file], total)),
    ...passFindings(labelReport(rows), [...byId.keys()], ks),
    exact: problems.every(isExact),
    ...(sampling && { sampling }),
  };
  await finish(invocation, result, passReport(result));
}

/** Those of `--k`; undefined where it is not said. */
export function wantedKs(invocation: Invocation): readonly number[] | undefined {
  const text = optional(invocation, 'k');
  const ks = text?.split(',').map((part) => Number(part.trim()));
  if (ks !== undefined && !ks.every((k) => Number.isInteger(k) && k >= 1)) {
    throw new UsageError(`--k takes whole numbers from 1, as in 1,5,10, not "${text}"`);
  }
  return ks;
}

/** Of the usual ones those that so many solutions of each problem allow. */
export const usualKsOf = (solutions: number): readonly number[] => usualKs.filter((k) => k <= solutions);
