/** The metrics of a step under TRL's names, also split by task as `solve/…` and `critique/…`. Pure. */
import { verdictMetrics } from '../../critique/metrics.ts';
import { hasZeroVariance } from '../../grpo/advantages.ts';
import { meanOf, standardDeviation } from '../../mean.ts';
import type { UpdateStatistics } from '../../grpo/statistics.ts';
import type { StepReport } from '../../grpo/step.ts';
import type { Group, Task } from '../../grpo/types.ts';
import type { Metrics } from '../../protocol/run-folder.ts';
import type { CrlJudgement } from './judge.ts';
import type { CrlPrompt } from './prompts.ts';

export type CrlGroup = Group<CrlPrompt, CrlJudgement>;

/** Metrics without a value (no critique prompts, no update) are left out. */
export function stepMetrics({ groups, updates }: StepReport<CrlPrompt, CrlJudgement>): Metrics {
  const ofTask = (task: Task) => groups.filter(({ prompt }) => prompt.task === task);
  const isKept = ({ advantages }: CrlGroup) => advantages !== undefined;
  const kept = groups.filter(isKept);
  return withoutGaps({
    ...groupMetrics(groups),
    ...prefixed('solve/', { ...groupMetrics(ofTask('solve')), ...solveMetrics(ofTask('solve')) }),
    ...prefixed('critique/', { ...groupMetrics(ofTask('critique')), ...critiqueMetrics(ofTask('critique')) }),
    'sandbox/timeout_rate': meanOrNone(
      ofTask('solve').flatMap(({ judgements }) =>
        judgements.map((judgement) => (judgement.task === 'solve' && judgement.timeouts > 0 ? 1 : 0)),
      ),
    ),
    'mix/critique_share': ofTask('critique').length / groups.length,
    'mix/critique_share_kept':
      kept.length === 0 ? undefined : ofTask('critique').filter(isKept).length / kept.length,
    'dropped/solve': countDropped(ofTask('solve'), 'zero-variance'),
    'dropped/critique': countDropped(ofTask('critique'), 'zero-variance'),
    'dropped/overlong': countDropped(groups, 'overlong'),
    ...updateMetrics(updates),
  });
}

const countDropped = (groups: readonly CrlGroup[], reason: CrlGroup['dropped']): number =>
  groups.filter(({ dropped }) => dropped === reason).length;

function groupMetrics(groups: readonly CrlGroup[]): Record<string, number | undefined> {
  const completions = groups.flatMap((group) => group.completions);
  if (completions.length === 0) return {};
  const lengths = completions.map(({ tokens }) => tokens.length);
  const ended = completions.filter(({ finish }) => finish === 'stop').map(({ tokens }) => tokens.length);
  return {
    reward: meanOf(groups.flatMap(({ rewards }) => rewards)),
    reward_std: meanOf(groups.map(({ rewards }) => standardDeviation(rewards))),
    frac_reward_zero_std: meanOf(groups.map(({ rewards }) => (hasZeroVariance(rewards) ? 1 : 0))),
    'completions/mean_length': meanOf(lengths),
    'completions/min_length': Math.min(...lengths),
    'completions/max_length': Math.max(...lengths),
    'completions/mean_terminated_length': meanOrNone(ended),
    'completions/clipped_ratio': 1 - ended.length / lengths.length,
  };
}

/** Share of completions that pass every test, and of those without a program. */
function solveMetrics(groups: readonly CrlGroup[]): Record<string, number | undefined> {
  const judgements = groups
    .flatMap((group) => group.judgements)
    .filter((judgement) => judgement.task === 'solve');
  return {
    'pass@1': meanOrNone(judgements.map(({ reward }) => (reward === 1 ? 1 : 0))),
    no_program_rate: meanOrNone(judgements.map(({ outcome }) => (outcome === 'no-program' ? 1 : 0))),
  };
}

function critiqueMetrics(groups: readonly CrlGroup[]): Record<string, number | undefined> {
  const verdicts = groups.flatMap(({ prompt, judgements }) =>
    judgements.map((judgement) => ({
      correct: prompt.task === 'critique' && prompt.pair.correct,
      verdict: judgement.task === 'critique' ? judgement.verdict : null,
    })),
  );
  const { accuracy, balancedAccuracy, tpr, tnr, parseFailRate, saysCorrect } = verdictMetrics(verdicts);
  return {
    accuracy: accuracy ?? undefined,
    balanced_accuracy: balancedAccuracy ?? undefined,
    tpr: tpr ?? undefined,
    tnr: tnr ?? undefined,
    parse_fail_rate: parseFailRate ?? undefined,
    says_correct: saysCorrect ?? undefined,
  };
}

function updateMetrics(updates: readonly UpdateStatistics[]): Record<string, number | undefined> {
  if (updates.length === 0) return {};
  const mean = (pick: (update: UpdateStatistics) => number | undefined) =>
    meanOrNone(updates.map(pick).filter((value) => value !== undefined));
  return {
    loss: mean((update) => update.loss),
    grad_norm: mean((update) => update.gradNorm),
    learning_rate: updates.at(-1)?.learningRate,
    entropy: mean((update) => update.entropy),
    kl: mean((update) => update.kl),
    policy_kl: mean((update) => update.policyKl),
    'clip_ratio/low_mean': mean((update) => update.clippedLow),
    'clip_ratio/high_mean': mean((update) => update.clippedHigh),
    'clip_ratio/region_mean': mean(({ clippedLow, clippedHigh }) =>
      clippedLow === undefined || clippedHigh === undefined ? undefined : clippedLow + clippedHigh,
    ),
  };
}

function meanOrNone(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : meanOf(values);
}

function prefixed(
  prefix: string,
  metrics: Record<string, number | undefined>,
): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]));
}

function withoutGaps(metrics: Record<string, number | undefined>): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
