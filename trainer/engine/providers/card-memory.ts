/** Arrays that never change, each copied to the graphics card when it is first read. */
import type { Tensor } from 'onnxruntime-node';
import { Graph } from '../../graph/graph.ts';
import { GraphSession } from '../local/runtime.ts';
import type { Tensors } from '../runner.ts';

export class CardMemory {
  readonly #fixed: ReadonlySet<unknown>;
  readonly #held = new Map<unknown, Promise<Tensor>>();

  constructor(fixed: Iterable<Float32Array>) {
    this.#fixed = new Set(fixed);
  }

  /** The tensors, those over fixed arrays on the card. */
  async placed(tensors: Tensors): Promise<Tensors> {
    const entries = Object.entries(tensors).map(async ([name, tensor]) => {
      const { data } = tensor;
      if (!this.#fixed.has(data)) return [name, tensor] as const;
      const held = this.#held.get(data) ?? copied(tensor);
      this.#held.set(data, held);
      return [name, await held] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}

/** ONNX Runtime for Node has no call that copies; a graph that hands on what it is given does. */
async function copied(tensor: Tensor): Promise<Tensor> {
  const graph = new Graph();
  graph.output('copy', graph.input('given', 'float32', tensor.dims));
  const choice = { provider: 'webgpu', keepsResults: true } as const;
  await using session = await GraphSession.create(graph, 'copying weights to the card', 1, choice);
  const { copy } = await session.results({ given: tensor });
  return copy as Tensor;
}
