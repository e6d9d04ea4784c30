/** Graphs computed on a graphics card, by one of ONNX Runtime's providers: docs/decisions/providers.md. */
import type { Tensor } from 'onnxruntime-node';
import { grownOutput, outputGrown } from '../../graph/grown-inputs.ts';
import { wholeOnCard } from '../../graph/whole-on-card.ts';
import type { Provider } from '../../protocol/config.ts';
import { GraphSession, loadOnOnnxRuntime } from '../local/runtime.ts';
import type { KeptInputs } from '../kept-inputs.ts';
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
      return (graph, purpose, threads, options) => CardGraph.create(memory, graph, purpose, threads, options);
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
  readonly #kept: KeptInputs | undefined;

  private constructor(session: GraphSession, memory: CardMemory, kept: KeptInputs | undefined) {
    this.#session = session;
    this.#memory = memory;
    this.#kept = kept;
  }

  static async create(memory: CardMemory, ...request: Parameters<LoadGraph>): Promise<CardGraph> {
    const [graph, purpose, threads, { kept, ...options } = {}] = request;
    const onCard = wholeOnCard(graph);
    const grown = kept?.grown ?? new Map<string, string>();
    outputGrown(onCard, grown);
    const keptResults = [...grown.keys()].map(grownOutput);
    const choice = { ...options, provider: 'webgpu', keptResults } as const;
    return new CardGraph(await GraphSession.create(onCard, purpose, threads, choice), memory, kept);
  }

  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    const kept = this.#kept;
    const results = await this.#session.runAndKeep(await this.#memory.placed(inputs, kept), outputs);
    for (const name of kept?.grown.keys() ?? []) {
      kept?.keep(name, inputs[name] as Tensor, results[grownOutput(name)] as Tensor);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}
