/**
 * A graph in operators that ONNX Runtime's WebGPU provider computes: those that it lacks are written by others, so that
 * no part of a run goes back to the processor. Results stay the same; a product of transposed matrices takes an
 * operation more for each that is transposed.
 */
import { Graph, single, type Attribute, type Operation, type Value } from './graph.ts';
import { add, both, divide, exp, log, multiply, sqrt, subtract } from './operators/elementwise.ts';
import { matmul } from './operators/linear.ts';
import { sum } from './operators/reduce.ts';
import { transpose } from './operators/shape.ts';
import { staticShape } from './shapes.ts';

/** `inputs` and `outputs` are of the new graph; `outputs` are made by the operation as it is. */
type Rule = (
  inputs: readonly Value[],
  attributes: Operation['attributes'],
  asItIs: () => readonly Value[],
) => readonly Value[];

/** By operator; every other one stays as it is. */
const rules: Readonly<Record<string, Rule>> = {
  FusedMatMul: ([a, b], attributes) => [product(a as Value, b as Value, attributes)],
  LogSoftmax: ([x]) => [logSoftmax(x as Value)],
  Or: ([a, b]) => [not(both(not(a as Value), not(b as Value)))],
  // The second result is what the gradient needs. The provider takes its name and leaves zeros there.
  SimplifiedLayerNormalization: ([x], { epsilon }, asItIs) => [
    asItIs()[0] as Value,
    inverseRoot(x as Value, numberOf(epsilon, 0)),
  ],
};

export function wholeOnCard(graph: Graph): Graph {
  const whole = new Graph();
  const known = new Map<Value, Value>();
  const counterpart = (value: Value): Value => known.get(value) as Value;
  for (const input of graph.inputs) known.set(input, whole.input(input.name, input.type, input.shape));
  for (const { value, data } of graph.constants) {
    known.set(value, whole.constant(data, value.shape as readonly number[]));
  }
  for (const operation of graph.operations) {
    const { type, domain, attributes, outputs } = operation;
    const inputs = operation.inputs.map((input) => input && counterpart(input));
    const asItIs = () => whole.apply({ type, domain, attributes, inputs, outputs });
    const made = rules[type]?.(inputs as readonly Value[], attributes, asItIs) ?? asItIs();
    outputs.forEach((output, index) => known.set(output, made[index] as Value));
  }
  for (const [name, value] of graph.outputs) whole.output(name, counterpart(value));
  return whole;
}

function product(a: Value, b: Value, { transA, transB, alpha }: Operation['attributes']): Value {
  const plain = matmul(transA === 1 ? turned(a) : a, transB === 1 ? turned(b) : b);
  const scale = numberOf(alpha, 1);
  return scale === 1 ? plain : multiply(plain, scale);
}

const numberOf = (attribute: Attribute | undefined, otherwise: number): number =>
  typeof attribute === 'object' && 'float' in attribute ? attribute.float : otherwise;

/** The last two axes exchanged. */
function turned(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).toReversed()]);
}

/** 1 / sqrt(mean(x²) + epsilon) over the last axis, which stays as one of size 1. */
function inverseRoot(x: Value, epsilon: number): Value {
  const [width] = staticShape('rmsNorm', x.shape.slice(-1));
  return divide(1, sqrt(add(multiply(sum(multiply(x, x), [-1], true), 1 / (width ?? 1)), epsilon)));
}

function logSoftmax(x: Value): Value {
  const shifted = subtract(x, largest(x));
  return subtract(shifted, log(sum(exp(shifted), [-1], true)));
}

/** Over the last axis, which stays as one of size 1. */
function largest(x: Value): Value {
  return single(
    x.graph.apply({
      type: 'ReduceMax',
      inputs: [x, x.graph.constant(BigInt64Array.of(-1n), [1])],
      attributes: { keepdims: 1 },
      outputs: [{ type: x.type, shape: [...x.shape.slice(0, -1), 1] }],
    }),
  );
}

function not(x: Value): Value {
  return single(x.graph.apply({ type: 'Not', inputs: [x], outputs: [{ type: 'bool', shape: x.shape }] }));
}
