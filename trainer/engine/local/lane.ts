/** A lane: one core's share of the work, over weights that all lanes read. */
import type { DecoderConfig } from '../../model/config.ts';
import type { Completion, Objective, SampleRequest } from '../types.ts';
import type { MicroBatch } from './packing.ts';
import { Sampler } from './sampler.ts';
import { Training, type MicroBatchResult } from './training.ts';
import { ParameterVector } from './weights.ts';

export interface LaneOptions {
  readonly config: DecoderConfig;
  /** Shared memory: the weights, which the lane only reads, and the gradient, which it alone writes. */
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  /** Threads of ONNX Runtime inside the lane. */
  readonly threads: number;
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

  static async create({ config, weights, gradient, threads }: LaneOptions): Promise<Lane> {
    const parameters = new ParameterVector(config, weights);
    const sampler = await Sampler.create(config, parameters, threads);
    return new Lane(sampler, new Training(config, parameters, threads), gradient);
  }

  sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    return this.#sampler.sample(requests, signal);
  }

  /** Leaves the gradient of the micro-batch in the lane's gradient. */
  differentiate(batch: MicroBatch, objective: Objective): Promise<MicroBatchResult> {
    return this.#training.differentiate(batch, objective, this.#gradient);
  }

  score(batch: MicroBatch, temperature: number): Promise<MicroBatchResult> {
    return this.#training.score(batch, temperature);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sampler[Symbol.asyncDispose]();
    await this.#training[Symbol.asyncDispose]();
  }
}
