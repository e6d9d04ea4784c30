/** From held-out rows to rates, by way of counts a problem, which add up over problems and over runs. Pure. */
import type { HeldOutRow } from '../protocol/ablation.ts';

/** How an answer was decoded: at the temperature of validation, or greedily. */
export type Decoding = 'sampled' | 'greedy';

export interface Rates {
  /** Share of the problems that were solved at the first attempt. */
  readonly pass1: number | null;
  /** Mean of `tpr` and `tnr`. */
  readonly balancedAccuracy: number | null;
  /** Share of the correct solutions that were judged correct. */
  readonly tpr: number | null;
  /** Share of the incorrect solutions that were judged incorrect. */
  readonly tnr: number | null;
}

export const rateNames = [
  'pass1',
  'balancedAccuracy',
  'tpr',
  'tnr',
] as const satisfies readonly (keyof Rates)[];

/** Counts a problem: problems, solved ones, correct pairs, recognised ones, incorrect pairs, recognised ones. */
export const countsPerProblem = 6;

/** The counts of one run, [problem, count] row by row; the problems are in the same order for every run. */
export type Tally = Float64Array;

/** Every problem of the rows with its place in a tally. */
export function problemOrder(rows: readonly HeldOutRow[]): ReadonlyMap<string, number> {
  return new Map([...new Set(rows.map(({ problem }) => problem))].map((problem, index) => [problem, index]));
}

export function tallyOf(
  rows: readonly HeldOutRow[],
  decoding: Decoding,
  order: ReadonlyMap<string, number>,
): Tally {
  const tally = new Float64Array(order.size * countsPerProblem);
  for (const row of rows) {
    const place = order.get(row.problem);
    if (place === undefined)
      throw new RangeError(`The problem ${row.problem} is not among those of the tally.`);
    const first = place * countsPerProblem + (row.task === 'solve' ? 0 : row.correct ? 2 : 4);
    const isRight = row.task === 'solve' ? row[decoding] : row[decoding] === row.correct;
    tally[first] = (tally[first] ?? 0) + 1;
    tally[first + 1] = (tally[first + 1] ?? 0) + Number(isRight);
  }
  return tally;
}

/** The counts of a run over all its problems. */
export function totalOf(tally: Tally): Float64Array {
  const sums = new Float64Array(countsPerProblem);
  tally.forEach((value, index) => {
    const count = index % countsPerProblem;
    sums[count] = (sums[count] ?? 0) + value;
  });
  return sums;
}

/** Rates of counts that were added up over problems and runs; null where there is nothing to count. */
export function ratesOf(sums: Float64Array): Rates {
  const [problems = 0, solved = 0, correct = 0, recognised = 0, incorrect = 0, refused = 0] = sums;
  const tpr = ratio(recognised, correct);
  const tnr = ratio(refused, incorrect);
  return {
    pass1: ratio(solved, problems),
    balancedAccuracy: tpr === null || tnr === null ? null : (tpr + tnr) / 2,
    tpr,
    tnr,
  };
}

/** `now` − `before`, where both are known. */
export function differenceOf(now: Rates, before: Rates): Rates {
  const minus = (name: keyof Rates): number | null => {
    const [a, b] = [now[name], before[name]];
    return a === null || b === null ? null : a - b;
  };
  return {
    pass1: minus('pass1'),
    balancedAccuracy: minus('balancedAccuracy'),
    tpr: minus('tpr'),
    tnr: minus('tnr'),
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
