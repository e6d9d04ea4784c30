/** A chart of the runs that are shown, as a file. Pure. */
import type { Chart } from '../../trainer/protocol/panel-charts.ts';
import { linesOf, type Line } from '../../trainer/protocol/panel-lines.ts';
import type { Axis } from '../../trainer/protocol/panel-request.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { chartEmpty } from '../errors/panel.ts';
import { chartSvg } from './svg.ts';

export interface ChartFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

/** Whether there is anything to draw. */
export const haveValues = (lines: readonly Line[]): boolean =>
  lines.some(({ y }) => y.some((value) => value !== null));

/** Throws `panel.chart-empty` where there is nothing to draw. */
export function chartFile(
  { shown }: Pick<Snapshot, 'shown'>,
  chart: Chart,
  { axis, smoothing }: { readonly axis: Axis; readonly smoothing: number },
): ChartFile {
  const lines = linesOf(chart, shown, axis);
  if (!haveValues(lines)) throw chartEmpty(chart.title, shown.map(({ name }) => name).join(', '));
  const [first] = shown;
  const marks = (first?.marks ?? []).map((mark) => ({ label: mark.label, at: mark[axis] }));
  return {
    name: `${[first?.id ?? 'run', chart.id].join('-').replace(/[^A-Za-z0-9._-]+/g, '-')}.svg`,
    text: chartSvg({ chart, lines, axis, smoothing, marks: shown.length === 1 ? marks : [] }),
  };
}
