/** Figures below each other on one axis, each with its interval as a line through it. */
import { figure, marksOf, place, placesBelow, svgText, valueText, type Axis, type Frame } from './drawing.ts';
import type { Markup } from './markup.ts';
import { between, extentOf } from './scale.ts';

export interface IntervalRow {
  readonly label: string;
  readonly estimate: number;
  /** Ends of the interval; without them the figure is a dot. */
  readonly low?: number;
  readonly high?: number;
}

export interface IntervalChart {
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly description: string;
  readonly axis: Axis;
  readonly rows: readonly IntervalRow[];
  /** Where nothing has changed, or what chance gives. */
  readonly reference?: number;
}

const rowHeight = 26;
const longestLabel = 34;
const characterWidth = 8;

export function intervalChart({ title, description, axis, rows, reference }: IntervalChart): Markup {
  const labels = rows.map(({ label }) =>
    label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 1)}…`,
  );
  const frame = frameFor(labels);
  const ends = rows.flatMap(({ estimate, low = estimate, high = estimate }) => [estimate, low, high]);
  const extent = axis.extent ?? extentOf(reference === undefined ? ends : [...ends, reference]);
  const x = between(extent, frame.left, frame.right);
  const upright = (value: number, style: string): string =>
    `<path class="${style}" d="M${place(x(value))} ${frame.top}V${place(frame.bottom)}"/>`;
  const places = marksOf(axis, extent).map((value) => ({ x: x(value), label: valueText(value, axis) }));
  const parts = [
    ...marksOf(axis, extent).map((value) => upright(value, 'gridline')),
    ...placesBelow(frame, places, axis.title),
    reference === undefined ? '' : upright(reference, 'reference'),
    ...rows.map((row, index) => {
      const y = frame.top + rowHeight * (index + 0.5);
      return `${svgText(frame.left - 12, y + 4, labels[index] ?? '', ' class="label" text-anchor="end"')}\n${mark(row, x, y)}`;
    }),
  ];
  return figure({
    title,
    description,
    frame,
    parts,
    legend: [],
    table: {
      columns: [
        { title: 'Figure' },
        { title: axis.title, align: 'right' },
        { title: 'From', align: 'right' },
        { title: 'To', align: 'right' },
      ],
      rows: rows.map(({ label, estimate, low, high }) => [
        label,
        ...[estimate, low, high].map((value) => (value === undefined ? '' : valueText(value, axis))),
      ]),
    },
  });
}

function frameFor(labels: readonly string[]): Frame {
  const left = Math.max(...labels.map((label) => label.length), 4) * characterWidth + 20;
  const bottom = 12 + rowHeight * labels.length;
  return { left, right: 620, top: 12, bottom, width: 640, height: bottom + 48 };
}

function mark({ estimate, low, high }: IntervalRow, x: (value: number) => number, y: number): string {
  const dot = `<circle class="s0" cx="${place(x(estimate))}" cy="${place(y)}" r="4"/>`;
  if (low === undefined || high === undefined) return dot;
  const ends = [low, high].map((value) => `M${place(x(value))} ${place(y - 4)}v8`).join('');
  return `<path class="whisker s0" d="M${place(x(low))} ${place(y)}H${place(x(high))}${ends}"/>\n${dot}`;
}
