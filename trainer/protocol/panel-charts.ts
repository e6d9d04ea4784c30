/** What a chart of the panel is. Which there are: `panel-chart-table.ts`. */
import type { Translate } from './translate.ts';

/** How a value is written: `share` as 0.42 between 0 and 1, `bytes` as 310 MB, and so on. */
export type Unit = 'share' | 'number' | 'nats' | 'tokens' | 'rate' | 'seconds' | 'bytes';

export interface ChartSeries {
  /** The name in `metrics.jsonl`, in a `validation` event, or of what the host derives. */
  readonly metric: string;
  readonly label: string;
  /** The metric of the validation before training that it started from, drawn as a level line. */
  readonly before?: string;
}

export interface Chart {
  readonly id: string;
  readonly group: ChartGroup;
  readonly title: string;
  /** What to look for, in one sentence. */
  readonly help: string;
  readonly unit: Unit;
  readonly series: readonly ChartSeries[];
}

export type ChartGroup = 'verdicts' | 'policy' | 'completions' | 'machine';

/** In the order in which they stand. */
export const chartGroups = (t: Translate): readonly { readonly id: ChartGroup; readonly title: string }[] => [
  { id: 'verdicts', title: t('Verdicts and rewards') },
  { id: 'policy', title: t('Policy') },
  { id: 'completions', title: t('Completions') },
  { id: 'machine', title: t('Machine') },
];

/** A chart of any other metric that was logged. */
export const metricChart = (metric: string): Chart => ({
  id: `metric:${metric}`,
  group: 'machine',
  title: metric,
  help: '',
  unit: 'number',
  series: [{ metric, label: metric }],
});

/** Several runs over one another have a chart a metric, so that a line is told by its run alone. */
export function chartsFor(chart: Chart, runs: number): readonly Chart[] {
  if (runs < 2 || chart.series.length < 2) return [chart];
  return chart.series.map((series) => ({
    ...chart,
    id: `${chart.id}:${series.metric}`,
    title: `${chart.title}: ${series.label}`,
    series: [series],
  }));
}
