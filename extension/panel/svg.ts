/** A chart as a picture that stands on its own: white ground, colours that the colour-blind can tell, dashes besides. */
import type { Chart } from '../../trainer/protocol/panel-charts.ts';
import type { Axis } from '../../trainer/protocol/panel-request.ts';
import type { Line } from '../../trainer/protocol/panel-lines.ts';
import { english } from '../../trainer/protocol/locale.ts';
import { axisTitle, dashes, drawnValues, written, writtenPlace } from '../../trainer/protocol/panel-lines.ts';
import { escaped } from '../../trainer/report/markup.ts';
import { between, extentOf, roomyExtentOf, ticks, type Extent } from '../../trainer/report/scale.ts';
import { t } from '../l10n.ts';

const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#000000'];
const size = { width: 800, height: 440, left: 64, right: 24, top: 48, legendRow: 20, bottom: 48 };

export interface SvgMark {
  readonly label: string;
  readonly at: number;
}

export interface SvgInput {
  readonly chart: Chart;
  readonly lines: readonly Line[];
  readonly axis: Axis;
  readonly smoothing: number;
  readonly marks: readonly SvgMark[];
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** The document's text. The lines need at least one value. */
export function chartSvg(input: SvgInput): string {
  const { chart, lines, axis } = input;
  const height = size.height + size.legendRow * lines.length;
  const bottom = size.height - size.bottom;
  const [xs, ys] = [extentOf(lines.flatMap(({ x }) => x)), valueExtent(lines)];
  const scale = {
    x: between(xs, size.left, size.width - size.right),
    y: between(ys, bottom, size.top),
  };
  const parts = [
    `<rect width="${size.width}" height="${height}" fill="#fff"/>`,
    text(size.left, 28, chart.title, 'font-size="16" font-weight="600"'),
    ...ticks(ys).map((value) => gridLine(scale.y(value), written(value, chart.unit, english))),
    ...ticks(xs).map((value) =>
      text(
        scale.x(value),
        bottom + 18,
        writtenPlace(value, axis, english),
        'text-anchor="middle" fill="#555"',
      ),
    ),
    text((size.left + size.width) / 2, bottom + 38, axisTitle(axis, t), 'text-anchor="middle" fill="#555"'),
    ...input.marks
      .filter(({ at }) => at >= xs[0] && at <= xs[1])
      .map(({ label, at }) => markLine(scale.x(at), bottom, label)),
    ...lines.map((line) => lineParts(line, scale, input.smoothing)),
    ...lines.map((line, row) => legendRow(line, size.height + row * size.legendRow)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" ` +
      `viewBox="0 0 ${size.width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(chart.title)}</title>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function lineParts(line: Line, scale: Scale, smoothing: number): string {
  const { x, y, style, before, noisy } = line;
  const stroke = `fill="none" stroke="${colours[style % colours.length]}" stroke-linejoin="round"`;
  const dash = (dashes[style % dashes.length] ?? []).join(' ');
  const path = (values: readonly (number | null)[], more: string): string =>
    `<path d="${pathOf(x, values, scale)}" ${stroke} ${more}/>`;
  const level = before === null ? '' : scale.y(before).toFixed(1);
  return [
    noisy && smoothing > 0 ? path(y, 'stroke-opacity="0.25"') : '',
    path(
      drawnValues(line, smoothing),
      `stroke-width="1.75"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`,
    ),
    before === null
      ? ''
      : `<path d="M${size.left} ${level}H${size.width - size.right}" ${stroke} stroke-dasharray="1 5"/>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Goes on over values that are missing, as the page does. */
function pathOf(x: readonly number[], y: readonly (number | null)[], scale: Scale): string {
  const points = y.flatMap((value, index) =>
    value === null ? [] : [`${scale.x(x[index] ?? 0).toFixed(1)} ${scale.y(value).toFixed(1)}`],
  );
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

function legendRow({ label, style, before }: Line, y: number): string {
  const dash = (dashes[style % dashes.length] ?? []).join(' ');
  const name = before === null ? label : t('{0} (dots: {1} before training)', label, before.toFixed(2));
  return [
    `<path d="M${size.left} ${y - 4}h28" stroke="${colours[style % colours.length]}" stroke-width="2"` +
      `${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    text(size.left + 36, y, name, ''),
  ].join('\n');
}

const gridLine = (y: number, label: string): string =>
  [
    `<path d="M${size.left} ${y.toFixed(1)}H${size.width - size.right}" stroke="#e4e4e4"/>`,
    text(size.left - 8, y + 4, label, 'text-anchor="end" fill="#555"'),
  ].join('\n');

const markLine = (x: number, bottom: number, label: string): string =>
  [
    `<path d="M${x.toFixed(1)} ${size.top}V${bottom}" stroke="#777" stroke-dasharray="4 3"/>`,
    text(x + 4, size.top + 10, label, 'fill="#555"'),
  ].join('\n');

const text = (x: number, y: number, content: string, more: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more === '' ? '' : ` ${more}`}>${escaped(content)}</text>`;

const valueExtent = (lines: readonly Line[]): Extent =>
  roomyExtentOf(lines.flatMap(({ y, before }) => [...y, before].filter((value) => value !== null)));
