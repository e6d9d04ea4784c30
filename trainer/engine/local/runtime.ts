/** ONNX Runtime behind a small surface: sessions made from graphs, run on arrays that the caller owns. */
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { providerFailed, runtimeFailed } from '../../errors/engine.ts';
import { encodeModel, type ExternalTensor } from '../../graph/encode.ts';
import { elementTypeOf, type Graph } from '../../graph/graph.ts';
import { providerSchema, type Provider } from '../../protocol/config.ts';
import type { LoadedGraph, LoadGraph, LoadOptions, Tensors } from '../runner.ts';

export type { Tensors };

export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** A tensor over the caller's memory: inputs are read from it and outputs written into it, without a copy. */
export function tensorOver(data: TensorData, shape: readonly number[]): Tensor {
  return new Tensor(elementTypeOf(data), data, shape);
}

/** As ONNX Runtime calls them. */
const runtimeNames: Readonly<Record<Provider, string>> = {
  cpu: 'cpu',
  webgpu: 'webgpu',
  cuda: 'cuda',
  directml: 'dml',
};

/** Those that this build of ONNX Runtime knows, the processor first; whether they work here is another question. */
export function engineProviders(): readonly Provider[] {
  const known = new Set(listSupportedBackends().map(({ name }) => name));
  return providerSchema.options.filter((provider) => known.has(runtimeNames[provider]));
}

export interface SessionChoice extends LoadOptions {
  readonly weightsInFile?: boolean;
  readonly provider?: Provider;
  /** These results stay where the provider computes. */
  readonly keptResults?: readonly string[];
}

/** The file that the model says a constant lies in, which is its memory. */
const placeOf = (name: string): string => `${name}.bin`;

/** Constants as stored weights of the model, whose numbers ONNX Runtime is given beside it: no copy, and no limit of 2 GiB. */
function externalTensors(graph: Graph, constants: Tensors): readonly ExternalTensor[] {
  return graph.inputs.flatMap((input) => {
    const tensor = constants[input.name];
    if (tensor === undefined) return [];
    const { byteLength: length } = tensor.data as TensorData;
    return [{ input, shape: tensor.dims, location: placeOf(input.name), offset: 0, length }];
  });
}

function bytesOf({ data }: Tensor): Uint8Array {
  const { buffer, byteOffset, byteLength } = data as TensorData;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sessionOptions(threads: number, choice: SessionChoice = {}): InferenceSession.SessionOptions {
  const { weightsInFile = false, returnsMemory = false, provider = 'cpu', keptResults = [] } = choice;
  const constants = Object.entries(choice.constants ?? {});
  return {
    executionProviders: [runtimeNames[provider]],
    ...(constants.length > 0 && {
      externalData: constants.map(([name, tensor]) => ({ path: placeOf(name), data: bytesOf(tensor) })),
    }),
    ...(keptResults.length > 0 && {
      preferredOutputLocation: Object.fromEntries(keptResults.map((name) => [name, 'gpu-buffer'] as const)),
    }),
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
  /** For the session: no memory is given to what stays. */
  readonly #kept: Readonly<Record<string, null>>;

  private constructor(session: InferenceSession, purpose: string, kept: readonly string[] = []) {
    this.#session = session;
    this.#purpose = purpose;
    this.#kept = Object.fromEntries(kept.map((name) => [name, null]));
  }

  /**
   * `purpose` names the graph in errors. With `returnsMemory`, what a run needs goes back to the system behind it, where
   * it otherwise stays with the session, up to twice over: docs/decisions/preflight.md has the figures.
   */
  static async create(
    graph: Graph,
    purpose: string,
    threads: number,
    choice: SessionChoice = {},
  ): Promise<GraphSession> {
    try {
      const encoded = encodeModel(graph, { external: externalTensors(graph, choice.constants ?? {}) });
      const session = await InferenceSession.create(encoded, sessionOptions(threads, choice));
      return new GraphSession(session, purpose, choice.keptResults);
    } catch (cause) {
      const { provider = 'cpu' } = choice;
      if (provider !== 'cpu') throw providerFailed(provider, purpose, cause);
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
    await this.#computed(this.#session.run(inputs, outputs));
  }

  /** Returns the results that stay where the session computes; they are the caller's to dispose. */
  async runAndKeep(inputs: Tensors, outputs: Tensors): Promise<Tensors> {
    const results = await this.#computed(this.#session.run(inputs, { ...outputs, ...this.#kept }));
    // Where anything stays behind, ONNX Runtime for Node takes new memory for all the rest, which is float32.
    for (const [name, { data }] of Object.entries(outputs)) {
      const written = results[name]?.data;
      if (written !== undefined && written !== data) (data as Float32Array).set(written as Float32Array);
    }
    return Object.fromEntries(Object.entries(results).filter(([name]) => name in this.#kept));
  }

  async #computed(running: Promise<Tensors>): Promise<Tensors> {
    try {
      return await running;
    } catch (cause) {
      throw runtimeFailed(`running the graph of ${this.#purpose}`, cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

/** Loads graphs for ONNX Runtime on the processor, which computes them unless something else is chosen. */
export const loadOnOnnxRuntime: LoadGraph = (...request) => GraphSession.create(...request);
