/** How long a run still takes, from when its steps were complete. */
import type { MetricsLine } from '../../trainer/protocol/run-folder.ts';

/** Steps that are looked back on. */
const WINDOW = 20;
/** Below this many intervals nothing is said. */
const LEAST = 2;

/**
 * Seconds until step `steps`, by the median interval between the last steps: validation and saving are in it, and a
 * pause, a resumption or one slow step is not. Null while too few steps are known.
 */
export function secondsLeft(
  lines: readonly Pick<MetricsLine, 'step' | 'time'>[],
  steps: number,
): number | null {
  const recent = lines.slice(-WINDOW - 1);
  const intervals = recent.slice(1).map((line, index) => intervalOf(recent[index] ?? line, line));
  const last = recent.at(-1);
  if (last === undefined || intervals.length < LEAST) return null;
  return Math.max(0, steps - last.step) * median(intervals);
}

function intervalOf(before: Pick<MetricsLine, 'time'>, after: Pick<MetricsLine, 'time'>): number {
  return Math.max(0, (Date.parse(after.time) - Date.parse(before.time)) / 1000);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
