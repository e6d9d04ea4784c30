/** Where the keyboard leads in a chart: from row to row, and nearer. Pure. */

/** What a chart shows of its rows. */
export interface Sight {
  /** The places of all rows, of which one lies beyond each edge so that the lines reach it. */
  readonly x: readonly number[];
  /** The edges. */
  readonly from: number;
  readonly to: number;
  /** The row under the cursor, or null. */
  readonly row: number | null;
}

/** The row that a key leads to, among those that can be seen; without a cursor it starts from the last of them. */
export function rowByKey(key: string, { x, from, to, row }: Sight): number | null {
  const first = x.findIndex((place) => place >= from);
  const last = x.findLastIndex((place) => place <= to);
  if (first < 0 || last < first) return null;
  const seen = (wanted: number): number => Math.min(last, Math.max(first, wanted));
  const here = row ?? last;
  const pace = Math.max(1, Math.round((last - first) / 100));
  switch (key) {
    case 'ArrowLeft':
      return seen(here - pace);
    case 'ArrowRight':
      return seen(here + pace);
    case 'Home':
      return first;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Other edges, with so many times the room: around the cursor, without one around the middle. */
export function zoomed({ x, from, to, row }: Sight, factor: number): readonly [from: number, to: number] {
  const middle = (from + to) / 2;
  const place = row === null ? middle : (x[row] ?? middle);
  const centre = Math.min(to, Math.max(from, place));
  const half = ((to - from) / 2) * factor;
  return [centre - half, centre + half];
}
