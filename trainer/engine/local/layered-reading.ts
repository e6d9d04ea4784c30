/**
 * Reads prompts over a base that is kept in fewer bits: what the cached graph computes, layer by layer. As constants of a
 * graph, the base would be there once more, packed for its products, and on a prompt these would not be faster.
 */
import { cacheNames } from '../../model/cached-graph.ts';
import type { LoadedGraph, LoadGraph } from '../runner.ts';
import { embed } from './embedding.ts';
import { inLayer, layerParameters, logitsGraph, readingGraph } from './layer-graphs.ts';
import { tensorOver, type Tensors } from './runtime.ts';
import type { SharedModel } from './shared-model.ts';
import { StoredLayers } from './stored-base.ts';

export class LayeredReading implements LoadedGraph {
  readonly #model: SharedModel;
  readonly #layers: StoredLayers;
  readonly #layer: LoadedGraph;
  readonly #head: LoadedGraph;

  private constructor(model: SharedModel, layer: LoadedGraph, head: LoadedGraph) {
    this.#model = model;
    this.#layers = new StoredLayers(model);
    this.#layer = layer;
    this.#head = head;
  }

  static async create(model: SharedModel, threads: number, load: LoadGraph): Promise<LayeredReading> {
    const options = { returnsMemory: true };
    const layer = await load(readingGraph(model), 'a layer that reads prompts', threads, options);
    const head = await load(logitsGraph(model), 'the logits behind prompts', threads, options);
    return new LayeredReading(model, layer, head);
  }

  /** Takes and fills what the cached graph does. */
  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    const { layers, hiddenSize } = this.#model.config;
    const tokens = inputs['tokens']?.data as Int32Array;
    const shape = [...(inputs['tokens']?.dims ?? []), hiddenSize];
    let hidden = new Float32Array(tokens.length * hiddenSize);
    let next = new Float32Array(hidden.length);
    embed(this.#model, tokens, hidden);
    const { all } = layerParameters(this.#model);
    for (let layer = 0; layer < layers; layer++) {
      const given = { ...inLayer(all, layer, inputs), ...this.#layers.of(layer) };
      await this.#layer.run(
        { ...inputs, ...given, ...cacheOf('past', layer, inputs), hidden: tensorOver(hidden, shape) },
        { ...cacheOf('added', layer, outputs), next: tensorOver(next, shape) },
      );
      [hidden, next] = [next, hidden];
    }
    const last = Array.from(inputs['last']?.data as BigInt64Array, Number);
    const wanted = new Float32Array(last.length * hiddenSize);
    last.forEach((position, row) => {
      wanted.set(hidden.subarray(position * hiddenSize, (position + 1) * hiddenSize), row * hiddenSize);
    });
    const ofRows = { hidden: tensorOver(wanted, [last.length, hiddenSize]) };
    await this.#head.run({ ...inputs, ...ofRows }, { logits: outputs['logits'] as Tensors[string] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#layer[Symbol.asyncDispose]();
    await this.#head[Symbol.asyncDispose]();
  }
}

/** A layer's keys and values under the names that the first layer's have. */
function cacheOf(kind: 'past' | 'added', layer: number, tensors: Tensors): Tensors {
  const [first, own] = [cacheNames(kind, 0), cacheNames(kind, layer)];
  return { [first.keys]: tensors[own.keys], [first.values]: tensors[own.values] } as Tensors;
}
