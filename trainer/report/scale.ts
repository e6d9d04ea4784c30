/** From values to places in a drawing. */

export type Extent = readonly [low: number, high: number];

/** Never empty, so that one value has a place too. */
export function extentOf(values: readonly number[]): Extent {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > high) return [0, 1];
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** With room above and below; shares that come near 0 begin there. */
export function roomyExtentOf(values: readonly number[]): Extent {
  const [low, high] = extentOf(values);
  const margin = (high - low) * 0.05;
  return low >= 0 && high <= 1 && low - margin < 0 ? [0, high + margin] : [low - margin, high + margin];
}

/** Takes the low end of the extent to `start` and the high end to `end`. */
export function between([low, high]: Extent, start: number, end: number): (value: number) => number {
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/** Round values within, about `count`: rather a few more than half as many. */
export function ticks([low, high]: Extent, count = 5): number[] {
  const raw = (high - low) / count;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step =
    [1, 2, 5, 10].map((factor) => factor * unit).find((candidate) => candidate >= 0.7 * raw) ?? raw;
  // The ends of an extent are sums that miss a round value by their last digit.
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(6)),
  );
}
