/**
 * The operators of our graphs as functions of TensorFlow.js: a row for each type that `trainer/graph` can make, and a
 * reason for each that is refused. A test holds both against the sources of the graph's operators.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { cachedAttention, rotary } from './attention.ts';
import { input, number, numbers, type Call, type Functions, type Operator } from './call.ts';
import { gatherElements, scatterElements, scatterRows } from './scatter.ts';

/** TensorFlow.js has 32-bit whole numbers only; those of our graphs that are wider are positions and token numbers. */
type TensorFlowType = 'float32' | 'int32' | 'bool';

/** By ONNX's numbers of element types: float32, uint8, int32, int64, bool. */
const castTypes: Readonly<Record<number, TensorFlowType>> = {
  1: 'float32',
  2: 'int32',
  6: 'int32',
  7: 'int32',
  9: 'bool',
};

const unary =
  (compute: (tf: Functions, x: Tensor) => Tensor): Operator =>
  (tf, call) => [compute(tf, input(call, 0))];

const binary =
  (compute: (tf: Functions, a: Tensor, b: Tensor) => Tensor): Operator =>
  (tf, call) => [compute(tf, input(call, 0), input(call, 1))];

/** scale · a · b; a matrix behind further axes of `a` is one product of all rows, not one for each leading index. */
function product(tf: Functions, call: Call): readonly Tensor[] {
  const [a, b] = [input(call, 0), input(call, 1)];
  const [transposesA, transposesB] = [number(call, 'transA', 0) === 1, number(call, 'transB', 0) === 1];
  const scale = number(call, 'alpha', 1);
  const isWeight = b.rank === 2 && a.rank > 2;
  const left = isWeight ? tf.reshape(a, [-1, a.shape.at(-1) ?? 0]) : a;
  const plain = tf.matMul(left, b, transposesA, transposesB);
  const shaped = isWeight ? tf.reshape(plain, [...a.shape.slice(0, -1), plain.shape.at(-1) ?? 0]) : plain;
  return [scale === 1 ? shaped : tf.mul(shaped, scale)];
}

/** x / √(mean(x²) + ε) · gain, and the inverse of the root beside it, which the gradient reads. */
function rmsNorm(tf: Functions, call: Call): readonly Tensor[] {
  const [x, gain] = [input(call, 0), input(call, 1)];
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), number(call, 'epsilon', 0)));
  return [tf.mul(tf.mul(x, inverse), gain), inverse];
}

/** x − max(x) − log Σ exp(x − max(x)), so that nothing overflows. */
function logSoftmax(tf: Functions, x: Tensor): Tensor {
  const shifted = tf.sub(x, tf.max(x, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

/** In ONNX 0 keeps the size of the same axis, which TensorFlow does not know; −1 both understand. */
function reshape(tf: Functions, call: Call): readonly Tensor[] {
  const x = input(call, 0);
  return [
    tf.reshape(
      x,
      call.list(1).map((size, axis) => (size === 0 ? (x.shape[axis] ?? 0) : size)),
    ),
  ];
}

function joined(tf: Functions, call: Call): readonly Tensor[] {
  const parts = call.inputs.map((_, position) => input(call, position));
  return [tf.concat(parts, number(call, 'axis', 0))];
}

function cast(tf: Functions, call: Call): readonly Tensor[] {
  return [tf.cast(input(call, 0), castTypes[number(call, 'to', 1)] ?? 'float32')];
}

export const operators: Readonly<Record<string, Operator>> = {
  Add: binary((tf, a, b) => tf.add(a, b)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Div: binary((tf, a, b) => tf.div(a, b)),
  Min: binary((tf, a, b) => tf.minimum(a, b)),
  Max: binary((tf, a, b) => tf.maximum(a, b)),
  LessOrEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  And: binary((tf, a, b) => tf.logicalAnd(a, b)),
  Or: binary((tf, a, b) => tf.logicalOr(a, b)),
  Where: (tf, call) => [tf.where(input(call, 0), input(call, 1), input(call, 2))],
  Neg: unary((tf, x) => tf.neg(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Log: unary((tf, x) => tf.log(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  QuickGelu: (tf, call) => {
    const x = input(call, 0);
    return [tf.mul(x, tf.sigmoid(tf.mul(x, number(call, 'alpha', 1.702))))];
  },
  Identity: unary((tf, x) => tf.clone(x)),
  Cast: cast,
  MatMul: product,
  FusedMatMul: product,
  SimplifiedLayerNormalization: rmsNorm,
  Softmax: unary((tf, x) => tf.softmax(x, -1)),
  LogSoftmax: unary(logSoftmax),
  ReduceSum: (tf, call) => [tf.sum(input(call, 0), [...call.list(1)], number(call, 'keepdims', 1) === 1)],
  Reshape: reshape,
  Expand: (tf, call) => [tf.broadcastTo(input(call, 0), [...call.list(1)])],
  Transpose: (tf, call) => [tf.transpose(input(call, 0), numbers(call, 'perm'))],
  Concat: joined,
  Split: (tf, call) => tf.split(input(call, 0), [...call.list(1)], number(call, 'axis', 0)),
  Gather: (tf, call) => [tf.gather(input(call, 0), input(call, 1), number(call, 'axis', 0))],
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  ScatterND: scatterRows,
  RotaryEmbedding: rotary,
  GroupQueryAttention: cachedAttention,
};

/** Operator → why TensorFlow.js does not compute it. */
export const refused: Readonly<Record<string, string>> = {
  Mod: 'dropout multiplies 64-bit whole numbers, and TensorFlow.js has 32-bit ones',
  MatMulNBits: 'matrices in 4 and 8 bits are stored for ONNX Runtime, which alone reads critics',
  GatherBlockQuantized: 'matrices in 4 and 8 bits are stored for ONNX Runtime, which alone reads critics',
};
