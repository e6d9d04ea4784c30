/** ONNX Runtime behind a small surface: sessions made from graphs, run on arrays that the caller owns. */
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { runtimeFailed } from '../../errors/engine.ts';
import { encodeModel } from '../../graph/encode.ts';
import { elementTypeOf, type Graph } from '../../graph/graph.ts';
import type { LoadedGraph, LoadGraph, LoadOptions, Tensors } from '../runner.ts';

export type { Tensors };

/** Names of what this build of ONNX Runtime can compute on, without anything else installed. */
export function engineProviders(): readonly string[] {
  return listSupportedBackends()
    .filter(({ bundled }) => bundled)
    .map(({ name }) => name);
}

export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** A tensor over the caller's memory: inputs are read from it and outputs written into it, without a copy. */
export function tensorOver(data: TensorData, shape: readonly number[]): Tensor {
  return new Tensor(elementTypeOf(data), data, shape);
}

interface SessionChoice {
  readonly weightsInFile?: boolean;
  readonly returnsMemory?: boolean;
}

function sessionOptions(
  threads: number,
  { weightsInFile = false, returnsMemory = false }: SessionChoice = {},
): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    enableCpuMemArena: !returnsMemory,
    enableMemPattern: !returnsMemory,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Waiting threads sleep. Spinning ones would double the cost of everything as soon as the machine is used for
    // something else, which an editor's machine always is; docs/log.md has the measurement.
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        // Without a copy in the order in which the products read them, weights stay where they are mapped from.
        ...(weightsInFile && { disable_prepacking: '1' }),
      },
    },
  };
}

/** A graph, loaded by ONNX Runtime. */
export class GraphSession implements LoadedGraph {
  readonly #session: InferenceSession;
  readonly #purpose: string;

  private constructor(session: InferenceSession, purpose: string) {
    this.#session = session;
    this.#purpose = purpose;
  }

  /**
   * `purpose` names the graph in errors. With `returnsMemory`, what a run needs goes back to the system behind it, where
   * it otherwise stays with the session, up to twice over: docs/decisions/preflight.md has the figures.
   */
  static async create(
    graph: Graph,
    purpose: string,
    threads: number,
    { returnsMemory = false }: LoadOptions = {},
  ): Promise<GraphSession> {
    try {
      const options = sessionOptions(threads, { returnsMemory });
      const session = await InferenceSession.create(encodeModel(graph), options);
      return new GraphSession(session, purpose);
    } catch (cause) {
      throw runtimeFailed(`loading the graph of ${purpose}`, cause);
    }
  }

  /**
   * Loads an ONNX file; weights stored beside it are found by their relative paths. `inFile` leaves them there, for the
   * system to read what is needed.
   */
  static async open(
    file: string,
    purpose: string,
    threads: number,
    { inFile = false }: { readonly inFile?: boolean } = {},
  ): Promise<GraphSession> {
    try {
      return new GraphSession(
        await InferenceSession.create(file, sessionOptions(threads, { weightsInFile: inFile })),
        purpose,
      );
    } catch (cause) {
      throw runtimeFailed(`loading ${file}`, cause);
    }
  }

  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    try {
      await this.#session.run(inputs, outputs);
    } catch (cause) {
      throw runtimeFailed(`running the graph of ${this.#purpose}`, cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

/** Loads graphs for ONNX Runtime, which computes them unless something else is chosen. */
export const loadOnOnnxRuntime: LoadGraph = (...request) => GraphSession.create(...request);
