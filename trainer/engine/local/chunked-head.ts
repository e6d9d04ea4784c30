/**
 * The head and the loss over a chunk of trained tokens at a time: a model with a vocabulary of 150,000 words has 600 KB of
 * logits a token, several times over in the loss and its gradient.
 */
import type { ParameterSpec } from '../../model/parameters.ts';
import { headGraph, headParameters } from './layer-graphs.ts';
import type { MicroBatch } from './packing.ts';
import { loadOnOnnxRuntime, tensorOver, type Tensors } from './runtime.ts';
import {
  chunkFor,
  scoringOf,
  tokenTensors,
  type HeadOptions,
  type Scoring,
  type Task,
  type TokenArrays,
  type TokenScores,
} from './scored-tokens.ts';
import { SessionCache } from './session-cache.ts';
import { gradientName, parameterTensors, trainedSpecs, type SharedModel } from './shared-model.ts';

/** Where the gradients go: of the hidden states [positions, D], added to, and of the trained parameters. */
export interface HeadGradients {
  readonly ofHidden: Float32Array;
  readonly gradient: Float32Array;
}

export class ChunkedHead implements AsyncDisposable {
  readonly #model: SharedModel;
  readonly #mostLogits: number | undefined;
  readonly #parameters: Tensors;
  readonly #sessions: SessionCache<{ readonly scoring: Scoring; readonly count: number }>;
  /** The head's own parameters, where they are trained, each with memory for the gradient of a chunk. */
  readonly #trained: readonly { readonly spec: ParameterSpec; readonly ofChunk: Float32Array }[];

  constructor(model: SharedModel, { threads, mostLogits, load = loadOnOnnxRuntime }: HeadOptions) {
    this.#model = model;
    this.#mostLogits = mostLogits;
    const own = headParameters(model.config);
    const all = parameterTensors(model);
    this.#parameters = Object.fromEntries(own.map((name) => [name, all[name]])) as Tensors;
    this.#trained = trainedSpecs(model)
      .filter(({ name }) => own.includes(name))
      .map((spec) => ({ spec, ofChunk: new Float32Array(spec.size) }));
    this.#sessions = new SessionCache(({ scoring, count }) =>
      load(headGraph(model, scoring, count), `the loss of ${count} tokens`, threads, {
        returnsMemory: true,
      }),
    );
  }

  /** Scores trained tokens by the hidden states [positions, D] behind the last layer. */
  async run(
    batch: MicroBatch,
    task: Task,
    hidden: Float32Array,
    backward?: HeadGradients,
  ): Promise<TokenScores> {
    const { count, trained } = batch;
    const size = chunkFor(this.#model.config.vocabularySize, count, this.#mostLogits);
    const results = { loss: 0, logprobs: new Float32Array(count), entropies: new Float32Array(count) };
    for (const { spec } of backward ? this.#trained : []) {
      backward?.gradient.fill(0, spec.offset, spec.offset + spec.size);
    }
    for (let start = 0; start < trained; start += size) {
      const end = Math.min(start + size, trained);
      const scores = await this.#runChunk(cut(batch, start, end, size), task, hidden, backward);
      results.loss += scores.loss;
      results.logprobs.set(scores.logprobs.subarray(0, end - start), start);
      results.entropies.set(scores.entropies.subarray(0, end - start), start);
    }
    return results;
  }

  async #runChunk(
    chunk: Chunk,
    task: Task,
    hidden: Float32Array,
    backward: HeadGradients | undefined,
  ): Promise<TokenScores> {
    const { count, predictors } = chunk;
    const width = this.#model.config.hiddenSize;
    const scoring = scoringOf(task);
    const session = await this.#sessions.get(`${scoring} ${count}`, { scoring, count });
    const rows = new Float32Array(count * width);
    predictors.forEach((position, index) => {
      rows.set(hidden.subarray(position * width, (position + 1) * width), index * width);
    });
    const loss = new Float32Array(1);
    const scores = { logprobs: new Float32Array(count), entropies: new Float32Array(count) };
    const ofRows = new Float32Array(backward ? rows.length : 0);
    await session.run(
      { ...this.#parameters, ...tokenTensors(chunk, task), hidden: tensorOver(rows, [count, width]) },
      {
        logprobs: tensorOver(scores.logprobs, [count]),
        entropies: tensorOver(scores.entropies, [count]),
        ...(backward && { loss: tensorOver(loss, []), ofHidden: tensorOver(ofRows, [count, width]) }),
        ...(backward && this.#ofOwn()),
      },
    );
    if (backward !== undefined) {
      predictors.forEach((position, index) =>
        add(backward.ofHidden, position * width, ofRows, index * width, width),
      );
      for (const { spec, ofChunk } of this.#trained)
        add(backward.gradient, spec.offset, ofChunk, 0, spec.size);
    }
    return { loss: loss[0] ?? 0, ...scores };
  }

  /** The gradients of the head's own parameters as outputs. */
  #ofOwn(): Tensors {
    return Object.fromEntries(
      this.#trained.map(({ spec, ofChunk }) => [gradientName(spec.name), tensorOver(ofChunk, spec.shape)]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}

interface Chunk extends TokenArrays {
  /** Of the tokens that are no padding: where the state lies that predicts each. */
  readonly predictors: readonly number[];
}

/** The tokens from `start` to `end` in arrays of `size`, padded with weight 0. */
function cut(batch: MicroBatch, start: number, end: number, size: number): Chunk {
  const floats = (array: Float32Array) => {
    const padded = new Float32Array(size);
    padded.set(array.subarray(start, end));
    return padded;
  };
  const targets = new Int32Array(size);
  targets.set(batch.targets.subarray(start, end));
  return {
    count: size,
    targets,
    weights: floats(batch.weights),
    advantages: floats(batch.advantages),
    oldLogprobs: floats(batch.oldLogprobs),
    referenceLogprobs: floats(batch.referenceLogprobs),
    predictors: Array.from(batch.predictors.subarray(start, end), Number),
  };
}

/** target[at …] += source[from …], `length` numbers. */
function add(target: Float32Array, at: number, source: Float32Array, from: number, length: number): void {
  for (let index = 0; index < length; index++) {
    target[at + index] = (target[at + index] as number) + (source[from + index] as number);
  }
}
