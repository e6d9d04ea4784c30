/** The demo's report: held-out figures, curves and configuration. Pure. */
import type { DemoSummary } from '../protocol/reports.ts';
import type { Unit } from '../protocol/panel-charts.ts';
import type { MetricsLine, RunRecord } from '../protocol/run-folder.ts';
import { lineChart } from '../report/line-chart.ts';
import { grid, paragraph, preformatted, type Markup } from '../report/markup.ts';
import { htmlPage } from '../report/page.ts';
import type { BeforeAfter } from './before-after.ts';
import { describeFigures } from './figures.ts';

export interface ReportInput {
  readonly record: RunRecord;
  readonly metrics: readonly MetricsLine[];
  readonly summary: DemoSummary;
  readonly result: Pick<BeforeAfter, 'before' | 'after'>;
}

interface MetricChart {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly names: readonly string[];
}

const charts: readonly MetricChart[] = [
  {
    title: 'Reward',
    description: 'Mean reward of the completions of a step, by task.',
    unit: 'share',
    names: ['solve/reward', 'critique/reward'],
  },
  {
    title: 'Critique verdicts',
    description: 'How many correct and how many wrong solutions are recognised. Both must rise.',
    unit: 'share',
    names: ['critique/balanced_accuracy', 'critique/tpr', 'critique/tnr'],
  },
  {
    title: 'pass@1 while training',
    description: 'Share of the programs of a step that pass all tests.',
    unit: 'share',
    names: ['solve/pass@1'],
  },
  {
    title: 'Entropy',
    description: 'How undecided the policy is about the next token.',
    unit: 'nats',
    names: ['entropy'],
  },
  {
    title: 'Share of clipped tokens',
    description: 'Tokens whose ratio to the sampling policy left the clip range below or above.',
    unit: 'share',
    names: ['clip_ratio/low_mean', 'clip_ratio/high_mean'],
  },
  {
    title: 'Completion length',
    description: 'Mean tokens of a completion, by task.',
    unit: 'tokens',
    names: ['solve/completions/mean_length', 'critique/completions/mean_length'],
  },
];

export function reportPage({ record, metrics, summary, result }: ReportInput): string {
  const { steps, seed, seconds } = summary;
  const told = `${steps} steps, seed ${seed}, ${seconds.toFixed(0)} seconds, run ${record.id} of ${record.createdAt}.`;
  return htmlPage({
    title: 'Critique-Coder demo',
    introduction: [paragraph(told)],
    sections: [
      {
        heading: 'Held-out figures',
        parts: [
          preformatted(describeFigures(result).join('\n')),
          paragraph(
            'Changes stand with their 95 % intervals: the same problems and pairs before and after, problems drawn with replacement.',
          ),
        ],
      },
      {
        heading: 'While training',
        parts: [grid(charts.flatMap((chart) => chartOf(chart, metrics)))],
      },
      { heading: 'Configuration', parts: [preformatted(JSON.stringify(record.config, null, 2))] },
    ],
  });
}

/** A line a metric over the steps. A metric that was never logged is left out, and so is a chart without a line. */
function chartOf(
  { title, description, unit, names }: MetricChart,
  metrics: readonly MetricsLine[],
): Markup[] {
  const series = names
    .map((name) => ({
      label: name.replace(/^(solve|critique)\//, '$1 '),
      points: metrics.flatMap(({ step, metrics: all }) => {
        const value = all[name];
        return value === undefined ? [] : [{ x: step, y: value }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
  if (series.length === 0) return [];
  return [
    lineChart({
      title,
      description,
      x: { title: 'Step', unit: 'number', whole: true },
      y: { title, unit },
      series,
    }),
  ];
}
