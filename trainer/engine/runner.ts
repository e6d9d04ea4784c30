/** What the engine asks of whatever computes a graph: ONNX Runtime, or TensorFlow where the user has chosen it. */
import type { Tensor } from 'onnxruntime-node';
import type { Graph } from '../graph/graph.ts';
import type { KeptInputs } from './kept-inputs.ts';

/** Memory of the caller's, each with a shape and an element type: ONNX Runtime's class, which holds nothing native. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph, loaded. A run blocks the thread it is called on, which hears its messages between two runs. */
export interface LoadedGraph extends AsyncDisposable {
  /**
   * Reads every input of the graph, and writes each output named in `outputs` into its tensor's memory. An input that the
   * graph does not have is passed over.
   */
  run(inputs: Tensors, outputs: Tensors): Promise<void>;
}

export interface LoadOptions {
  /** Inputs that never change, by name: they become part of the loaded graph. Only ONNX Runtime on the processor takes them. */
  readonly constants?: Tensors;
  /** What a run needs of memory goes back to the system behind it. */
  readonly returnsMemory?: boolean;
  /** Inputs that a graphics card keeps; whoever computes beside the caller's memory has no need to. */
  readonly kept?: KeptInputs;
}

/** `purpose` names the graph in errors; `threads` are those that may compute it at once. */
export type LoadGraph = (
  graph: Graph,
  purpose: string,
  threads: number,
  options?: LoadOptions,
) => Promise<LoadedGraph>;
