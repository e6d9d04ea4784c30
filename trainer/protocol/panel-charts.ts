/**
 * The charts of the panel: which logged metrics each draws, under which names. The panel draws them and the host
 * exports them, so the table stands here. It imports nothing, so that the page can import it without the schemas.
 */

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

export type ChartGroup = 'Verdicts and rewards' | 'Policy' | 'Completions' | 'Machine';
export const chartGroups: readonly ChartGroup[] = [
  'Verdicts and rewards',
  'Policy',
  'Completions',
  'Machine',
];

/** What the host derives of a step or observes; every other name is logged by the trainer. */
export const derived = {
  /** Tokens computed in a second of the step. */
  speed: 'tokens_per_second',
  /** Seconds of the step, under TRL's name. */
  stepTime: 'step_time',
  /** Memory of the trainer's process, observed while the panel watches. */
  memory: 'memory/trainer',
} as const;

const pass1 = 'validation/pass@1';
const balanced = 'validation/balanced_accuracy';

const both = (metric: string): ChartSeries[] => [
  { metric: `solve/${metric}`, label: 'Solve' },
  { metric: `critique/${metric}`, label: 'Critique' },
];

export const charts: readonly Chart[] = [
  {
    id: 'verdicts',
    group: 'Verdicts and rewards',
    title: 'Critique accuracy',
    help: 'Balanced accuracy is the mean of the two rates. A critic that always says the same has one rate at 1 and the other at 0.',
    unit: 'share',
    series: [
      { metric: 'critique/balanced_accuracy', label: 'Balanced accuracy', before: balanced },
      { metric: 'critique/tpr', label: 'True positive rate' },
      { metric: 'critique/tnr', label: 'True negative rate' },
    ],
  },
  {
    id: 'reward',
    group: 'Verdicts and rewards',
    title: 'Reward',
    help: 'Solving earns the share of the tests passed, a critique 1 for the right verdict.',
    unit: 'share',
    series: [
      { metric: 'solve/reward', label: 'Solve', before: pass1 },
      { metric: 'critique/reward', label: 'Critique', before: balanced },
    ],
  },
  {
    id: 'validation',
    group: 'Verdicts and rewards',
    title: 'Validation',
    help: 'On problems and pairs that are never trained on; the best checkpoint is chosen by it.',
    unit: 'share',
    series: [
      { metric: pass1, label: 'pass@1', before: pass1 },
      { metric: balanced, label: 'Balanced accuracy', before: balanced },
    ],
  },
  {
    id: 'verdict-shares',
    group: 'Verdicts and rewards',
    title: 'What the critic says',
    help: 'Near 0 or 1 the verdict has collapsed, whatever the accuracy is.',
    unit: 'share',
    series: [
      { metric: 'critique/says_correct', label: 'Says correct' },
      { metric: 'critique/parse_fail_rate', label: 'No verdict' },
    ],
  },
  {
    id: 'entropy',
    group: 'Policy',
    title: 'Entropy',
    help: 'Of the next token. Near 0 the policy explores nothing any more.',
    unit: 'nats',
    series: [{ metric: 'entropy', label: 'Entropy' }],
  },
  {
    id: 'kl',
    group: 'Policy',
    title: 'KL divergence',
    help: 'How far the policy moves: within a step since it sampled, and from the base model where that is a reference.',
    unit: 'nats',
    series: [
      { metric: 'policy_kl', label: 'Since sampling' },
      { metric: 'kl', label: 'From the base model' },
    ],
  },
  {
    id: 'clip',
    group: 'Policy',
    title: 'Clipped tokens',
    help: 'Share of the tokens whose probability ratio left the clip range.',
    unit: 'share',
    series: [
      { metric: 'clip_ratio/low_mean', label: 'Low' },
      { metric: 'clip_ratio/high_mean', label: 'High' },
    ],
  },
  {
    id: 'gradient',
    group: 'Policy',
    title: 'Gradient norm',
    help: 'Before clipping.',
    unit: 'number',
    series: [{ metric: 'grad_norm', label: 'Gradient norm' }],
  },
  {
    id: 'length',
    group: 'Completions',
    title: 'Completion length',
    help: 'Mean tokens of a completion.',
    unit: 'tokens',
    series: both('completions/mean_length'),
  },
  {
    id: 'truncation',
    group: 'Completions',
    title: 'Truncated completions',
    help: 'Share that reached the token limit before it ended.',
    unit: 'share',
    series: both('completions/clipped_ratio'),
  },
  {
    id: 'equal-rewards',
    group: 'Completions',
    title: 'Groups that teach nothing',
    help: 'Share of the groups whose completions all earned the same.',
    unit: 'share',
    series: both('frac_reward_zero_std'),
  },
  {
    id: 'sandbox',
    group: 'Completions',
    title: 'Programs',
    help: 'Share of the solutions that ran out of time, or had no program in them.',
    unit: 'share',
    series: [
      { metric: 'sandbox/timeout_rate', label: 'Timed out' },
      { metric: 'solve/no_program_rate', label: 'No program' },
    ],
  },
  {
    id: 'speed',
    group: 'Machine',
    title: 'Tokens per second',
    help: 'Prompts, completions and training passes together.',
    unit: 'rate',
    series: [{ metric: derived.speed, label: 'Tokens per second' }],
  },
  {
    id: 'step-time',
    group: 'Machine',
    title: 'Step time',
    help: 'Without validation and saving.',
    unit: 'seconds',
    series: [{ metric: derived.stepTime, label: 'Step time' }],
  },
  {
    id: 'memory',
    group: 'Machine',
    title: 'Memory of the trainer',
    help: 'Observed while this window watches the run.',
    unit: 'bytes',
    series: [{ metric: derived.memory, label: 'Memory' }],
  },
];

/** The metrics that the charts draw. */
export const chartedMetrics: readonly string[] = [
  ...new Set(charts.flatMap(({ series }) => series.map(({ metric }) => metric))),
];

/** A chart of any other metric that was logged. */
export const metricChart = (metric: string): Chart => ({
  id: `metric:${metric}`,
  group: 'Machine',
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

/** The chart with this id, among those that are drawn for so many runs. */
export function chartOf(id: string, runs: number): Chart | undefined {
  const known = charts.flatMap((chart) => chartsFor(chart, runs)).find((chart) => chart.id === id);
  if (known !== undefined || !id.startsWith('metric:')) return known;
  return metricChart(id.slice('metric:'.length));
}
