/**
 * Forward and backward pass layer by layer. Only the hidden states between layers are kept, and logits are there for a
 * chunk of tokens at a time: memory holds neither what all layers have inside nor tokens times vocabulary. Few sessions,
 * each of one layer, serve any number of layers. docs/decisions/adapters.md has the figures.
 */
import { layerName } from '../../model/parameters.ts';
import { ChunkedHead, type HeadOptions } from './chunked-head.ts';
import { addToEmbedding, embed } from './embedding.ts';
import { backwardGraph, forwardGraph, layerParameters } from './layer-graphs.ts';
import type { MicroBatch } from './packing.ts';
import { PackedTensors } from './packed-rows.ts';
import type { Pass } from './pass.ts';
import { GraphSession, tensorOver, type Tensors } from './runtime.ts';
import type { Task, TokenScores } from './scored-tokens.ts';
import { SessionCache } from './session-cache.ts';
import { gradientName, gradientTensors, parameterTensors, type SharedModel } from './shared-model.ts';

/** A session keeps the memory of its largest run, so only two shapes of micro-batches stay loaded, both ways. */
const mostSessions = 4;

interface LayerShape {
  readonly kind: 'forward' | 'backward';
  readonly grid: readonly [number, number];
}

/** [B, T, D] each. */
interface Memory {
  /** Before each layer, and behind the last one. */
  readonly states: readonly Float32Array[];
  /** Of the state behind a layer, and of that before it. */
  readonly gradients: readonly [Float32Array, Float32Array];
}

export class LayeredPass implements Pass {
  readonly #model: SharedModel;
  readonly #parameters: Tensors;
  readonly #sessions: SessionCache<LayerShape>;
  readonly #head: ChunkedHead;
  readonly #packed: PackedTensors;
  #memory: Memory = { states: [], gradients: [new Float32Array(0), new Float32Array(0)] };

  constructor(model: SharedModel, options: HeadOptions) {
    this.#model = model;
    this.#parameters = parameterTensors(model);
    this.#head = new ChunkedHead(model, options);
    this.#packed = new PackedTensors(model.config);
    this.#sessions = new SessionCache(({ kind, grid }) => {
      const graph = kind === 'forward' ? forwardGraph(model, grid) : backwardGraph(model, grid);
      return GraphSession.create(graph, `a layer on ${grid.join(' × ')} tokens`, options.threads);
    }, mostSessions);
  }

  async run(batch: MicroBatch, task: Task, gradient?: Float32Array): Promise<TokenScores> {
    const { layers } = this.#model.config;
    const { states, gradients } = this.#memoryFor(batch);
    const last = states[layers] as Float32Array;
    await this.#forward(batch, states);
    if (gradient === undefined) return this.#head.run(batch, task, last);
    gradients[0].fill(0);
    const scores = await this.#head.run(batch, task, last, { ofHidden: gradients[0], gradient });
    const ofEmbedded = await this.#backward(batch, { states, gradients }, gradient);
    addToEmbedding(this.#model, gradient, batch.tokens, ofEmbedded);
    return scores;
  }

  /** Fills in all states. */
  async #forward(batch: MicroBatch, states: readonly Float32Array[]): Promise<void> {
    const packed = this.#packed.of(batch);
    const session = await this.#session('forward', batch);
    const state = this.#tensorOf(batch);
    embed(this.#model, batch.tokens, states[0] as Float32Array);
    for (let layer = 0; layer < this.#model.config.layers; layer++) {
      const hidden = state(states[layer]);
      await session.run(
        { ...packed, ...this.#parametersOf(layer), hidden },
        { next: state(states[layer + 1]) },
      );
    }
  }

  /** From the gradient of the last state, in the first of the two, to that of the embedded tokens, which it returns. */
  async #backward(batch: MicroBatch, memory: Memory, gradient: Float32Array): Promise<Float32Array> {
    const packed = this.#packed.of(batch);
    const session = await this.#session('backward', batch);
    const state = this.#tensorOf(batch);
    const trained = gradientTensors(this.#model, gradient);
    let [ofNext, ofHidden] = memory.gradients;
    for (let layer = this.#model.config.layers - 1; layer >= 0; layer--) {
      const hidden = state(memory.states[layer]);
      await session.run(
        { ...packed, ...this.#parametersOf(layer), hidden, ofNext: state(ofNext) },
        {
          ...inLayer(layerParameters(this.#model).trained.map(gradientName), layer, trained),
          ofHidden: state(ofHidden),
        },
      );
      [ofNext, ofHidden] = [ofHidden, ofNext];
    }
    return ofNext;
  }

  #parametersOf(layer: number): Tensors {
    return inLayer(layerParameters(this.#model).all, layer, this.#parameters);
  }

  #session(kind: LayerShape['kind'], { rows, length }: MicroBatch): Promise<GraphSession> {
    return this.#sessions.get(`${kind} ${rows} ${length}`, { kind, grid: [rows, length] });
  }

  /** A state or its gradient as a tensor. */
  #tensorOf({ rows, length }: MicroBatch) {
    const { hiddenSize } = this.#model.config;
    const shape = [rows, length, hiddenSize];
    return (data: Float32Array | undefined) => tensorOver(data ?? new Float32Array(0), shape);
  }

  /** The same memory as before if it is large enough. */
  #memoryFor({ rows, length }: MicroBatch): Memory {
    const { layers, hiddenSize } = this.#model.config;
    const size = rows * length * hiddenSize;
    if (this.#memory.gradients[0].length < size) {
      const states = Array.from({ length: layers + 1 }, () => new Float32Array(size));
      this.#memory = { states, gradients: [new Float32Array(size), new Float32Array(size)] };
    }
    const part = (data: Float32Array) => data.subarray(0, size);
    const [first, second] = this.#memory.gradients;
    return { states: this.#memory.states.map(part), gradients: [part(first), part(second)] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
    await this.#head[Symbol.asyncDispose]();
  }
}

/** The tensors of a layer under the names that the first layer's have. */
function inLayer(names: readonly string[], layer: number, tensors: Tensors): Tensors {
  const entries = names.map((name) => {
    const own = name.replace(`${layerName(0)}.`, `${layerName(layer)}.`);
    return [name, tensors[own]];
  });
  return Object.fromEntries(entries) as Tensors;
}
