/**
 * Critique reinforcement learning as a run conducts it: which prompts a step works on, in which phase, what it
 * reports, and how the policy is validated. The step itself is `grpo/step.ts`.
 */
import { z } from 'zod';
import type { Engine } from '../../engine/types.ts';
import { meanOf } from '../../mean.ts';
import { trainingStep, type GrpoSettings } from '../../grpo/step.ts';
import type { Judge } from '../../grpo/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Activity } from '../../protocol/control.ts';
import type { RunConfig } from '../../protocol/config.ts';
import type { StepEvent } from '../../protocol/events.ts';
import type { Phase } from '../../protocol/run-folder.ts';
import { hashSeed } from '../../random.ts';
import type { Mix } from '../../tasks/mix.ts';
import type { Validation } from '../advance.ts';
import { hasReachedPlateau } from '../plateau.ts';
import type { StepContext, StepResult, Training, Warning } from '../training.ts';
import type { CrlJudgement } from './judge.ts';
import { measure } from './measure.ts';
import { stepMetrics } from './metrics.ts';
import { critiqueRollout, solveRollout, type CrlPrompt } from './prompts.ts';
import { sampleRow } from './samples.ts';

const stateSchema = z.object({
  phase: z.union([z.literal(1), z.literal(2)]),
  /** Mean reward of each step of the first phase, oldest first: what the plateau is judged by. */
  rewards: z.array(z.number()),
});
export type CrlState = z.infer<typeof stateSchema>;

export interface CrlParts {
  readonly engine: Engine;
  readonly reference: Pick<Engine, 'forward'> | undefined;
  readonly tokenizer: Tokenizer;
  readonly judge: Judge<CrlPrompt, CrlJudgement>;
  readonly mix: Mix;
  readonly warnings: readonly Warning[];
  /** Prompts that choose the best checkpoint, never trained on and never reported. */
  readonly validation: readonly CrlPrompt[];
  /** Disposed with the training: engines and sandbox. */
  readonly resources: AsyncDisposable;
}

export class CrlTraining implements Training<CrlState> {
  readonly initialState: CrlState = { phase: 1, rewards: [] };
  readonly warnings: readonly Warning[];
  readonly stateSchema = stateSchema;
  readonly #config: RunConfig;
  readonly #parts: CrlParts;

  constructor(config: RunConfig, parts: CrlParts) {
    this.#config = config;
    this.#parts = parts;
    this.warnings = parts.warnings;
  }

  async step(state: CrlState, { step, steps, signal, activity }: StepContext): Promise<StepResult<CrlState>> {
    const { engine, reference, judge, tokenizer, mix } = this.#parts;
    const prompts = mix
      .promptsOf(step - 1)
      .map((prompt) =>
        prompt.kind === 'solve'
          ? solveRollout(prompt.problem, tokenizer)
          : critiqueRollout(prompt.pair, tokenizer),
      );
    const report = await trainingStep(grpoSettings(this.#config), {
      engine,
      reference,
      judge,
      prompts,
      step,
      steps,
      phase: state.phase,
      maxTokens: this.#maxTokens(state.phase),
      stop: [],
      seed: this.#config.seed,
      signal,
      onStage: (stage) => activity(stageActivity[stage]),
    });
    const next = this.#advance(state, meanOf(report.groups.flatMap(({ rewards }) => rewards)), step);
    const sampled = report.groups.flatMap(({ prompt, completions }) => [
      prompt.tokens.length,
      ...completions.map(({ tokens }) => tokens.length),
    ]);
    return {
      state: next.state,
      phase: state.phase,
      tokens:
        sampled.reduce((sum, count) => sum + count, 0) +
        report.updates.reduce((sum, { tokensComputed }) => sum + tokensComputed, 0),
      metrics: stepMetrics(report),
      samples: report.groups.map((group) => sampleRow(step, group)),
      events: next.events,
    };
  }

  /** The score is the mean of pass@1 and balanced accuracy, of whichever of the two was measured; null where neither was. */
  async validate(state: CrlState, { signal }: StepContext): Promise<Validation | null> {
    const { pass1, critique } = await measure({
      engine: this.#parts.engine,
      judge: this.#parts.judge,
      prompts: this.#parts.validation,
      temperature: this.#config.validation.temperature,
      maxTokens: this.#maxTokens(state.phase),
      seed: hashSeed(this.#config.seed, 'validation'),
      signal,
    });
    const figures = {
      'validation/pass@1': pass1,
      'validation/balanced_accuracy': critique.balancedAccuracy,
      'validation/tpr': critique.tpr,
      'validation/tnr': critique.tnr,
    };
    const metrics = Object.fromEntries(
      Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
    );
    const parts = [pass1, critique.balancedAccuracy].filter((part) => part !== null);
    return parts.length === 0 ? null : { score: meanOf(parts), metrics };
  }

  save(directory: string): Promise<void> {
    return this.#parts.engine.save(directory);
  }

  restore(directory: string): Promise<void> {
    return this.#parts.engine.restore(directory);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.resources[Symbol.asyncDispose]();
  }

  #maxTokens(phase: Phase): number {
    return phase === 1 ? this.#config.context.first : this.#config.context.second;
  }

  /** The state after a step, and the switch to the second phase when it is due. */
  #advance(state: CrlState, reward: number, step: number): { state: CrlState; events: StepEvent[] } {
    if (state.phase === 2) return { state, events: [] };
    const rewards = [...state.rewards, reward];
    const rule = this.#config.context.switch;
    const reason =
      rule.kind === 'step' && step >= rule.step
        ? `step ${rule.step} was reached`
        : rule.kind === 'plateau' && hasReachedPlateau(rewards, rule)
          ? `the mean reward of ${rule.window} steps rose by less than ${rule.tolerance}`
          : undefined;
    if (reason === undefined) return { state: { phase: 1, rewards }, events: [] };
    return { state: { phase: 2, rewards: [] }, events: [{ type: 'phase-switched', phase: 2, reason }] };
  }
}

const stageActivity: Readonly<Record<'sampling' | 'judging' | 'updating', Activity>> = {
  sampling: 'generating',
  judging: 'executing-tests',
  updating: 'updating',
};

/** The part of a run's configuration that the training step reads. */
function grpoSettings(config: RunConfig): GrpoSettings {
  const { groupSize, updatesPerRollout, sampling, advantage, loss, optimiser } = config;
  const { dropZeroVariance } = config.dynamicSampling;
  return { groupSize, updatesPerRollout, sampling, advantage, loss, optimiser, dropZeroVariance };
}
