/**
 * Graphs computed by TensorFlow.js, operator by operator. Every run copies its inputs to TensorFlow's memory and its
 * outputs back, trained weights included; docs/decisions/tensorflow.md says what that costs and when it is worth it.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensor as Memory } from 'onnxruntime-node';
import { notOnTensorFlow, tensorFlowFailed } from '../../errors/tensorflow.ts';
import { neededBy } from '../../graph/encode.ts';
import type { Constant, Graph, Operation, Value } from '../../graph/graph.ts';
import { staticShape } from '../../graph/shapes.ts';
import type { LoadedGraph, LoadGraph, Tensors } from '../runner.ts';
import type { Functions } from './call.ts';
import { operators, refused } from './operators.ts';

/**
 * Loads graphs for the TensorFlow.js that is given, whose threads are its own choice. Arrays in `fixed` never change:
 * each is copied to TensorFlow's memory once, and stays there for all graphs as long as the thread lives.
 */
export function tensorFlowLoader(tf: Functions, fixed: ReadonlySet<unknown> = new Set()): LoadGraph {
  const held = new Map<unknown, Tensor>();
  const given = (memory: Memory): Tensor => {
    const { data, dims } = memory;
    const known = held.get(data);
    if (known !== undefined) return tf.clone(known);
    const tensor = tf.tensor(numbersOf(data), [...dims], typeOf(data));
    if (!fixed.has(data)) return tensor;
    held.set(data, tf.keep(tensor));
    return tf.clone(tensor);
  };
  return (graph, purpose) => new Promise((loaded) => loaded(new TensorFlowGraph(tf, given, graph, purpose)));
}

class TensorFlowGraph implements LoadedGraph {
  readonly #tf: Functions;
  /** An input's numbers as a tensor that may be let go. */
  readonly #given: (memory: Memory) => Tensor;
  readonly #graph: Graph;
  readonly #purpose: string;
  readonly #operations: readonly Operation[];
  readonly #constants = new Map<Value, Tensor>();
  readonly #lists = new Map<Value, readonly number[]>();
  /** Operation → values that no later one reads. */
  readonly #lastRead: ReadonlyMap<Operation, readonly Value[]>;

  constructor(tf: Functions, given: (memory: Memory) => Tensor, graph: Graph, purpose: string) {
    const { operations, values } = neededBy(graph);
    for (const { type } of operations) {
      if (operators[type] === undefined) throw notOnTensorFlow(type, purpose, refused[type]);
    }
    this.#tf = tf;
    this.#given = given;
    this.#graph = graph;
    this.#purpose = purpose;
    this.#operations = operations;
    this.#lastRead = lastReads(operations, new Set(graph.outputs.values()));
    for (const constant of graph.constants.filter(({ value }) => values.has(value))) this.#hold(constant);
  }

  #hold({ value, data }: Constant): void {
    const shape = staticShape('a constant', value.shape);
    if (!(data instanceof Float32Array)) this.#lists.set(value, Array.from(data, Number));
    this.#constants.set(value, this.#tf.tensor(numbersOf(data), [...shape], typeOf(data)));
  }

  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    // What follows blocks the thread, so an abort that waits there is heard now or not at all.
    await breathe();
    try {
      this.#tf.tidy(() => {
        const results = this.#compute(inputs);
        for (const [name, memory] of Object.entries(outputs)) {
          const value = this.#graph.outputs.get(name);
          if (value === undefined) throw new RangeError(`there is no output "${name}"`);
          write(memory, results.get(value) as Tensor);
        }
      });
    } catch (cause) {
      throw tensorFlowFailed(`running the graph of ${this.#purpose}`, cause);
    }
  }

  /** The values of inputs, constants and outputs; what is in between is let go as soon as nobody reads it any more. */
  #compute(inputs: Tensors): ReadonlyMap<Value, Tensor> {
    const known = new Map(this.#constants);
    for (const value of this.#graph.inputs) {
      const given = inputs[value.name];
      if (given !== undefined) known.set(value, this.#given(given));
    }
    for (const operation of this.#operations) {
      const given = operation.inputs.map((value) => value && read(known, value));
      const results = this.#tf.tidy(() => [...this.#apply(operation, given)]);
      results.forEach((tensor, index) => known.set(operation.outputs[index] as Value, tensor));
      for (const value of this.#lastRead.get(operation) ?? []) {
        if (this.#constants.has(value)) continue;
        known.get(value)?.dispose();
        known.delete(value);
      }
    }
    return known;
  }

  /** A tensor that an operator hands on as it is gets a second handle, so that letting one go leaves the other. */
  #apply(operation: Operation, inputs: readonly (Tensor | undefined)[]): readonly Tensor[] {
    const list = (position: number): readonly number[] => {
      const numbers = this.#lists.get(operation.inputs[position] as Value);
      if (numbers === undefined) throw new RangeError(`${operation.type} reads sizes that are no constant`);
      return numbers;
    };
    const results = operators[operation.type]?.(this.#tf, { operation, inputs, list }) ?? [];
    return results.map((tensor) => (inputs.includes(tensor) ? this.#tf.clone(tensor) : tensor));
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const tensor of this.#constants.values()) tensor.dispose();
    this.#constants.clear();
    return Promise.resolve();
  }
}

function read(known: ReadonlyMap<Value, Tensor>, value: Value): Tensor {
  const tensor = known.get(value);
  if (tensor === undefined) throw new RangeError(`the input "${value.name}" was not given`);
  return tensor;
}

/** For each operation, the values that are read there for the last time, or nowhere. */
function lastReads(
  operations: readonly Operation[],
  kept: ReadonlySet<Value>,
): ReadonlyMap<Operation, readonly Value[]> {
  const seen = new Set<Value>();
  const found = new Map<Operation, readonly Value[]>();
  for (const operation of [...operations].reverse()) {
    const values = new Set([...operation.outputs, ...operation.inputs]);
    const last = [...values].filter((value) => value !== undefined && !kept.has(value) && !seen.has(value));
    found.set(operation, last as Value[]);
    for (const value of last) seen.add(value as Value);
  }
  return found;
}

const typeOf = (data: Memory['data']): 'float32' | 'int32' =>
  data instanceof Float32Array ? 'float32' : 'int32';

/** TensorFlow.js has no 64-bit whole numbers. Ours are positions, token numbers and sizes, which 32 bits hold. */
function numbersOf(data: Memory['data']): Float32Array | Int32Array {
  return data instanceof Float32Array || data instanceof Int32Array ? data : Int32Array.from(data, Number);
}

function write({ data }: Memory, tensor: Tensor): void {
  const numbers = tensor.dataSync<'float32'>();
  if (data instanceof BigInt64Array) data.set(BigInt64Array.from(numbers, BigInt));
  else if (data instanceof Float32Array || data instanceof Int32Array) data.set(numbers);
  else throw new RangeError('an output is neither float32 nor a whole number of 32 or 64 bits');
}
