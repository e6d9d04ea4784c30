/** One operator in one situation: our value and gradient, finite differences, and TensorFlow.js beside them. */
import type { LoadGraph } from '../../trainer/engine/runner.ts';
import { gradients } from '../../trainer/graph/gradients.ts';
import { Graph, type Value } from '../../trainer/graph/graph.ts';
import { multiply } from '../../trainer/graph/operators/elementwise.ts';
import { sum } from '../../trainer/graph/operators/reduce.ts';
import { sizeOf, staticShape } from '../../trainer/graph/shapes.ts';
import { Evaluator } from './evaluate.ts';
import { finiteDifferences } from './finite-differences.ts';
import { uniformArray } from './random-arrays.ts';
import { tf, type Tensor } from './tensorflow.ts';

/** A differentiated input: its numbers, or a range that random ones are drawn from (−1 to 1 unless told). */
export interface CaseInput {
  readonly shape: readonly number[];
  readonly data?: readonly number[];
  readonly low?: number;
  readonly high?: number;
}

export interface GradientCase {
  /** The exported function under test. */
  readonly operator: string;
  /** What is special about this case. */
  readonly about: string;
  readonly inputs: readonly CaseInput[];
  /** The expression in our operators, and in those of TensorFlow.js. */
  readonly ours: (...inputs: Value[]) => Value;
  readonly theirs: (...inputs: Tensor[]) => Tensor;
}

export interface CaseResult {
  readonly value: Float32Array;
  /** One array an input. */
  readonly gradients: readonly ArrayLike<number>[];
}

const inputName = (index: number) => `input.${index}`;

function numbersOf(inputs: readonly CaseInput[]): Float32Array[] {
  return inputs.map(({ shape, data, low, high }, index) =>
    data === undefined ? uniformArray(sizeOf(shape), 100 + index, low, high) : Float32Array.from(data),
  );
}

/** The loss is Σ factor · output, so that every element of the output has a gradient of its own. */
function factorsFor(size: number): Float32Array {
  return uniformArray(size, 7, -1, 1);
}

/** A graph with the outputs "value" and "gradient.<input>" for a case. */
function caseGraph({ inputs, ours }: Pick<GradientCase, 'inputs' | 'ours'>): Graph {
  const graph = new Graph();
  const values = inputs.map(({ shape }, index) => graph.input(inputName(index), 'float32', shape));
  const value = ours(...values);
  const shape = staticShape('the test', value.shape);
  const loss = sum(multiply(value, graph.constant(factorsFor(sizeOf(shape)), shape)));
  graph.output('value', value);
  gradients(loss, values).forEach((gradient, index) => graph.output(`gradient.${index}`, gradient));
  return graph;
}

/** Value and gradients by our graph, run by ONNX Runtime or by what is given. */
export async function ourResult(gradientCase: GradientCase, load?: LoadGraph): Promise<CaseResult> {
  await using evaluator = await Evaluator.open(caseGraph(gradientCase), load);
  const data = numbersOf(gradientCase.inputs);
  const outputs = await evaluator.run(Object.fromEntries(data.map((x, index) => [inputName(index), x])));
  return {
    value: outputs.floats('value'),
    gradients: data.map((_, index) => outputs.floats(`gradient.${index}`)),
  };
}

/** The gradients that our value's own finite differences give. */
export async function differencedGradients(gradientCase: GradientCase): Promise<Float64Array[]> {
  await using evaluator = await Evaluator.open(caseGraph(gradientCase));
  const data = numbersOf(gradientCase.inputs);
  const inputs = Object.fromEntries(data.map((x, index) => [inputName(index), x]));
  const loss = async () => {
    const value = (await evaluator.run(inputs)).floats('value');
    const factors = factorsFor(value.length);
    return value.reduce((total, x, index) => total + x * (factors[index] as number), 0);
  };
  const found: Float64Array[] = [];
  for (const point of data) found.push(await finiteDifferences(loss, point));
  return found;
}

/** Value and gradients by TensorFlow.js. */
export function theirResult({ inputs, theirs }: GradientCase): CaseResult {
  const data = numbersOf(inputs).map((x, index) =>
    tf.tensor(x, [...(inputs[index]?.shape ?? [])], 'float32'),
  );
  const loss = (...tensors: Tensor[]) => {
    const value = theirs(...tensors);
    return tf.sum(tf.mul(value, tf.tensor(factorsFor(value.size), value.shape)));
  };
  return {
    value: theirs(...data).dataSync<'float32'>(),
    gradients: tf
      .grads(loss)(data)
      .map((gradient) => gradient.dataSync<'float32'>()),
  };
}
