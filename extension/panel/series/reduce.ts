/**
 * From all rows to as many as a chart can show. Rows are divided into equal buckets, and of each bucket and metric the
 * lowest and the highest value are kept, in the order in which they came: no spike is lost, and all metrics share their
 * places. Their mean is kept beside them, because an average of extremes is none. The last row stays as it is, so that
 * the end of a line is the newest value.
 */
import type { Axis, Range } from '../../../trainer/protocol/panel-request.ts';
import type { Frame } from '../../../trainer/protocol/panel-snapshot.ts';
import type { Column, Columns } from './columns.ts';
import { firstAbove } from './columns.ts';

/** Digits of a value that is drawn. */
const DIGITS = 4;

/** Rows from `from` up to and without `to`. */
interface Rows {
  readonly from: number;
  readonly to: number;
}

/** What a bucket of several rows takes of each metric: the lowest value, the highest, and the mean. */
const KEPT = 3;

/** The frame of these metrics within the range, in at most `limit` values of each. */
export function frameOf(
  columns: Columns,
  metrics: readonly string[],
  range: Range | null,
  limit: number,
): Frame {
  const rows = rowsIn(columns, range);
  const buckets = bucketsOf(rows, limit);
  const places = (axis: Axis, digits: number): number[] => {
    const column = columns[axis];
    return buckets.flatMap(({ from, to }) =>
      (to - from === 1 ? [from] : [from, to - 1]).map((row) => round(column.at(row), digits)),
    );
  };
  const values: Record<string, (number | null)[]> = {};
  const means: Record<string, (number | null)[]> = {};
  for (const name of metrics) {
    const column = columns.metric(name);
    if (column === undefined) continue;
    const kept = buckets.map((bucket) => keptOf(column, bucket));
    values[name] = kept.flatMap(({ extremes }) => extremes);
    means[name] = kept.map(({ mean }) => mean);
  }
  const sizes = buckets.map(({ from, to }) => to - from);
  const [stride = 1] = sizes;
  return {
    step: places('step', 0),
    tokens: places('tokens', 0),
    seconds: places('seconds', 1),
    values,
    stride,
    buckets: stride === 1 ? null : { rows: sizes, means },
  };
}

/** The rows in a range, and those beyond it that the line needs to reach its edges. */
function rowsIn(columns: Columns, range: Range | null): Rows {
  if (range === null) return { from: 0, to: columns.length };
  const places = columns[range.axis].values;
  return {
    from: Math.max(0, firstAbove(places, range.from) - 1),
    to: Math.min(columns.length, firstAbove(places, range.to) + 1),
  };
}

/** Equal parts of the rows but the last, and that one alone; a row each where all fit. */
function bucketsOf({ from, to }: Rows, limit: number): Rows[] {
  const count = to - from;
  const size = count <= limit ? 1 : Math.ceil((count - 1) / Math.max(1, Math.floor((limit - 1) / KEPT)));
  const buckets: Rows[] = [];
  for (let start = from; start < to - 1; start += size) {
    buckets.push({ from: start, to: Math.min(start + size, to - 1) });
  }
  if (count > 0) buckets.push({ from: to - 1, to });
  return buckets;
}

interface Kept {
  /** One value for a bucket of one row, two for any other. */
  readonly extremes: readonly (number | null)[];
  readonly mean: number | null;
}

function keptOf(column: Column, { from, to }: Rows): Kept {
  if (to - from === 1) {
    const value = drawn(column.at(from));
    return { extremes: [value], mean: value };
  }
  const { values } = column;
  let [lowest, highest] = [-1, -1];
  let [low, high] = [Infinity, -Infinity];
  let [sum, known] = [0, 0];
  for (let row = from; row < Math.min(to, values.length); row += 1) {
    const value = values[row] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) [low, lowest] = [value, row];
    if (value > high) [high, highest] = [value, row];
    sum += value;
    known += 1;
  }
  if (known === 0) return { extremes: [null, null], mean: null };
  const [least, most] = [drawn(low), drawn(high)];
  return { extremes: lowest <= highest ? [least, most] : [most, least], mean: drawn(sum / known) };
}

const drawn = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
