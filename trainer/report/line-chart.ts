/** Curves over a common axis, each with its interval where it has one. */
import {
  dashAttribute,
  figure,
  horizontalGrid,
  marksOf,
  place,
  placesBelow,
  styleClass,
  valueText,
  type Axis,
  type Frame,
} from './drawing.ts';
import type { Markup } from './markup.ts';
import { between, extentOf, roomyExtentOf } from './scale.ts';
import type { Table } from './table.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Ends of an interval around `y`, shaded. */
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
  /** A dot at every point, for a few that were measured one by one. */
  readonly dots?: boolean;
}

export interface LineChart {
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** What the curves are compared with, as chance or a perfect calibration. */
  readonly reference?: { readonly from: Point; readonly to: Point };
}

const frame: Frame = { left: 56, right: 624, top: 12, bottom: 252, width: 640, height: 300 };

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function lineChart(chart: LineChart): Markup {
  const { title, description, series, reference } = chart;
  const points = series.flatMap((one) => one.points);
  const heights = points.flatMap(({ y, low = y, high = y }) => [y, low, high]);
  const xs = chart.x.extent ?? extentOf(points.map(({ x }) => x));
  const ys = chart.y.extent ?? roomyExtentOf(heights);
  const scale = {
    x: between(xs, frame.left, frame.right),
    y: between(ys, frame.bottom, frame.top),
  };
  const places = marksOf(chart.x, xs).map((value) => ({
    x: scale.x(value),
    label: valueText(value, chart.x),
  }));
  const parts = [
    ...marksOf(chart.y, ys).map((value) => horizontalGrid(frame, scale.y(value), valueText(value, chart.y))),
    ...placesBelow(frame, places, chart.x.title),
    reference === undefined
      ? ''
      : `<path class="reference" d="${pathThrough([reference.from, reference.to], scale)}"/>`,
    ...series.map((one, index) => bandOf(one, index, scale)),
    ...series.map((one, index) => lineOf(one, index, scale)),
  ];
  const legend = series.map(({ label }) => label);
  return figure({ title, description, frame, parts, legend, table: tableOf(chart) });
}

const pathThrough = (points: readonly Point[], scale: Scale): string =>
  `M${points.map(({ x, y }) => `${place(scale.x(x))} ${place(scale.y(y))}`).join('L')}`;

function lineOf({ points, dots = false }: Series, index: number, scale: Scale): string {
  if (points.length === 0) return '';
  const line = `<path class="line ${styleClass(index)}"${dashAttribute(index)} d="${pathThrough(points, scale)}"/>`;
  // A single point is no line and would not be seen.
  if (!dots && points.length > 1) return line;
  const circles = points.map(
    ({ x, y }) =>
      `<circle class="${styleClass(index)}" cx="${place(scale.x(x))}" cy="${place(scale.y(y))}" r="3.5"/>`,
  );
  return [line, ...circles].join('\n');
}

function bandOf({ points }: Series, index: number, scale: Scale): string {
  const wide = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  );
  if (wide.length < 2) return '';
  const above = wide.map(({ x, high }) => ({ x, y: high }));
  const below = wide.map(({ x, low }) => ({ x, y: low })).reverse();
  return `<path class="band ${styleClass(index)}" d="${pathThrough([...above, ...below], scale)}Z"/>`;
}

/** A row a place of any curve, a column a curve. */
function tableOf({ x, y, series }: LineChart): Table {
  const places = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort(
    (a, b) => a - b,
  );
  const known = series.map(({ points }) => new Map(points.map((point) => [point.x, point])));
  const cell = (point: Point | undefined): string => {
    if (point === undefined) return '';
    const { low, high } = point;
    const interval =
      low === undefined || high === undefined ? '' : ` [${valueText(low, y)}, ${valueText(high, y)}]`;
    return `${valueText(point.y, y)}${interval}`;
  };
  return {
    caption: y.title,
    columns: [
      { title: x.title, align: 'right' },
      ...series.map(({ label }) => ({ title: label, align: 'right' }) as const),
    ],
    rows: places.map((at) => [valueText(at, x), ...known.map((points) => cell(points.get(at)))]),
  };
}
