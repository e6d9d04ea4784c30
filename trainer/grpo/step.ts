/**
 * One training step of GRPO on a mix of solve and critique prompts, top to bottom: sample, judge, advantage, update.
 *
 * The paper is Critique-Coder (arXiv 2509.22824). Departures, with their numbers in docs/method.md:
 *  D1  the factor 0.8 of the first phase multiplies critique advantages, not rewards: dividing by the group's
 *      standard deviation would cancel it;
 *  D2  groups without variance are dropped and counted, not replaced by fresh ones;
 *  D3  log-probabilities for the ratio are the policy's at the sampling temperature, before top-k and top-p.
 */
import type { Completion, Engine, Objective, TrainSequence } from '../engine/types.ts';
import { hashSeed } from '../random.ts';
import { groupAdvantages, hasZeroVariance } from './advantages.ts';
import { countUpdate, type UpdateStatistics } from './statistics.ts';
import { overlongPenalty } from './overlong.ts';
import { learningRateAt, type LearningRate } from './schedule.ts';
import { tokenWeights, type Aggregation } from './weights.ts';
import type { AdvantageScale } from './advantages.ts';
import type { Group, Judge, Judgement, RolloutPrompt } from './types.ts';

export interface GrpoSettings {
  readonly groupSize: number;
  readonly updatesPerRollout: number;
  readonly sampling: { readonly temperature: number; readonly topP: number; readonly topK: number };
  readonly advantage: { readonly scale: AdvantageScale; readonly firstPhaseCritiqueScale: number };
  readonly loss: {
    readonly aggregation: Aggregation;
    readonly clipLow: number;
    readonly clipHigh: number;
    readonly dualClip: number;
    readonly klCoef: number;
    readonly entropyCoef: number;
    readonly overlong: 'keep' | 'mask' | 'penalise';
    readonly overlongBuffer: number;
  };
  readonly dropZeroVariance: boolean;
  readonly optimiser: LearningRate & {
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly weightDecay: number;
    readonly maxGradNorm: number;
  };
}

export interface StepInput<P extends RolloutPrompt, J extends Judgement> {
  readonly engine: Engine;
  /** The policy before training, which the KL divergence is measured from; needed when klCoef is above 0. */
  readonly reference: Pick<Engine, 'forward'> | undefined;
  readonly judge: Judge<P, J>;
  readonly prompts: readonly P[];
  /** Counted from 1. */
  readonly step: number;
  /** Of the whole run, which the learning rate is spread over. */
  readonly steps: number;
  readonly phase: 1 | 2;
  /** Most tokens of a completion in this phase. */
  readonly maxTokens: number;
  readonly stop: readonly (readonly number[])[];
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Hears what the step is busy with. */
  readonly onStage?: (stage: 'sampling' | 'judging' | 'updating') => void;
}

export interface StepReport<P extends RolloutPrompt, J extends Judgement> {
  readonly groups: readonly Group<P, J>[];
  /** One an update. */
  readonly updates: readonly UpdateStatistics[];
}

/** Samples, judges and updates the engine's weights. The same seed, step and weights give the same result. */
export async function trainingStep<P extends RolloutPrompt, J extends Judgement>(
  settings: GrpoSettings,
  input: StepInput<P, J>,
): Promise<StepReport<P, J>> {
  const { engine, judge, prompts, step, signal } = input;

  // 1. Sample a group of completions for every prompt.
  input.onStage?.('sampling');
  const requests = prompts.map((prompt, index) => ({
    prompt: prompt.tokens,
    count: settings.groupSize,
    seed: hashSeed(input.seed, 'sample', step, index),
    params: { ...settings.sampling, maxTokens: input.maxTokens, stop: input.stop },
  }));
  const completions = await engine.sample(requests, callOptions(signal));

  // 2. Judge them: tests for solutions, the known label for critiques.
  input.onStage?.('judging');
  const judgements = await Promise.all(
    prompts.map((prompt, index) => judge(prompt, completions[index] ?? [], signal)),
  );

  // 3. Turn rewards into advantages, within each group.
  const rewards = judgements.map((group, index) =>
    group.map(
      ({ reward }, sample) => reward + penalty(settings, input.maxTokens, completions[index]?.[sample]),
    ),
  );
  const advantages = groupAdvantages(rewards, settings.advantage.scale);
  const groups = prompts.map((prompt, index): Group<P, J> => {
    const dropped = reasonToDrop(settings, rewards[index] ?? [], completions[index] ?? []);
    const scale =
      prompt.task === 'critique' && input.phase === 1 ? settings.advantage.firstPhaseCritiqueScale : 1;
    return {
      prompt,
      completions: completions[index] ?? [],
      judgements: judgements[index] ?? [],
      rewards: rewards[index] ?? [],
      advantages: dropped ? undefined : advantages[index]?.map((advantage) => advantage * scale),
      dropped,
    };
  });

  // 4. Update the weights, several times on parts of the rollout.
  input.onStage?.('updating');
  const updates: UpdateStatistics[] = [];
  for (const part of parts(
    groups.filter(({ advantages: kept }) => kept !== undefined),
    settings.updatesPerRollout,
  )) {
    updates.push(await update(settings, input, part, updates.length));
  }
  return { groups, updates };
}

function callOptions(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal };
}

/** Why a group is left out of the updates: it teaches nothing, or no token of it would have weight. */
function reasonToDrop<P extends RolloutPrompt, J extends Judgement>(
  settings: GrpoSettings,
  rewards: readonly number[],
  completions: readonly Completion[],
): Group<P, J>['dropped'] {
  if (settings.dropZeroVariance && hasZeroVariance(rewards)) return 'zero-variance';
  return completions.every((completion) => trainedTokens(settings, completion) === 0)
    ? 'overlong'
    : undefined;
}

/** Tokens of a completion that the loss reads; of one that the settings mask, none. */
function trainedTokens({ loss }: GrpoSettings, { tokens, finish }: Completion): number {
  return loss.overlong === 'mask' && finish === 'length' ? 0 : tokens.length;
}

function penalty(settings: GrpoSettings, limit: number, completion: Completion | undefined): number {
  if (settings.loss.overlong !== 'penalise' || completion === undefined) return 0;
  const isCutOff = completion.finish === 'length';
  return overlongPenalty(completion.tokens.length, limit, settings.loss.overlongBuffer, isCutOff);
}

/** Consecutive parts of nearly equal size; fewer when there are not enough groups for each to have one. */
function parts<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  const used = Math.min(count, items.length);
  return Array.from({ length: used }, (_, part) =>
    items.slice(Math.round((part * items.length) / used), Math.round(((part + 1) * items.length) / used)),
  );
}

async function update<P extends RolloutPrompt, J extends Judgement>(
  settings: GrpoSettings,
  input: StepInput<P, J>,
  groups: readonly Group<P, J>[],
  index: number,
): Promise<UpdateStatistics> {
  const { engine, reference, signal } = input;
  const { temperature } = settings.sampling;
  const { loss, optimiser } = settings;
  let sequences = trainSequences(settings, groups, input.maxTokens);
  if (reference !== undefined) {
    const { logprobs } = await reference.forward(sequences, temperature, callOptions(signal));
    sequences = withReference(sequences, logprobs);
  }
  const objective: Objective = { kind: 'policy', temperature, ...loss };
  const result = await engine.forwardBackward(sequences, objective, callOptions(signal));
  const { updatesPerRollout } = settings;
  const learningRate = learningRateAt(
    optimiser,
    (input.step - 1) * updatesPerRollout + index,
    input.steps * updatesPerRollout,
  );
  const { gradNorm } = await engine.optimStep({ ...optimiser, learningRate });
  return countUpdate(sequences, result, objective, { learningRate, gradNorm });
}

/** Packs groups with per-token advantages and weights; completions that the settings mask get weight 0. */
function trainSequences<P extends RolloutPrompt, J extends Judgement>(
  settings: GrpoSettings,
  groups: readonly Group<P, J>[],
  maxTokens: number,
): readonly TrainSequence[] {
  const lengths = groups.flatMap(({ completions }) =>
    completions.map((completion) => trainedTokens(settings, completion)),
  );
  const weights = tokenWeights(lengths, settings.loss.aggregation, maxTokens);
  let next = 0;
  return groups.map(({ prompt, completions, advantages }) => ({
    prompt: prompt.tokens,
    completions: completions.map(({ tokens, policyLogprobs }, sample) => ({
      tokens,
      weights: new Float32Array(tokens.length).fill(weights[next++] ?? 0),
      advantages: new Float32Array(tokens.length).fill(advantages?.[sample] ?? 0),
      oldLogprobs: policyLogprobs,
    })),
  }));
}

function withReference(
  sequences: readonly TrainSequence[],
  logprobs: readonly Float32Array[],
): readonly TrainSequence[] {
  let next = 0;
  return sequences.map(({ prompt, completions }) => ({
    prompt,
    completions: completions.map((completion) => {
      const referenceLogprobs = logprobs[next++];
      return referenceLogprobs === undefined ? completion : { ...completion, referenceLogprobs };
    }),
  }));
}
