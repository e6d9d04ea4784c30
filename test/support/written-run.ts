/** Run folders as a trainer writes them, of any length, without training: the numbers follow from the step alone. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { runConfigSchema, type RunConfigInput } from '../../trainer/protocol/config.ts';
import type { RunEvent } from '../../trainer/protocol/events.ts';
import type { MetricsLine, SampleRow } from '../../trainer/protocol/run-folder.ts';
import type { RunFolder } from '../../trainer/run/folder.ts';
import { createRun, samplesFile } from '../../trainer/run/folder.ts';

export interface WrittenRun {
  readonly id: string;
  readonly steps: number;
  readonly config?: RunConfigInput;
  /** Added to every reward, so that runs differ. */
  readonly better?: number;
  /** Steps between validations; 0 for none. */
  readonly validationEvery?: number;
}

const start = Date.parse('2026-11-22T14:30:05.000Z');
const timeOf = (step: number): string => new Date(start + step * 2000).toISOString();

/** Creates `<root>/<id>/` with `run.json`, both journals and a log, begun but not ended. */
export async function writeRun(root: string, run: WrittenRun): Promise<RunFolder> {
  const { folder } = await createRun(root, {
    id: run.id,
    config: runConfigSchema.parse(run.config ?? {}),
    versions: { 'critique-coder': '0.1.0', node: '24.21.0', onnxruntime: '1.30.0' },
    seeds: { sampling: 1, mix: 2 },
    datasets: [{ role: 'train problems', source: 'starter', sha256: 'a'.repeat(64), rows: 1200 }],
  });
  await appendEvents(folder, [{ type: 'started', step: 0, time: timeOf(0), steps: run.steps }]);
  await appendSteps(folder, 1, run);
  return folder;
}

/** Steps from `first` on, with the validations among them. */
export async function appendSteps(folder: RunFolder, first: number, run: WrittenRun): Promise<void> {
  const page = 2000;
  for (let from = first; from <= run.steps; from += page) {
    const steps = Array.from({ length: Math.min(page, run.steps - from + 1) }, (_, index) => from + index);
    await appendFile(folder.metrics, steps.map((step) => line(metricsLine(step, run))).join(''));
    await appendFile(
      folder.log,
      steps.map((step) => `${timeOf(step)} step ${step} took 1.5 s, reward 0.5\n`).join(''),
    );
  }
  const every = run.validationEvery ?? 10;
  const due = Array.from({ length: run.steps - first + 2 }, (_, index) => first - 1 + index);
  await appendEvents(
    folder,
    due
      .filter((step) => every > 0 && step % every === 0 && (step > 0 || first === 1))
      .map((step) => validation(step, run)),
  );
}

const line = (record: unknown): string => `${JSON.stringify(record)}\n`;

export async function appendEvents(folder: RunFolder, events: readonly RunEvent[]): Promise<void> {
  await appendFile(folder.events, events.map(line).join(''));
}

export async function writeSamples(
  folder: RunFolder,
  step: number,
  rows: readonly SampleRow[],
): Promise<void> {
  await mkdir(folder.samples, { recursive: true });
  await writeFile(samplesFile(folder, step), rows.map(line).join(''));
}

/** Rises and levels off, with noise that is the same in every run of the test. */
const learned = (step: number, from: number, to: number): number =>
  to - (to - from) * Math.exp(-step / 40) + 0.06 * Math.sin(step * 12.9898) * Math.cos(step * 4.1414);

const share = (value: number): number => Math.min(1, Math.max(0, value));

function metricsLine(step: number, { better = 0 }: WrittenRun): MetricsLine {
  const tpr = share(learned(step, 0.9, 0.8) + better);
  const tnr = share(learned(step, 0.35, 0.7) + better);
  const solve = share(learned(step, 0.4, 0.55) + better);
  const critique = share(learned(step, 0.58, 0.75) + better);
  return {
    step,
    time: timeOf(step),
    phase: step > 40 ? 2 : 1,
    seconds: 1.5 + 0.2 * Math.sin(step),
    tokens: 7600,
    totalTokens: step * 7600,
    metrics: {
      ...groupMetrics('', (solve * 4 + critique) / 5, step),
      ...groupMetrics('solve/', solve, step),
      ...groupMetrics('critique/', critique, step),
      'solve/pass@1': share(solve - 0.1),
      'solve/no_program_rate': share(0.02 + 0.01 * Math.sin(step)),
      'critique/accuracy': critique,
      'critique/balanced_accuracy': (tpr + tnr) / 2,
      'critique/tpr': tpr,
      'critique/tnr': tnr,
      'critique/parse_fail_rate': share(0.05 * Math.exp(-step / 10)),
      'critique/says_correct': share(0.5 + (tpr - tnr) / 2),
      'sandbox/timeout_rate': share(0.01 * Math.sin(step * 0.7)),
      'mix/critique_share': 0.2,
      'mix/critique_share_kept': share(0.24 + 0.03 * Math.cos(step)),
      'dropped/solve': 12,
      'dropped/critique': 3,
      loss: 0.01 * Math.sin(step),
      grad_norm: 0.4 + 0.1 * Math.sin(step * 3.7),
      learning_rate: 2e-4,
      entropy: 0.55 * Math.exp(-step / 400) + 0.02 * Math.sin(step * 1.7),
      policy_kl: 0.002 + 0.001 * Math.sin(step * 2.3),
      'clip_ratio/low_mean': share(0.004 + 0.003 * Math.sin(step * 5.1)),
      'clip_ratio/high_mean': share(0.007 + 0.004 * Math.cos(step * 5.7)),
      'clip_ratio/region_mean': 0.011,
    },
  };
}

function groupMetrics(prefix: string, reward: number, step: number): Record<string, number> {
  const length = 84 + 20 * Math.tanh(step / 60) + 4 * Math.sin(step * 1.3);
  const metrics = {
    reward,
    reward_std: 0.2,
    frac_reward_zero_std: share(0.3 + 0.1 * Math.sin(step * 0.9)),
    'completions/mean_length': length,
    'completions/min_length': 12,
    'completions/max_length': 160,
    'completions/mean_terminated_length': length - 4,
    'completions/clipped_ratio': share(0.08 + 0.04 * Math.sin(step * 0.4)),
  };
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]));
}

function validation(step: number, { better = 0 }: WrittenRun): RunEvent {
  const [tpr, tnr] = [share(learned(step, 0.9, 0.8) + better), share(learned(step, 0.35, 0.72) + better)];
  const pass1 = share(learned(step, 0.38, 0.5) + better);
  return {
    type: 'validation',
    step,
    time: timeOf(step),
    score: (pass1 + (tpr + tnr) / 2) / 2,
    metrics: {
      'validation/pass@1': pass1,
      'validation/balanced_accuracy': (tpr + tnr) / 2,
      'validation/tpr': tpr,
      'validation/tnr': tnr,
    },
  };
}

/** A text that would do harm, or lie about itself, if it were anything but text. */
export const hostileText = [
  '<img src=x onerror="document.title=\'hostile\'"><script>document.title="hostile"</script>',
  '\u001B[31mred\u0000 \u202Etxet desrever\u202C \u200Bhidden\u2028',
  `${'x'.repeat(2 ** 20)}`,
].join('\n');

export const sampleRows = (step: number): SampleRow[] => [
  {
    step,
    task: 'solve',
    id: `families/lists/17#${step}`,
    prompt: 'Write a function `total(values)` that returns the sum of the even numbers of a list.',
    completions: [
      {
        text: 'Add up what is even.\n\n```python\ndef total(values):\n    return sum(v for v in values if v % 2 == 0)\n```',
        tokens: 41,
        finish: 'stop',
        reward: 1,
        rewardParts: { tests: 1 },
        advantage: 0.87,
        sandbox: '5 of 5 tests passed',
      },
      {
        text: '```python\ndef total(values):\n    while True:\n        pass\n```',
        tokens: 22,
        finish: 'stop',
        reward: 0,
        rewardParts: { tests: 0 },
        advantage: -0.87,
        sandbox: '0 of 5 tests passed\ntest 1: timeout: the program ran longer than 2 s',
      },
    ],
  },
  {
    step,
    task: 'critique',
    id: `pair-${step}#2`,
    prompt: 'Judge the solution.\n\n```python\ndef total(values):\n    return sum(values)\n```',
    correct: false,
    completions: [
      {
        text: 'It adds odd numbers too. \\conclusion{F}',
        tokens: 12,
        finish: 'stop',
        reward: 1,
        rewardParts: { verdict: 1 },
        advantage: 0.5,
        verdict: 'incorrect',
      },
      {
        text: 'It ',
        tokens: 160,
        finish: 'length',
        reward: 0,
        rewardParts: { verdict: 0 },
        advantage: null,
        verdict: null,
      },
    ],
  },
];
