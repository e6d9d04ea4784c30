/** The local engine's work, on whatever thread it is called: weights, sampling, gradients, updates, files. */
import { join } from 'node:path';
import { baseIsTrained } from '../../errors/adapters.ts';
import { writeAdapterConfig } from '../../model/adapter-files.ts';
import { beginAdapters } from '../../model/adapters.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { loaderFor } from '../executor.ts';
import type {
  AdamWParams,
  Completion,
  ForwardBackwardResult,
  Objective,
  OptimStepResult,
  SampleRequest,
  TrainSequence,
} from '../types.ts';
import { checkBase, describeBase, writeBaseRecord, type BaseRecord } from './base-record.ts';
import { checkRequest, checkSequences, checkTemperature } from './checks.ts';
import { drops, numbered } from './drop-inputs.ts';
import { Lanes } from './lanes.ts';
import { Optimiser } from './optimiser.ts';
import { exportWeights } from './export.ts';
import type { LocalEngineOptions } from './options.ts';
import { packSequences, type MicroBatch } from './packing.ts';
import { recomputes } from './recompute.ts';
import { loadBase, type SharedModel } from './shared-model.ts';
import { basePrecisionOf } from './stored-base.ts';
import { TokenResults } from './token-results.ts';
import { Weights } from './weights.ts';

/**
 * Context length, in units of the model's width, at which attention costs as much as the rest of a layer; measured on
 * the training graph of the starter model (width 192: about 500 positions).
 */
export const breakEvenPerWidth = 2.6;

export class LocalCore implements AsyncDisposable {
  readonly #options: LocalEngineOptions;
  readonly #model: SharedModel;
  /** What the adapters belong to; null where the model itself is trained. */
  readonly #base: BaseRecord | null;
  readonly #weights: Weights;
  readonly #lanes: Lanes;
  readonly #optimiser: Optimiser;
  /** Micro-batches whose gradients it has. */
  #accumulated = 0;

  private constructor(
    options: LocalEngineOptions,
    model: SharedModel,
    base: BaseRecord | null,
    weights: Weights,
    lanes: Lanes,
    optimiser: Optimiser,
  ) {
    this.#options = options;
    this.#model = model;
    this.#base = base;
    this.#weights = weights;
    this.#lanes = lanes;
    this.#optimiser = optimiser;
  }

  static async create(options: LocalEngineOptions): Promise<LocalCore> {
    const { model: directory, threads, microBatchTokens, adapters: training = null } = options;
    const config = await readDecoderConfig(join(directory, configFile));
    const adapters = training?.adapters ?? null;
    const weights = new Weights(config, adapters);
    if (training === null) await weights.load(directory);
    else if (training.from !== undefined) await weights.load(training.from);
    else beginAdapters(weights.specs, weights.values, training.seed);
    const kept =
      training === null
        ? { frozen: new Map(), stored: new Map() }
        : await loadBase(directory, config, training.basePrecision);
    const model: SharedModel = { config, adapters, ...kept, trained: weights.values };
    const demand = { ...model, basePrecision: basePrecisionOf(model) };
    const recompute = recomputes(demand, microBatchTokens, options.recompute ?? 'auto');
    const load = await loaderFor(options, model.frozen.values());
    await using opened = new AsyncDisposableStack();
    const lanes = opened.use(await Lanes.create(model, { threads, recompute, load }));
    const base = adapters === null ? null : await describeBase(directory);
    const optimiser = opened.use(await Optimiser.create(weights, lanes.gradients, threads));
    opened.move();
    return new LocalCore(options, model, base, weights, lanes, optimiser);
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
      const answers = await this.#lanes.differentiate(
        batches.map((batch) => this.#numbered(batch)),
        objective,
      );
      await this.#optimiser.add(answers.length);
      for (const [lane, answer] of answers.entries()) {
        loss += answer.loss;
        results.collect(batches[lane] as MicroBatch, answer);
      }
    }
    return { loss, ...results.collected };
  }

  /** What dropout leaves out follows from the seed, the updates made and the micro-batches since. */
  #numbered(batch: MicroBatch): MicroBatch {
    const { adapters } = this.#model;
    const index = this.#accumulated++;
    if (!drops(adapters)) return batch;
    return numbered(batch, this.#options.adapters?.seed ?? 0, this.#weights.updates, index);
  }

  forward(
    sequences: readonly TrainSequence[],
    temperature: number,
    signal?: AbortSignal,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    return this.#score(sequences, temperature, 'policy', signal);
  }

  /** By the model that the adapters were put on, which is still there. */
  forwardBase(
    sequences: readonly TrainSequence[],
    temperature: number,
    signal?: AbortSignal,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    return this.#score(sequences, temperature, 'base', signal);
  }

  async #score(
    sequences: readonly TrainSequence[],
    temperature: number,
    of: 'policy' | 'base',
    signal: AbortSignal | undefined,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    if (of === 'base' && this.#model.adapters === null) throw baseIsTrained();
    checkTemperature(temperature);
    checkSequences(sequences, undefined);
    const results = new TokenResults(sequences);
    for (const batches of this.#rounds(sequences)) {
      signal?.throwIfAborted();
      const answers = await this.#lanes.score(batches, temperature, of);
      answers.forEach((answer, lane) => results.collect(batches[lane] as MicroBatch, answer));
    }
    return results.collected;
  }

  /** Without an accumulated gradient, only decay and momentum move the weights. */
  async optimStep(params: AdamWParams): Promise<OptimStepResult> {
    this.#accumulated = 0;
    return this.#optimiser.step(params);
  }

  zeroGrad(): void {
    this.#optimiser.clear();
    this.#accumulated = 0;
  }

  async save(directory: string): Promise<void> {
    await this.#weights.save(directory);
    await this.#weights.saveOptimiser(directory);
    const { adapters } = this.#model;
    if (adapters === null || this.#base === null) return;
    await writeAdapterConfig(directory, adapters, this.#base.path);
    await writeBaseRecord(directory, this.#base);
  }

  /** A damaged file is refused before anything is replaced. */
  async restore(directory: string): Promise<void> {
    if (this.#base !== null) await checkBase(directory, this.#base);
    await this.#weights.restore(directory);
    this.zeroGrad();
  }

  exportModel(directory: string): Promise<void> {
    return exportWeights(this.#model, this.#weights, this.#options.model, directory);
  }

  /** Micro-batches in groups that are computed at once. */
  #rounds(sequences: readonly TrainSequence[]): readonly (readonly MicroBatch[])[] {
    const batches = packSequences(sequences, {
      tokens: this.#options.microBatchTokens,
      maxPositions: this.#model.config.maxPositions,
      attentionBreakEven: breakEvenPerWidth * this.#model.config.hiddenSize,
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
