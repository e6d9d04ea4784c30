/** What a training step works on and what it reports. */
import type { Completion } from '../engine/types.ts';

export type Task = 'solve' | 'critique';

/** A prompt of the step, ready to be sampled. */
export interface RolloutPrompt {
  /** Of the problem, or of the pair that is judged. */
  readonly id: string;
  readonly task: Task;
  readonly tokens: Int32Array;
}

/** What the reward says of one completion. */
export interface Judgement {
  readonly reward: number;
}

/** Rewards the completions of one prompt, in their order. */
export type Judge<P extends RolloutPrompt, J extends Judgement> = (
  prompt: P,
  completions: readonly Completion[],
  signal: AbortSignal | undefined,
) => Promise<readonly J[]>;

/** A prompt with its completions [G] and what became of them. */
export interface Group<P extends RolloutPrompt, J extends Judgement> {
  readonly prompt: P;
  readonly completions: readonly Completion[];
  readonly judgements: readonly J[];
  /** [G] rewards that the advantages were made of: the judge's, with the overlong penalty if there is one. */
  readonly rewards: readonly number[];
  /** [G]; undefined when the group was dropped. */
  readonly advantages: readonly number[] | undefined;
  /** Why it was: all its rewards are equal, or every completion that the loss would read was cut off and masked. */
  readonly dropped?: 'zero-variance' | 'overlong' | undefined;
}
