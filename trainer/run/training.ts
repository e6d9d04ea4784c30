/** What the driver needs from whoever trains: the one interface between a run and what it computes. */
import type { z } from 'zod';
import type { Activity } from '../protocol/control.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { RunEventBody, StepEvent } from '../protocol/events.ts';
import type { Best, Metrics, Phase, SampleRow } from '../protocol/run-folder.ts';
import type { EarlyStop, EndReason, Validation } from './advance.ts';

export interface StepContext {
  /** The step that is computed, from 1; 0 for the baseline validation. */
  readonly step: number;
  /** The last step of the run. */
  readonly steps: number;
  /** Abandon the step when it is aborted, by rejecting with its reason. */
  readonly signal: AbortSignal;
  /** Says what the step is busy with, for those who watch. */
  readonly activity: (activity: Activity) => void;
}

export interface StepResult<State> {
  readonly state: State;
  readonly phase: Phase;
  /** Tokens computed in this step. */
  readonly tokens: number;
  /** A metric without a value is left out; one that is not finite fails the run before the step is saved. */
  readonly metrics: Metrics;
  readonly samples?: readonly SampleRow[];
  readonly events?: readonly StepEvent[];
}

export type Warning = Extract<RunEventBody, { type: 'warning' }>;

/**
 * What is trained. Whatever decides the next step is either in the state (plain JSON: sampler position, phase, reward
 * history) or in the files of `save` (weights, optimiser, random generators). The same state and files must give the
 * same step again.
 */
export interface Training<State> extends AsyncDisposable {
  /** What was noticed while it was opened; written into the run's events. */
  readonly warnings: readonly Warning[];
  readonly initialState: State;
  /** Reads a state back. After every step the state goes through JSON, so that resuming sees nothing else. */
  readonly stateSchema: z.ZodType<State>;
  step(state: State, context: StepContext): Promise<StepResult<State>>;
  /** Null where there is nothing to measure by: no checkpoint is better than another then. */
  validate(state: State, context: StepContext): Promise<Validation | null>;
  /** Writes files into an existing, empty folder. */
  save(directory: string): Promise<void>;
  /** Reads what `save` wrote. */
  restore(directory: string): Promise<void>;
}

/** How a run is conducted, apart from what it computes. */
export interface RunPlan {
  readonly steps: number;
  /** 0 never validates. */
  readonly validationEvery: number;
  readonly checkpointEvery: number;
  readonly checkpointKeep: number;
  readonly earlyStop: EarlyStop;
}

export type RunEnd =
  | {
      readonly kind: 'finished';
      readonly step: number;
      readonly best: Best | null;
      readonly reason: EndReason;
    }
  | { readonly kind: 'stopped'; readonly step: number; readonly best: Best | null };

/** The plan that a configuration asks for; `steps` is its length, after epochs have been turned into steps. */
export function planOf(config: RunConfig, steps: number): RunPlan {
  return {
    steps,
    validationEvery: config.validation.every,
    checkpointEvery: config.checkpoint.every,
    checkpointKeep: config.checkpoint.keep,
    earlyStop: config.earlyStop,
  };
}
