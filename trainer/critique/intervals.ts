/** Confidence intervals for shares and for anything that is computed from rows. */
import { createRandom } from '../random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Estimate extends Interval {
  readonly estimate: number;
}

/** The 97.5 % quantile of the standard normal distribution. */
const normalQuantile = 1.959963984540054;

/** Wilson's score interval of a share, 95 %, for independent rows; holds for small `n` and for 0 or `n` successes. */
export function wilsonInterval(successes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = successes / n;
  const square = normalQuantile ** 2;
  const centre = share + square / (2 * n);
  const spread = normalQuantile * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples?: number;
}

/**
 * Percentile interval, 95 %, of any statistic of rows, by drawing whole clusters with replacement. The rows of one
 * problem fail and succeed together, so the problem is the cluster; rows drawn one by one would look too certain.
 * A resample on which the statistic is undefined (`null`) is left out; if it is undefined on the rows, so is the result.
 */
export function clusterBootstrap<Row>(
  rows: readonly Row[],
  clusterOf: (row: Row) => string,
  statistic: (rows: readonly Row[]) => number | null,
  { seed, resamples = 2000 }: BootstrapOptions,
): Estimate | null {
  const estimate = statistic(rows);
  if (estimate === null) return null;
  const clusters = [...Map.groupBy(rows, clusterOf).values()];
  const random = createRandom(seed);
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const drawn = clusters.flatMap(() => clusters[random.integer(clusters.length)] ?? []);
    const value = statistic(drawn);
    if (value !== null) values.push(value);
  }
  values.sort((a, b) => a - b);
  return { estimate, low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** One row measured twice, before and after: 0 and 1 for a share, any number for a mean. */
export interface PairedRow {
  readonly problemId: string;
  readonly before: number;
  readonly after: number;
}

/** Mean of `after` − `before` with its 95 % interval, problems drawn with replacement. */
export function pairedDifference(rows: readonly PairedRow[], options: BootstrapOptions): Estimate | null {
  const difference = (drawn: readonly PairedRow[]): number | null =>
    drawn.length === 0 ? null : drawn.reduce((sum, row) => sum + row.after - row.before, 0) / drawn.length;
  return clusterBootstrap(rows, (row) => row.problemId, difference, options);
}

/** Linear interpolation between the neighbours of position p × (n − 1) of sorted values. */
export function quantile(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
