/**
 * The lines of a chart, as the page draws them and the host exports them: which rows, smoothed how, told apart by
 * which dashes, with values written how. Pure, without schemas.
 */
import { duration } from './duration.ts';
import type { Locale } from './locale.ts';
import type { Chart, Unit } from './panel-charts.ts';
import type { Axis } from './panel-request.ts';
import type { Frame, RunView } from './panel-snapshot.ts';
import type { Translate } from './translate.ts';

/** Dashes in pixels, so that lines differ without their colours; the first is solid. */
export const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 5]];

export interface Line {
  /** The metric's label, or the run's name where several are drawn. */
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** Picks colour and dashes. */
  readonly style: number;
  /** The value before training. */
  readonly before: number | null;
  /** Rows that two points stand for. */
  readonly stride: number;
  /** Where two points stand for several rows: how many each pair stands for, one of a point alone, and their means. */
  readonly buckets: {
    readonly rows: readonly number[];
    readonly means: readonly (number | null)[];
  } | null;
  /** Its noise is averaged away on demand; validations are few and stay as they are. */
  readonly noisy: boolean;
}

/** A line a metric for one run, a line a run for several. Metrics without a value have none. */
export function linesOf(
  chart: Chart,
  runs: readonly Pick<RunView, 'name' | 'frames' | 'baseline'>[],
  axis: Axis,
): Line[] {
  return runs.flatMap((run, runIndex) =>
    chart.series.flatMap(({ metric, label, before }, seriesIndex) => {
      const frame = frameWith(run.frames, metric);
      if (frame === undefined) return [];
      return [
        {
          label: runs.length > 1 ? run.name : label,
          x: frame[axis],
          y: frame.values[metric] ?? [],
          style: runs.length > 1 ? runIndex : seriesIndex,
          before: before === undefined ? null : (run.baseline[before] ?? null),
          stride: frame.stride,
          buckets: frame.buckets && { rows: frame.buckets.rows, means: frame.buckets.means[metric] ?? [] },
          noisy: frame === run.frames.steps,
        },
      ];
    }),
  );
}

function frameWith({ steps, validation, memory }: RunView['frames'], metric: string): Frame | undefined {
  return [steps, validation, memory].find((frame) => frame.values[metric] !== undefined);
}

/**
 * What is drawn of a line: its values, or their average. Two points that stand for several rows are the extremes of
 * these, so the average is that of the means, and it is drawn where the rows end.
 */
export function drawnValues({ y, noisy, buckets }: Line, smoothing: number): readonly (number | null)[] {
  if (!noisy || smoothing === 0) return y;
  if (buckets === null) return smoothed(y, smoothing);
  const { rows, means } = buckets;
  return smoothed(means, smoothing, rows).flatMap((mean, index) =>
    rows[index] === 1 ? [mean] : [null, mean],
  );
}

/**
 * Exponential moving average of the values that exist; `weight` 0 changes nothing. Divided by the weight so far, so
 * that the beginning is not drawn towards 0. A value that is the mean of several rows counts as each of them would, so
 * that a weight means as many steps however many rows are put together.
 */
export function smoothed(
  values: readonly (number | null)[],
  weight: number,
  rows: readonly number[] = [],
): (number | null)[] {
  let sum = 0;
  let total = 0;
  return values.map((value, index) => {
    if (value === null) return null;
    const past = weight ** (rows[index] ?? 1);
    sum = past * sum + (1 - past) * value;
    total = past * total + (1 - past);
    return sum / total;
  });
}

/** A value with the digits that its kind deserves. */
export function written(value: number, unit: Unit, locale: Locale): string {
  const significant = (amount: number, digits: number): string => significantIn(locale, amount, digits);
  switch (unit) {
    case 'share':
      return value !== 0 && Math.abs(value) < 0.01 ? significant(value, 2) : locale.fixed(value, 2);
    case 'seconds':
      return `${significant(value, 3)} s`;
    case 'bytes':
      return value < 1e9 ? `${significant(value / 1e6, 3)} MB` : `${significant(value / 1e9, 3)} GB`;
    case 'rate':
    case 'tokens':
    case 'nats':
    case 'number':
      return significant(value, 3);
  }
}

function significantIn(locale: Locale, value: number, digits: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return `${locale.fixed(Number(mantissa), 1)}e${exponent}`;
  }
  return locale.significant(value, Math.max(digits, size >= 1 ? Math.floor(Math.log10(size)) + 1 : 0));
}

/** A place on an axis: `1,200`, `3.4 M`, `2 h 5 min`. */
export function writtenPlace(value: number, axis: Axis, locale: Locale): string {
  switch (axis) {
    case 'step':
      return locale.number(Math.round(value));
    case 'tokens':
      return value < 1e6 ? locale.number(Math.round(value)) : `${significantIn(locale, value / 1e6, 3)} M`;
    case 'seconds':
      return duration(value);
  }
}

export function axisTitle(axis: Axis, t: Translate): string {
  const titles: Readonly<Record<Axis, string>> = {
    step: t('Step'),
    tokens: t('Tokens'),
    seconds: t('Time trained'),
  };
  return titles[axis];
}
