/**
 * Forward and backward pass layer by layer. Only the hidden states between layers are kept, and logits are there for a
 * chunk of tokens at a time: memory holds neither what all layers have inside nor tokens times vocabulary. Few sessions,
 * each of one layer, serve any number of layers. docs/decisions/adapters.md has the figures.
 */
import { layerFactor } from '../../model/dropout.ts';
import type { LoadedGraph } from '../runner.ts';
import { ChunkedHead } from './chunked-head.ts';
import { drops, dropTensors } from './drop-inputs.ts';
import { addToEmbedding, embed } from './embedding.ts';
import { backwardGraph, forwardGraph, inLayer, layerParameters, type LayerShape } from './layer-graphs.ts';
import type { MicroBatch } from './packing.ts';
import { PackedTensors } from './packed-rows.ts';
import { ParameterSets } from './parameter-sets.ts';
import type { Pass } from './pass.ts';
import { loadOnOnnxRuntime, tensorOver, type Tensors } from './runtime.ts';
import type { HeadOptions, Task, TokenScores } from './scored-tokens.ts';
import { SessionCache } from './session-cache.ts';
import { gradientName, gradientTensors, type SharedModel } from './shared-model.ts';
import { StoredLayers } from './stored-base.ts';

/** Two shapes of micro-batches stay loaded, both ways. */
const mostSessions = 4;

interface SessionShape extends LayerShape {
  readonly way: 'forward' | 'backward';
}

/** [B, T, D] each. */
interface Memory {
  /** Before each layer, and behind the last one. */
  readonly states: readonly Float32Array[];
  /** Of the state behind a layer, and of that before it. */
  readonly gradients: readonly [Float32Array, Float32Array];
}

/** A micro-batch on its way. */
interface Round {
  readonly batch: MicroBatch;
  readonly memory: Memory;
  readonly isDropping: boolean;
  /** What a layer is given beside a hidden state and its gradient. */
  readonly inputsOf: (layer: number) => Tensors;
}

export class LayeredPass implements Pass {
  readonly #model: SharedModel;
  readonly #parameters: ParameterSets;
  readonly #stored: StoredLayers;
  readonly #sessions: SessionCache<SessionShape>;
  readonly #head: ChunkedHead;
  readonly #packed: PackedTensors;
  #memory: Memory = { states: [], gradients: [new Float32Array(0), new Float32Array(0)] };

  constructor(model: SharedModel, options: HeadOptions) {
    this.#model = model;
    this.#parameters = new ParameterSets(model);
    this.#stored = new StoredLayers(model);
    this.#head = new ChunkedHead(model, options);
    this.#packed = new PackedTensors(model.config);
    const { load = loadOnOnnxRuntime } = options;
    this.#sessions = new SessionCache((shape) => {
      const graph = shape.way === 'forward' ? forwardGraph(model, shape) : backwardGraph(model, shape);
      const purpose = `a layer on ${shape.grid.join(' × ')} tokens`;
      return load(graph, purpose, options.threads, { returnsMemory: true });
    }, mostSessions);
  }

  async run(batch: MicroBatch, task: Task, gradient?: Float32Array): Promise<TokenScores> {
    const { config, adapters } = this.#model;
    const isDropping = task.kind === 'differentiate' && drops(adapters);
    const memory = this.#memoryFor(batch);
    const round = { batch, memory, isDropping, inputsOf: this.#inputs(batch, task, isDropping) };
    await this.#forward(round);
    const last = memory.states[config.layers] as Float32Array;
    if (gradient === undefined) return this.#head.run(batch, task, last);
    const ofHidden = memory.gradients[0].fill(0);
    const scores = await this.#head.run(batch, task, last, { ofHidden, gradient });
    addToEmbedding(this.#model, gradient, batch.tokens, await this.#backward(round, gradient));
    return scores;
  }

  #inputs(batch: MicroBatch, task: Task, isDropping: boolean): Round['inputsOf'] {
    const { all } = layerParameters(this.#model);
    const parameters = this.#parameters.of(task);
    const shared = { ...this.#packed.of(batch), ...(isDropping && dropTensors(batch)) };
    return (layer) => ({
      ...shared,
      ...inLayer(all, layer, parameters),
      ...this.#stored.of(layer),
      ...(isDropping && { layerFactor: tensorOver(layerFactor(layer), [1]) }),
    });
  }

  /** Fills in all states. */
  async #forward(round: Round): Promise<void> {
    const { batch, memory, inputsOf } = round;
    const session = await this.#session('forward', round);
    const state = this.#tensorOf(batch);
    embed(this.#model, batch.tokens, memory.states[0] as Float32Array);
    for (let layer = 0; layer < this.#model.config.layers; layer++) {
      const hidden = state(memory.states[layer]);
      await session.run({ ...inputsOf(layer), hidden }, { next: state(memory.states[layer + 1]) });
    }
  }

  /** From the gradient of the last state, in the first of the two, to that of the embedded tokens, which it returns. */
  async #backward(round: Round, gradient: Float32Array): Promise<Float32Array> {
    const { batch, memory, inputsOf } = round;
    const session = await this.#session('backward', round);
    const state = this.#tensorOf(batch);
    const trained = gradientTensors(this.#model, gradient);
    const names = layerParameters(this.#model).trained.map(gradientName);
    let [ofNext, ofHidden] = memory.gradients;
    for (let layer = this.#model.config.layers - 1; layer >= 0; layer--) {
      const hidden = state(memory.states[layer]);
      await session.run(
        { ...inputsOf(layer), hidden, ofNext: state(ofNext) },
        { ...inLayer(names, layer, trained), ofHidden: state(ofHidden) },
      );
      [ofNext, ofHidden] = [ofHidden, ofNext];
    }
    return ofNext;
  }

  #session(way: SessionShape['way'], { batch, isDropping }: Round): Promise<LoadedGraph> {
    const shape = { way, grid: [batch.rows, batch.length] as const, isDropping };
    return this.#sessions.get(Object.values(shape).join(' '), shape);
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
