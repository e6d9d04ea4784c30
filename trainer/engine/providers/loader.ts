/** Graphs computed on a graphics card, by one of ONNX Runtime's providers: docs/decisions/providers.md. */
import { wholeOnCard } from '../../graph/whole-on-card.ts';
import type { Provider } from '../../protocol/config.ts';
import { GraphSession, loadOnOnnxRuntime } from '../local/runtime.ts';
import type { LoadedGraph, LoadGraph, Tensors } from '../runner.ts';
import { CardMemory } from './card-memory.ts';

/**
 * Every run copies its inputs to the card and its outputs back. Arrays in `fixed` never change: for WebGPU each is copied
 * once, and stays there for all graphs as long as the thread lives.
 */
export function providerLoader(provider: Provider, fixed: Iterable<Float32Array> = []): LoadGraph {
  switch (provider) {
    case 'cpu':
      return loadOnOnnxRuntime;
    case 'webgpu': {
      const memory = new CardMemory(fixed);
      return async (graph, purpose, threads, options) =>
        new CardGraph(
          await GraphSession.create(wholeOnCard(graph), purpose, threads, { ...options, provider }),
          memory,
        );
    }
    case 'cuda':
    case 'directml':
      return (graph, purpose, threads, options) =>
        GraphSession.create(graph, purpose, threads, { ...options, provider });
  }
}

class CardGraph implements LoadedGraph {
  readonly #session: GraphSession;
  readonly #memory: CardMemory;

  constructor(session: GraphSession, memory: CardMemory) {
    this.#session = session;
    this.#memory = memory;
  }

  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    await this.#session.run(await this.#memory.placed(inputs), outputs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}
