/** What charts are drawn with: the frame, its axes, the legend and the table beside. */
import { english } from '../protocol/locale.ts';
import type { Unit } from '../protocol/panel-charts.ts';
import { dashes, written } from '../protocol/panel-lines.ts';
import { escaped, folded, type Markup } from './markup.ts';
import { ticks, type Extent } from './scale.ts';
import { colourCount } from './style.ts';
import { htmlTable, type Table } from './table.ts';

export interface Axis {
  readonly title: string;
  readonly unit: Unit;
  /** What the axis reaches over; as far as the values do where it is left out. */
  readonly extent?: Extent;
  /** Only whole numbers are marked, as of steps. */
  readonly whole?: boolean;
}

export const marksOf = (axis: Axis, extent: Extent): number[] =>
  ticks(extent).filter((value) => axis.whole !== true || Number.isInteger(value));

export const valueText = (value: number, { unit }: Axis): string => written(value, unit, english);

/** Where the values of a drawing lie, in its own units; what is outside is for the axes. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

export const place = (value: number): string => value.toFixed(1);

export const styleClass = (index: number): string => `s${index % colourCount}`;

/** Lines differ without their colours; the first is solid. */
export function dashAttribute(index: number): string {
  const dash = (dashes[index % dashes.length] ?? []).join(' ');
  return dash === '' ? '' : ` stroke-dasharray="${dash}"`;
}

export const svgText = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${place(x)}" y="${place(y)}"${attributes}>${escaped(content)}</text>`;

export interface Figure {
  readonly title: string;
  /** What it shows, in one sentence; it is read out to those who do not see the drawing. */
  readonly description: string;
  readonly frame: Frame;
  readonly parts: readonly string[];
  readonly legend: readonly string[];
  readonly table: Table;
}

/** The drawing with its title, and the numbers that it is made from below it. */
export function figure({ title, description, frame, parts, legend, table }: Figure): Markup {
  const [name, meaning] = [escaped(title), escaped(description)];
  return {
    markup: [
      '<figure>',
      `<figcaption>${name}<p>${meaning}</p></figcaption>`,
      `<svg class="drawing" viewBox="0 0 ${frame.width} ${frame.height}" role="img">`,
      `<title>${name}</title>`,
      `<desc>${meaning}</desc>`,
      ...parts.filter((part) => part !== ''),
      '</svg>',
      ...(legend.length > 1 ? [legendList(legend)] : []),
      folded('Table', htmlTable(table)).markup,
      '</figure>',
    ].join('\n'),
  };
}

function legendList(labels: readonly string[]): string {
  const items = labels.map(
    (label, index) =>
      `<li><svg viewBox="0 0 28 10" aria-hidden="true"><path class="line ${styleClass(index)}"` +
      `${dashAttribute(index)} d="M0 5h28"/></svg>${escaped(label)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

/** A line across with its value at the left end. */
export function horizontalGrid(frame: Frame, y: number, label: string): string {
  return [
    `<path class="gridline" d="M${place(frame.left)} ${place(y)}H${place(frame.right)}"/>`,
    svgText(frame.left - 8, y + 4, label, ' text-anchor="end"'),
  ].join('\n');
}

/** A line from top to bottom, or only its value below, and the title of the axis below them. */
export function placesBelow(
  frame: Frame,
  places: readonly { readonly x: number; readonly label: string }[],
  title: string,
): string[] {
  return [
    ...places.map(({ x, label }) => svgText(x, frame.bottom + 18, label, ' text-anchor="middle"')),
    svgText((frame.left + frame.right) / 2, frame.bottom + 38, title, ' text-anchor="middle"'),
  ];
}
