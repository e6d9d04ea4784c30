/** A chart of the runs that are shown, as a file. Pure. */
import type { Chart } from '../../trainer/protocol/panel-charts.ts';
import { linesOf } from '../../trainer/protocol/panel-lines.ts';
import type { Axis } from '../../trainer/protocol/panel-request.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { chartEmpty } from '../errors.ts';
import { chartSvg } from './svg.ts';

export interface ChartFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

/** Whether any of the runs has a line in it. */
export const hasValues = (shown: Snapshot['shown'], chart: Chart, axis: Axis): boolean =>
  linesOf(chart, shown, axis).some(({ y }) => y.some((value) => value !== null));

/** Throws `panel.chart-empty` where there is nothing to draw. */
export function chartFile(
  { shown }: Pick<Snapshot, 'shown'>,
  chart: Chart,
  { axis, smoothing }: { readonly axis: Axis; readonly smoothing: number },
): ChartFile {
  const lines = linesOf(chart, shown, axis);
  if (!hasValues(shown, chart, axis)) throw chartEmpty(chart.title, shown.map(({ name }) => name).join(', '));
  const [first] = shown;
  const marks = (first?.marks ?? []).map((mark) => ({ label: mark.label, at: mark[axis] }));
  return {
    name: `${[first?.id ?? 'run', chart.id].join('-').replace(/[^A-Za-z0-9._-]+/g, '-')}.svg`,
    text: chartSvg({ chart, lines, axis, smoothing, marks: shown.length === 1 ? marks : [] }),
  };
}
