/** The local engine's work, on whatever thread it is called: weights, sampling, gradients, updates, files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDecoderConfig, readDecoderConfig, type DecoderConfig } from '../../model/config.ts';
import { configFile, copyTokenizer } from '../../model/files.ts';
import type {
  AdamWParams,
  Completion,
  ForwardBackwardResult,
  Objective,
  OptimStepResult,
  SampleRequest,
  TrainSequence,
} from '../types.ts';
import { checkRequest, checkSequences, checkTemperature } from './checks.ts';
import { Lanes } from './lanes.ts';
import { Optimiser } from './optimiser.ts';
import { packSequences, type MicroBatch } from './packing.ts';
import type { MicroBatchResult } from './training.ts';
import { Weights } from './weights.ts';

export interface LocalEngineOptions {
  /** Folder in Hugging Face layout. */
  readonly model: string;
  /** Cores that compute. */
  readonly threads: number;
  /** Positions of a micro-batch, padding included. */
  readonly microBatchTokens: number;
}

/**
 * Context length, in units of the model's width, at which attention costs as much as the rest of a layer; measured on
 * the training graph of the starter model (width 192: about 500 positions).
 */
const breakEvenPerWidth = 2.6;

export class LocalCore implements AsyncDisposable {
  readonly #options: LocalEngineOptions;
  readonly #config: DecoderConfig;
  readonly #weights: Weights;
  readonly #lanes: Lanes;
  readonly #optimiser: Optimiser;
  readonly #gradient: Float32Array;
  #hasGradient = false;

  private constructor(
    options: LocalEngineOptions,
    config: DecoderConfig,
    weights: Weights,
    lanes: Lanes,
    optimiser: Optimiser,
  ) {
    this.#options = options;
    this.#config = config;
    this.#weights = weights;
    this.#lanes = lanes;
    this.#optimiser = optimiser;
    this.#gradient = new Float32Array(weights.values.length);
  }

  static async create(options: LocalEngineOptions): Promise<LocalCore> {
    const config = await readDecoderConfig(join(options.model, configFile));
    const weights = new Weights(config);
    await weights.load(options.model);
    const lanes = await Lanes.create({ config, weights: weights.values }, options.threads);
    return new LocalCore(options, config, weights, lanes, await Optimiser.create(options.threads));
  }

  async sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    requests.forEach(checkRequest);
    return this.#lanes.sample(requests, signal);
  }

  /** The signal is heard between two micro-batches. A call that fails or is cancelled leaves no gradient behind. */
  async forwardBackward(
    sequences: readonly TrainSequence[],
    objective: Objective,
    signal?: AbortSignal,
  ): Promise<ForwardBackwardResult> {
    try {
      return await this.#accumulate(sequences, objective, signal);
    } catch (error) {
      this.zeroGrad();
      throw error;
    }
  }

  async #accumulate(
    sequences: readonly TrainSequence[],
    objective: Objective,
    signal: AbortSignal | undefined,
  ): Promise<ForwardBackwardResult> {
    checkSequences(sequences, objective);
    const results = new TokenResults(sequences);
    let loss = 0;
    for (const batches of this.#rounds(sequences)) {
      signal?.throwIfAborted();
      const answers = await this.#lanes.differentiate(batches, objective);
      for (const [lane, answer] of answers.entries()) {
        this.#add(this.#lanes.gradients[lane] as Float32Array);
        loss += answer.loss;
        results.collect(batches[lane] as MicroBatch, answer);
      }
    }
    return { loss, ...results.collected };
  }

  /** A loop here is faster than a graph: ONNX Runtime's binding would copy the sum once more. */
  #add(increment: Float32Array): void {
    const total = this.#gradient;
    if (this.#hasGradient) {
      for (let index = 0; index < total.length; index++) {
        total[index] = (total[index] as number) + (increment[index] as number);
      }
    } else total.set(increment);
    this.#hasGradient = true;
  }

  async forward(
    sequences: readonly TrainSequence[],
    temperature: number,
    signal?: AbortSignal,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    checkTemperature(temperature);
    checkSequences(sequences, undefined);
    const results = new TokenResults(sequences);
    for (const batches of this.#rounds(sequences)) {
      signal?.throwIfAborted();
      const answers = await this.#lanes.score(batches, temperature);
      answers.forEach((answer, lane) => results.collect(batches[lane] as MicroBatch, answer));
    }
    return results.collected;
  }

  /** Without an accumulated gradient, only decay and momentum move the weights. */
  async optimStep(params: AdamWParams): Promise<OptimStepResult> {
    if (!this.#hasGradient) this.#gradient.fill(0);
    this.#hasGradient = false;
    return this.#optimiser.step(this.#weights, this.#gradient, params);
  }

  zeroGrad(): void {
    this.#hasGradient = false;
  }

  async save(directory: string): Promise<void> {
    await this.#weights.save(directory);
    await this.#weights.saveOptimiser(directory);
  }

  /** A damaged file is refused before anything is replaced. */
  async restore(directory: string): Promise<void> {
    await this.#weights.restore(directory);
    this.zeroGrad();
  }

  async exportModel(directory: string): Promise<void> {
    await this.#weights.save(directory);
    await writeFile(
      join(directory, configFile),
      `${JSON.stringify(formatDecoderConfig(this.#config), null, 2)}\n`,
    );
    await copyTokenizer(this.#options.model, directory);
  }

  /** Micro-batches in groups that are computed at once. */
  #rounds(sequences: readonly TrainSequence[]): readonly (readonly MicroBatch[])[] {
    const batches = packSequences(sequences, {
      tokens: this.#options.microBatchTokens,
      maxPositions: this.#config.maxPositions,
      attentionBreakEven: breakEvenPerWidth * this.#config.hiddenSize,
    });
    const { count } = this.#lanes;
    return Array.from({ length: Math.ceil(batches.length / count) }, (_, round) =>
      batches.slice(round * count, (round + 1) * count),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lanes[Symbol.asyncDispose]();
    await this.#optimiser[Symbol.asyncDispose]();
  }
}

/** Puts the micro-batches' per-token results back into the order of the caller's completions. */
class TokenResults {
  readonly #lengths: readonly number[];
  readonly #logprobs: Float32Array[];
  readonly #entropies: Float32Array[];
  #tokensComputed = 0;

  constructor(sequences: readonly TrainSequence[]) {
    this.#lengths = sequences.flatMap(({ completions }) => completions.map(({ tokens }) => tokens.length));
    this.#logprobs = this.#lengths.map((length) => new Float32Array(length));
    this.#entropies = this.#lengths.map((length) => new Float32Array(length));
  }

  collect(batch: MicroBatch, result: MicroBatchResult): void {
    for (const { completion, offset } of batch.placements) {
      const end = offset + (this.#lengths[completion] ?? 0);
      this.#logprobs[completion]?.set(result.logprobs.subarray(offset, end));
      this.#entropies[completion]?.set(result.entropies.subarray(offset, end));
    }
    this.#tokensComputed += batch.rows * batch.length;
  }

  get collected(): Omit<ForwardBackwardResult, 'loss'> {
    return { logprobs: this.#logprobs, entropies: this.#entropies, tokensComputed: this.#tokensComputed };
  }
}
