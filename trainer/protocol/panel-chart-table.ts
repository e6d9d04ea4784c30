/**
 * The charts of the panel: which logged metrics each draws, under which names. The panel draws them and the host
 * exports them, so the table stands here. It imports no schema, so that the page can import it without them.
 */
import { chartsFor, metricChart, type Chart, type ChartSeries } from './panel-charts.ts';
import { inEnglish, type Translate } from './translate.ts';

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

const both = (t: Translate, metric: string): ChartSeries[] => [
  { metric: `solve/${metric}`, label: t('Solve') },
  { metric: `critique/${metric}`, label: t('Critique') },
];

const verdictCharts = (t: Translate): readonly Chart[] => [
  {
    id: 'verdicts',
    group: 'verdicts',
    title: t('Critique accuracy'),
    help: t(
      'Balanced accuracy is the mean of the two rates. A critic that always says the same has one rate at 1 and the other at 0.',
    ),
    unit: 'share',
    series: [
      { metric: 'critique/balanced_accuracy', label: t('Balanced accuracy'), before: balanced },
      { metric: 'critique/tpr', label: t('True positive rate') },
      { metric: 'critique/tnr', label: t('True negative rate') },
    ],
  },
  {
    id: 'reward',
    group: 'verdicts',
    title: t('Reward'),
    help: t('Solving earns the share of the tests passed, a critique 1 for the right verdict.'),
    unit: 'share',
    series: [
      { metric: 'solve/reward', label: t('Solve'), before: pass1 },
      { metric: 'critique/reward', label: t('Critique'), before: balanced },
    ],
  },
  {
    id: 'validation',
    group: 'verdicts',
    title: t('Validation'),
    help: t('On problems and pairs that are never trained on; the best checkpoint is chosen by it.'),
    unit: 'share',
    series: [
      { metric: pass1, label: t('pass@1'), before: pass1 },
      { metric: balanced, label: t('Balanced accuracy'), before: balanced },
    ],
  },
  {
    id: 'verdict-shares',
    group: 'verdicts',
    title: t('What the critic says'),
    help: t('Near 0 or 1 the verdict has collapsed, whatever the accuracy is.'),
    unit: 'share',
    series: [
      { metric: 'critique/says_correct', label: t('Says correct') },
      { metric: 'critique/parse_fail_rate', label: t('No verdict') },
    ],
  },
];

const policyCharts = (t: Translate): readonly Chart[] => [
  {
    id: 'entropy',
    group: 'policy',
    title: t('Entropy'),
    help: t('Of the next token. Near 0 the policy explores nothing any more.'),
    unit: 'nats',
    series: [{ metric: 'entropy', label: t('Entropy') }],
  },
  {
    id: 'kl',
    group: 'policy',
    title: t('KL divergence'),
    help: t(
      'How far the policy moves: within a step since it sampled, and from the base model where that is a reference.',
    ),
    unit: 'nats',
    series: [
      { metric: 'policy_kl', label: t('Since sampling') },
      { metric: 'kl', label: t('From the base model') },
    ],
  },
  {
    id: 'clip',
    group: 'policy',
    title: t('Clipped tokens'),
    help: t('Share of the tokens whose probability ratio left the clip range.'),
    unit: 'share',
    series: [
      { metric: 'clip_ratio/low_mean', label: t('Low') },
      { metric: 'clip_ratio/high_mean', label: t('High') },
    ],
  },
  {
    id: 'gradient',
    group: 'policy',
    title: t('Gradient norm'),
    help: t('Before clipping.'),
    unit: 'number',
    series: [{ metric: 'grad_norm', label: t('Gradient norm') }],
  },
];

const completionCharts = (t: Translate): readonly Chart[] => [
  {
    id: 'length',
    group: 'completions',
    title: t('Completion length'),
    help: t('Mean tokens of a completion.'),
    unit: 'tokens',
    series: both(t, 'completions/mean_length'),
  },
  {
    id: 'truncation',
    group: 'completions',
    title: t('Truncated completions'),
    help: t('Share that reached the token limit before it ended.'),
    unit: 'share',
    series: both(t, 'completions/clipped_ratio'),
  },
  {
    id: 'equal-rewards',
    group: 'completions',
    title: t('Groups that teach nothing'),
    help: t('Share of the groups whose completions all earned the same.'),
    unit: 'share',
    series: both(t, 'frac_reward_zero_std'),
  },
  {
    id: 'sandbox',
    group: 'completions',
    title: t('Programs'),
    help: t('Share of the solutions that ran out of time, or had no program in them.'),
    unit: 'share',
    series: [
      { metric: 'sandbox/timeout_rate', label: t('Timed out') },
      { metric: 'solve/no_program_rate', label: t('No program') },
    ],
  },
];

const machineCharts = (t: Translate): readonly Chart[] => [
  {
    id: 'speed',
    group: 'machine',
    title: t('Tokens per second'),
    help: t('Prompts, completions and training passes together.'),
    unit: 'rate',
    series: [{ metric: derived.speed, label: t('Tokens per second') }],
  },
  {
    id: 'step-time',
    group: 'machine',
    title: t('Step time'),
    help: t('Without validation and saving.'),
    unit: 'seconds',
    series: [{ metric: derived.stepTime, label: t('Step time') }],
  },
  {
    id: 'memory',
    group: 'machine',
    title: t('Memory of the trainer'),
    help: t('Observed while this window watches the run.'),
    unit: 'bytes',
    series: [{ metric: derived.memory, label: t('Memory') }],
  },
];

/** Every chart, in words of the user's language. */
export const chartsIn = (t: Translate): readonly Chart[] =>
  [verdictCharts, policyCharts, completionCharts, machineCharts].flatMap((charts) => charts(t));

/** The metrics that the charts draw. */
export const chartedMetrics: readonly string[] = [
  ...new Set(chartsIn(inEnglish).flatMap(({ series }) => series.map(({ metric }) => metric))),
];

/** The chart with this id, among those that are drawn for so many runs. */
export function chartOf(id: string, runs: number, t: Translate): Chart | undefined {
  const known = chartsIn(t)
    .flatMap((chart) => chartsFor(chart, runs))
    .find((chart) => chart.id === id);
  if (known !== undefined || !id.startsWith('metric:')) return known;
  return metricChart(id.slice('metric:'.length));
}
