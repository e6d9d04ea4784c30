/** What a local engine is opened with. */
import type { Adapters } from '../../model/adapters.ts';
import type { BasePrecision } from '../../protocol/config-adapters.ts';
import type { ExecutorChoice } from '../executor.ts';
import type { Recompute } from './recompute.ts';

/** `ExecutorChoice` says what computes the passes and the sampling. */
export interface LocalEngineOptions extends ExecutorChoice {
  /** Folder in Hugging Face layout. */
  readonly model: string;
  /** Cores that compute. */
  readonly threads: number;
  /** Positions of a micro-batch, padding included. */
  readonly microBatchTokens: number;
  /** Adapters to train on the frozen model; null, or nothing, trains the model itself. */
  readonly adapters?: AdapterTraining | null;
  /** Whether a layer's forward pass is computed once more on the way back instead of being kept in memory. */
  readonly recompute?: Recompute;
}

export interface AdapterTraining {
  readonly adapters: Adapters;
  /** How the base below them is kept: float32 where it is left out. Less needs ONNX Runtime on the processor. */
  readonly basePrecision?: BasePrecision;
  /** Of the numbers that they begin with. */
  readonly seed: number;
  /** Folder with adapters in PEFT's layout that are trained further, instead of fresh ones. */
  readonly from?: string;
}
