/** What lies on a graphics card from run to run: arrays that never change, and inputs that change little. */
import type { Tensor } from 'onnxruntime-node';
import { Graph } from '../../graph/graph.ts';
import type { KeptInputs } from '../kept-inputs.ts';
import { GraphSession } from '../local/runtime.ts';
import type { Tensors } from '../runner.ts';

export class CardMemory {
  readonly #fixed: ReadonlySet<unknown>;
  readonly #held = new Map<unknown, Promise<Tensor>>();
  /** By rank. They stay loaded: what a graph has made must not outlive it. */
  readonly #copying = new Map<number, Promise<GraphSession>>();

  constructor(fixed: Iterable<Float32Array>) {
    this.#fixed = new Set(fixed);
  }

  /**
   * The tensors, those on the card that lie there: over fixed arrays, each copied when it is first read, and those of
   * inputs that are kept. An input that the graph extends is not copied here: its run puts out what is kept.
   */
  async placed(tensors: Tensors, kept: KeptInputs | undefined): Promise<Tensors> {
    const entries = Object.entries(tensors).map(async ([name, tensor]) => {
      const { data } = tensor;
      if (!this.#fixed.has(data)) return [name, tensor] as const;
      const held = this.#held.get(data) ?? this.#copied(tensor);
      this.#held.set(data, held);
      return [name, await held] as const;
    });
    return { ...Object.fromEntries(await Promise.all(entries)), ...(await this.#keptOf(tensors, kept)) };
  }

  async #keptOf(tensors: Tensors, kept: KeptInputs | undefined): Promise<Tensors> {
    const placed: Record<string, Tensor> = {};
    for (const name of kept?.names ?? []) {
      const given = tensors[name];
      if (kept === undefined || given === undefined) continue;
      if (kept.copyOf(name, given) === undefined && !kept.grown.has(name)) {
        kept.keep(name, given, await this.#copied(given));
      }
      placed[name] = kept.copyOf(name, given) ?? given;
    }
    return placed;
  }

  /** ONNX Runtime for Node has no call that copies; a graph that hands on what it is given does. */
  async #copied(tensor: Tensor): Promise<Tensor> {
    const rank = tensor.dims.length;
    const copying = this.#copying.get(rank) ?? copyingGraph(rank);
    this.#copying.set(rank, copying);
    const { copy } = await (await copying).runAndKeep({ given: tensor }, {});
    return copy as Tensor;
  }
}

function copyingGraph(rank: number): Promise<GraphSession> {
  const graph = new Graph();
  const shape = Array.from({ length: rank }, (_, axis) => `size-${axis}`);
  graph.output('copy', graph.input('given', 'float32', shape));
  const choice = { provider: 'webgpu', keptResults: ['copy'] } as const;
  return GraphSession.create(graph, 'copying numbers to the card', 1, choice);
}
