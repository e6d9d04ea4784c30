/** What a chart draws, computed from what was told: lines with their smoothing, on one common axis. Pure. */
import type { Chart } from '../../trainer/protocol/panel-charts.ts';
import type { Line } from '../../trainer/protocol/panel-lines.ts';
import { drawnValues, linesOf } from '../../trainer/protocol/panel-lines.ts';
import type { Axis, Range } from '../../trainer/protocol/panel-request.ts';
import type { RunView } from '../../trainer/protocol/panel-snapshot.ts';

export interface ChartMark {
  readonly kind: 'phase' | 'resumed' | 'best';
  readonly label: string;
  readonly at: number;
}

export interface ChartModel {
  readonly chart: Chart;
  readonly lines: readonly Line[];
  readonly axis: Axis;
  readonly smoothing: number;
  readonly marks: readonly ChartMark[];
  /** Of the axis; null shows all. */
  readonly range: readonly [from: number, to: number] | null;
}

export interface ChartView {
  readonly axis: Axis;
  readonly smoothing: number;
  readonly range: Range | null;
}

/** Null where no run has a value for it. */
export function chartModel(
  chart: Chart,
  runs: readonly RunView[],
  { axis, smoothing, range }: ChartView,
): ChartModel | null {
  const lines = linesOf(chart, runs, axis).filter(({ y }) => y.some((value) => value !== null));
  if (lines.length === 0) return null;
  const [first] = runs;
  const marks = runs.length > 1 ? [] : (first?.marks ?? []);
  return {
    chart,
    lines,
    axis,
    smoothing,
    marks: marks.map((mark) => ({ kind: mark.kind, label: mark.label, at: mark[axis] })),
    range: range?.axis === axis ? [range.from, range.to] : null,
  };
}

/** Rows of all lines on one axis: its places, and for each line the value there or undefined where it has no row. */
export interface Table {
  readonly x: readonly number[];
  readonly columns: readonly (readonly (number | null | undefined)[])[];
}

/** The values of the lines, and with smoothing those after them, in the lines' order. */
export function tableOf({ lines, smoothing }: Pick<ChartModel, 'lines' | 'smoothing'>): Table {
  const sources = lines.map(({ x, y }) => ({ x, y }));
  const averages = smoothing > 0 ? lines.map((line) => ({ x: line.x, y: drawnValues(line, smoothing) })) : [];
  return joined([...sources, ...averages]);
}

/** Lines of one frame share their places already; those of several runs are brought together. */
function joined(sources: readonly { x: readonly number[]; y: readonly (number | null)[] }[]): Table {
  const [first] = sources;
  if (first === undefined) return { x: [], columns: [] };
  if (sources.every(({ x }) => x === first.x)) return { x: first.x, columns: sources.map(({ y }) => y) };
  const x = [...new Set(sources.flatMap((source) => source.x))].sort((a, b) => a - b);
  const rowOf = new Map(x.map((place, row) => [place, row]));
  const columns = sources.map((source) => {
    const column = new Array<number | null | undefined>(x.length).fill(undefined);
    source.x.forEach((place, index) => {
      column[rowOf.get(place) ?? 0] = source.y[index] ?? null;
    });
    return column;
  });
  return { x, columns };
}
