/** What is told of many numbers. */
import { quantile } from '../../critique/intervals.ts';
import type { Distribution } from '../../protocol/data-reports.ts';
import { meanOf } from '../../mean.ts';

/** Quantiles by linear interpolation; all null without numbers. */
export function distributionOf(values: readonly number[]): Distribution {
  const n = values.length;
  if (n === 0) return { n, mean: null, min: null, p10: null, median: null, p90: null, max: null };
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number): number => quantile(sorted, p);
  return { n, mean: meanOf(sorted), min: at(0), p10: at(0.1), median: at(0.5), p90: at(0.9), max: at(1) };
}
