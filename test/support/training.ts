/** Loss and gradient of a decoder in memory, summed over micro-batches. */
import { numbered } from '../../trainer/engine/local/drop-inputs.ts';
import { packSequences } from '../../trainer/engine/local/packing.ts';
import { Training } from '../../trainer/engine/local/training.ts';
import { Weights } from '../../trainer/engine/local/weights.ts';
import type { LoadGraph } from '../../trainer/engine/runner.ts';
import type { Objective, TrainSequence } from '../../trainer/engine/types.ts';
import type { Adapters } from '../../trainer/model/adapters.ts';
import type { DecoderConfig } from '../../trainer/model/config.ts';
import { parameterSpecs } from '../../trainer/model/parameters.ts';
import { normalArray } from './random-arrays.ts';
import { tinyWeights } from './tiny-model.ts';

export interface Differentiated {
  readonly loss: number;
  readonly gradient: Float32Array;
  /** Micro-batches computed. */
  readonly batches: number;
}

export interface DifferentiatorOptions {
  readonly seed?: number;
  /** Trained in place of the decoder's own weights; both of their matrices are random. */
  readonly adapters?: Adapters | null;
  readonly recompute?: boolean;
  /** Of a chunk of the head, where layers are recomputed. */
  readonly mostLogits?: number;
  /** What computes, instead of ONNX Runtime. */
  readonly load?: LoadGraph;
}

/** A decoder with trained weights that a test may change between calls. */
export class Differentiator implements AsyncDisposable {
  readonly config: DecoderConfig;
  readonly weights: Weights;
  readonly #training: Training;

  constructor(
    config: DecoderConfig,
    { seed = 1, adapters = null, recompute = false, mostLogits, load }: DifferentiatorOptions = {},
  ) {
    this.config = config;
    this.weights = new Weights(config, adapters);
    const own = tinyWeights(config, seed);
    const { values } = this.weights;
    values.set(adapters === null ? own : normalArray(values.length, seed + 77, 0.3));
    const frozen = new Map(adapters === null ? [] : namedParts(config, own));
    const model = { config, adapters, frozen, stored: new Map(), trained: values };
    this.#training = new Training(model, { threads: 1, recompute, load, ...(mostLogits && { mostLogits }) });
  }

  /** `tokens` is the size of a micro-batch. */
  async differentiate(
    sequences: readonly TrainSequence[],
    objective: Objective,
    tokens = 1024,
  ): Promise<Differentiated> {
    const gradient = new Float32Array(this.weights.values.length);
    const part = new Float32Array(this.weights.values.length);
    const batches = packSequences(sequences, { tokens, maxPositions: this.config.maxPositions });
    let loss = 0;
    for (const [index, batch] of batches.entries()) {
      loss += (await this.#training.differentiate(numbered(batch, index), objective, part)).loss;
      part.forEach((number, index) => {
        gradient[index] = (gradient[index] as number) + number;
      });
    }
    return { loss, gradient, batches: batches.length };
  }

  /** Log-probabilities of the sequences' completions, in their order; they must fit one micro-batch. */
  async logprobs(sequences: readonly TrainSequence[], temperature: number): Promise<Float32Array[]> {
    const limits = { tokens: 1024, maxPositions: this.config.maxPositions };
    const [batch, ...others] = packSequences(sequences, limits);
    if (batch === undefined || others.length > 0) throw new RangeError('The test needs one micro-batch.');
    const { logprobs } = await this.#training.score(batch, temperature);
    const lengths = sequences.flatMap(({ completions }) => completions.map(({ tokens }) => tokens.length));
    return batch.placements
      .toSorted((a, b) => a.completion - b.completion)
      .map(({ completion, offset }) => logprobs.slice(offset, offset + (lengths[completion] ?? 0)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#training[Symbol.asyncDispose]();
  }
}

/** Each parameter of a decoder with its part of the weights. */
function namedParts(
  config: DecoderConfig,
  weights: Float32Array,
): readonly (readonly [string, Float32Array])[] {
  return parameterSpecs(config).map(
    ({ name, offset, size }) => [name, weights.subarray(offset, offset + size)] as const,
  );
}
