/** Intervals as every evaluation has them: 95 %, problems drawn with replacement, the same draws in every report. */
import { clusterBootstrap, wilsonInterval, type Estimate, type Interval } from '../critique/intervals.ts';
import { meanOrNull } from '../mean.ts';

const options = { seed: 20_250_922, resamples: 2000 };

export interface OfProblem {
  readonly problem: string;
}

/**
 * Null where the figure itself is not defined, only one problem is there to be drawn, or every draw gives the same: as those of
 * a critic without a mistake do, which is not sure to make none, or of two results that are right on the same rows.
 */
export function estimateOver<Row extends OfProblem>(
  rows: readonly Row[],
  statistic: (rows: readonly Row[]) => number | null,
): Estimate | null {
  if (problemCount(rows) < 2) return null;
  const found = clusterBootstrap(rows, ({ problem }) => problem, statistic, options);
  return found === null || found.low === found.high ? null : found;
}

/** Null as that of the estimate. */
export function intervalOver<Row extends OfProblem>(
  rows: readonly Row[],
  statistic: (rows: readonly Row[]) => number | null,
): Interval | null {
  const found = estimateOver(rows, statistic);
  return found && { low: found.low, high: found.high };
}

/**
 * Of a mean of values from 0 to 1, such as shares are; of all of them unless told of what. Where all are 0 or all are 1
 * every draw is the same, which does not make the figure certain: the interval is then Wilson's of that many problems.
 */
export function meanInterval<Row extends OfProblem & { readonly value: number }>(
  rows: readonly Row[],
  mean: (rows: readonly Row[]) => number | null = meanOfValues,
): Interval | null {
  const [first] = rows;
  if (first === undefined) return null;
  const same = rows.every(({ value }) => value === first.value);
  if (same && (first.value === 0 || first.value === 1)) {
    const problems = problemCount(rows);
    return wilsonInterval(first.value * problems, problems);
  }
  return intervalOver(rows, mean);
}

/** Null without rows. */
const meanOfValues = (rows: readonly { readonly value: number }[]): number | null =>
  meanOrNull(rows.map(({ value }) => value));

export const problemCount = (rows: readonly OfProblem[]): number =>
  new Set(rows.map(({ problem }) => problem)).size;
