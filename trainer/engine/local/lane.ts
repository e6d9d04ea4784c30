/** A lane: one core's share of the work, over weights that all lanes read. */
import type { LoadGraph } from '../runner.ts';
import type { Completion, Objective, SampleRequest } from '../types.ts';
import type { MicroBatch } from './packing.ts';
import { Sampler } from './sampler.ts';
import type { SharedModel } from './shared-model.ts';
import type { TokenScores } from './scored-tokens.ts';
import { Training, type TrainingOptions } from './training.ts';

/** Plain data, so that it can be given to a thread. */
export interface LaneOptions {
  /** The lane only reads it. */
  readonly model: SharedModel;
  /** Shared memory that the lane alone writes: the gradient of what is trained. */
  readonly gradient: Float32Array;
  /** Threads are those inside the lane. */
  readonly training: Omit<TrainingOptions, 'load'>;
}

export class Lane implements AsyncDisposable {
  readonly #sampler: Sampler;
  readonly #training: Training;
  readonly #gradient: Float32Array;

  private constructor(sampler: Sampler, training: Training, gradient: Float32Array) {
    this.#sampler = sampler;
    this.#training = training;
    this.#gradient = gradient;
  }

  static async create({ model, gradient, training }: LaneOptions, load?: LoadGraph): Promise<Lane> {
    const sampler = await Sampler.create(model, training.threads, load);
    return new Lane(sampler, new Training(model, { ...training, load }), gradient);
  }

  sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    return this.#sampler.sample(requests, signal);
  }

  /** Leaves the gradient of the micro-batch in the lane's gradient. */
  differentiate(batch: MicroBatch, objective: Objective): Promise<TokenScores> {
    return this.#training.differentiate(batch, objective, this.#gradient);
  }

  score(batch: MicroBatch, temperature: number, of: 'policy' | 'base'): Promise<TokenScores> {
    return this.#training.score(batch, temperature, of);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sampler[Symbol.asyncDispose]();
    await this.#training[Symbol.asyncDispose]();
  }
}
