/** Forward and backward passes over micro-batches. */
import type { Objective } from '../types.ts';
import { LayeredPass } from './layered-pass.ts';
import type { MicroBatch } from './packing.ts';
import type { Pass } from './pass.ts';
import type { HeadOptions, TokenScores } from './scored-tokens.ts';
import type { SharedModel } from './shared-model.ts';
import { WholePass } from './whole-pass.ts';

export interface TrainingOptions extends HeadOptions {
  /** Compute layer by layer, each layer's forward pass once more on the way back, to keep little in memory. */
  readonly recompute: boolean;
}

export class Training implements AsyncDisposable {
  readonly #pass: Pass;

  constructor(model: SharedModel, options: TrainingOptions) {
    this.#pass = options.recompute ? new LayeredPass(model, options) : new WholePass(model, options);
  }

  /** Log-probabilities and entropies only, by what is trained or by the base below its adapters. */
  score(batch: MicroBatch, temperature: number, of: 'policy' | 'base' = 'policy'): Promise<TokenScores> {
    return this.#pass.run(batch, { kind: 'score', temperature, of });
  }

  /** Writes the gradient of the objective into `gradient`, which is as long as all trained parameters together. */
  differentiate(batch: MicroBatch, objective: Objective, gradient: Float32Array): Promise<TokenScores> {
    return this.#pass.run(batch, { kind: 'differentiate', objective }, gradient);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pass[Symbol.asyncDispose]();
  }
}
