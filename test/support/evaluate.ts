/** Graphs evaluated with ONNX Runtime, or with what a test gives, for tests: arrays in, arrays out. */
import { loadOnOnnxRuntime, tensorOver, type TensorData } from '../../trainer/engine/local/runtime.ts';
import type { LoadedGraph } from '../../trainer/engine/runner.ts';
import type { Graph, Shape } from '../../trainer/graph/graph.ts';
import { sizeOf } from '../../trainer/graph/shapes.ts';

/** Sizes of dimensions that the graph names instead of numbering. */
export type Sizes = Readonly<Record<string, number>>;

/** A loaded graph whose inputs and outputs are arrays by name. */
export class Evaluator implements AsyncDisposable {
  readonly #graph: Graph;
  readonly #session: LoadedGraph;

  private constructor(graph: Graph, session: LoadedGraph) {
    this.#graph = graph;
    this.#session = session;
  }

  static async open(graph: Graph, load = loadOnOnnxRuntime): Promise<Evaluator> {
    return new Evaluator(graph, await load(graph, 'a test', 1));
  }

  /** Every input of the graph must be given; every float32, int32 or int64 output is returned. */
  async run(inputs: Readonly<Record<string, TensorData>>, sizes: Sizes = {}): Promise<Outputs> {
    const given = this.#graph.inputs.map(({ name, shape }) => {
      const data = inputs[name];
      if (data === undefined) throw new RangeError(`The test gives no input "${name}".`);
      return [name, tensorOver(data, numbered(shape, sizes))] as const;
    });
    const data = new Map<string, TensorData>();
    const tensors = [...this.#graph.outputs].map(([name, { type, shape }]) => {
      const dimensions = numbered(shape, sizes);
      const array = emptyArray(type, sizeOf(dimensions));
      data.set(name, array);
      return [name, tensorOver(array, dimensions)] as const;
    });
    await this.#session.run(Object.fromEntries(given), Object.fromEntries(tensors));
    return new Outputs(data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

/** What a run produced, by the outputs' names. */
export class Outputs {
  readonly #data: ReadonlyMap<string, TensorData>;

  constructor(data: ReadonlyMap<string, TensorData>) {
    this.#data = data;
  }

  get names(): readonly string[] {
    return [...this.#data.keys()];
  }

  array(name: string): TensorData {
    const data = this.#data.get(name);
    if (data === undefined) throw new RangeError(`The graph has no output "${name}".`);
    return data;
  }

  floats(name: string): Float32Array {
    const data = this.array(name);
    if (!(data instanceof Float32Array)) throw new TypeError(`The output "${name}" is not float32.`);
    return data;
  }

  /** The output as ordinary numbers, for `deepEqual`. */
  numbers(name: string): number[] {
    return Array.from(this.array(name), Number);
  }
}

/** Loads the graph, runs it once and lets it go. */
export async function evaluate(
  graph: Graph,
  inputs: Readonly<Record<string, TensorData>> = {},
  sizes: Sizes = {},
  load = loadOnOnnxRuntime,
): Promise<Outputs> {
  await using evaluator = await Evaluator.open(graph, load);
  return await evaluator.run(inputs, sizes);
}

function numbered(shape: Shape, sizes: Sizes): number[] {
  return shape.map((dimension) => {
    const size = typeof dimension === 'number' ? dimension : sizes[dimension];
    if (size === undefined) throw new RangeError(`The test gives no size for "${dimension}".`);
    return size;
  });
}

function emptyArray(type: string, size: number): TensorData {
  switch (type) {
    case 'float32':
      return new Float32Array(size);
    case 'int32':
      return new Int32Array(size);
    case 'int64':
      return new BigInt64Array(size);
    default:
      throw new TypeError(`A test cannot read outputs of type ${type}; cast them first.`);
  }
}
