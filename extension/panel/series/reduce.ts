/**
 * From all rows to as many as a chart can show. Rows are divided into equal buckets, and of each bucket and metric the
 * lowest and the highest value are kept, in the order in which they came: no spike is lost, and all metrics share their
 * places. The last row stays as it is, so that the end of a line is the newest value.
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

/** The frame of these metrics within the range, in at most `limit` rows. */
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
  for (const name of metrics) {
    const column = columns.metric(name);
    if (column !== undefined) values[name] = buckets.flatMap((bucket) => extremes(column, bucket));
  }
  const [first] = buckets;
  return {
    step: places('step', 0),
    tokens: places('tokens', 0),
    seconds: places('seconds', 1),
    values,
    stride: first === undefined ? 1 : first.to - first.from,
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
  const size = count <= limit ? 1 : Math.ceil((count - 1) / Math.max(1, Math.floor((limit - 1) / 2)));
  const buckets: Rows[] = [];
  for (let start = from; start < to - 1; start += size) {
    buckets.push({ from: start, to: Math.min(start + size, to - 1) });
  }
  if (count > 0) buckets.push({ from: to - 1, to });
  return buckets;
}

/** One value for a bucket of one row, two for any other. */
function extremes(column: Column, { from, to }: Rows): (number | null)[] {
  if (to - from === 1) return [drawn(column.at(from))];
  const { values } = column;
  let [lowest, highest] = [-1, -1];
  let [low, high] = [Infinity, -Infinity];
  for (let row = from; row < Math.min(to, values.length); row += 1) {
    const value = values[row] ?? NaN;
    // Comparisons with NaN are false, so that what has no value is passed over.
    if (value < low) [low, lowest] = [value, row];
    if (value > high) [high, highest] = [value, row];
  }
  if (lowest < 0) return [null, null];
  return lowest <= highest ? [drawn(low), drawn(high)] : [drawn(high), drawn(low)];
}

const drawn = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
