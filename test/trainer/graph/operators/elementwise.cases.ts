/** Gradient cases of trainer/graph/operators/elementwise.ts. */
import type { Value } from '../../../../trainer/graph/graph.ts';
import {
  add,
  divide,
  exp,
  greater,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  sigmoid,
  silu,
  sqrt,
  subtract,
  where,
} from '../../../../trainer/graph/operators/elementwise.ts';
import { sizeOf } from '../../../../trainer/graph/shapes.ts';
import type { CaseInput, GradientCase } from '../../../support/gradient-case.ts';
import { tf, type Tensor } from '../../../support/tensorflow.ts';

type BinaryCase = readonly [
  operator: string,
  ours: (a: Value | number, b: Value | number) => Value,
  theirs: (a: Tensor | number, b: Tensor | number) => Tensor,
];

/** TensorFlow.js does not sum the gradient of its extremes over repeated axes, so the repetition is spelled out. */
function repeated(operator: (a: Tensor, b: Tensor) => Tensor): BinaryCase[2] {
  return (a, b) => {
    const [left, right] = [tf.add(a, 0), tf.add(b, 0)];
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(left.shape, right.shape);
    return operator(tf.broadcastTo(left, shape), tf.broadcastTo(right, shape));
  };
}

const binaryOperators: readonly BinaryCase[] = [
  ['add', add, tf.add],
  ['subtract', subtract, tf.sub],
  ['multiply', multiply, tf.mul],
  ['divide', divide, tf.div],
  ['minimum', minimum, repeated(tf.minimum)],
  ['maximum', maximum, repeated(tf.maximum)],
];

/** Every direction in which NumPy broadcasts. */
const shapePairs: readonly (readonly [about: string, a: readonly number[], b: readonly number[]])[] = [
  ['equal shapes', [2, 3], [2, 3]],
  ['a row repeated on the right', [2, 3], [3]],
  ['a row repeated on the left', [3], [2, 3]],
  ['a column repeated on the right', [2, 3], [2, 1]],
  ['a column and a row repeated together', [2, 1], [1, 3]],
  ['sizes of 1 inside on both sides', [2, 1, 3], [4, 1]],
  ['a scalar on the left', [], [2, 3]],
  ['a scalar on the right', [2, 3], []],
  ['two scalars', [], []],
  ['one element against a matrix', [1], [2, 3]],
  ['one element of higher rank', [1, 1, 1], [2]],
];

/** Whole numbers on the left and halves on the right: far from ties, and no divisor near 0. */
function wholes(shape: readonly number[]): CaseInput {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 3 + 1) % 5) - 2) };
}

function halves(shape: readonly number[]): CaseInput {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 2) % 5) - 1.5) };
}

const binaryCases = binaryOperators.flatMap(([operator, ours, theirs]): GradientCase[] => [
  ...shapePairs.map(([about, left, right]) => ({
    operator,
    about,
    inputs: [wholes(left), halves(right)],
    ours: (a: Value, b: Value) => ours(a, b),
    theirs: (a: Tensor, b: Tensor) => theirs(a, b),
  })),
  {
    operator,
    about: 'a number on the left',
    inputs: [halves([2, 3])],
    ours: (x) => ours(2, x),
    theirs: (x) => theirs(2, x),
  },
  {
    operator,
    about: 'a number on the right',
    inputs: [wholes([2, 3])],
    ours: (x) => ours(x, 0.5),
    theirs: (x) => theirs(x, 0.5),
  },
]);

function unary(
  operator: string,
  ours: (x: Value) => Value,
  theirs: (x: Tensor) => Tensor,
  low: number,
  high: number,
): GradientCase[] {
  const shapes: readonly (readonly number[])[] = [[2, 3], []];
  return shapes.map((shape) => ({
    operator,
    about: `shape [${shape.join(', ')}]`,
    inputs: [{ shape, low, high }],
    ours: (x: Value) => ours(x),
    theirs: (x: Tensor) => theirs(x),
  }));
}

const unaryCases = [
  ...unary('negate', negate, (x) => tf.neg(x), -2, 2),
  ...unary('exp', exp, (x) => tf.exp(x), -2, 2),
  ...unary('log', log, (x) => tf.log(x), 0.5, 2),
  ...unary('sqrt', sqrt, (x) => tf.sqrt(x), 0.5, 2),
  ...unary('sigmoid', sigmoid, (x) => tf.sigmoid(x), -4, 4),
  ...unary('silu', silu, (x) => tf.mul(x, tf.sigmoid(x)), -4, 4),
];

const reuseCases: readonly GradientCase[] = [
  {
    operator: 'multiply',
    about: 'one value used as both operands',
    inputs: [{ shape: [2, 3] }],
    ours: (x) => multiply(x, x),
    theirs: (x) => tf.mul(x, x),
  },
  {
    operator: 'add',
    about: 'one value reaching the result on four paths',
    inputs: [{ shape: [3] }],
    ours: (x) => add(add(x, multiply(x, exp(x))), sigmoid(x)),
    theirs: (x) => tf.add(tf.add(x, tf.mul(x, tf.exp(x))), tf.sigmoid(x)),
  },
  {
    operator: 'subtract',
    about: 'one value repeated against itself in another shape',
    inputs: [{ shape: [3] }, { shape: [2, 3] }],
    ours: (x, y) => subtract(multiply(x, y), divide(x, 2)),
    theirs: (x, y) => tf.sub(tf.mul(x, y), tf.div(x, 2)),
  },
];

const positive = (x: Value) => greater(x, 0);

/** Comparisons of TensorFlow.js stop at a missing gradient, so they get a copy of the numbers. */
const theirPositive = (x: Tensor) => tf.greater(tf.tensor(x.dataSync<'float32'>(), x.shape), 0);

const whereCases: readonly GradientCase[] = [
  {
    operator: 'where',
    about: 'a condition on one of the choices',
    inputs: [halves([2, 3]), wholes([2, 3])],
    ours: (a, b) => where(positive(a), a, b),
    theirs: (a, b) => tf.where(theirPositive(a), a, b),
  },
  {
    operator: 'where',
    about: 'choices repeated to the shape of the condition',
    inputs: [halves([2, 3]), wholes([3]), wholes([2, 1])],
    ours: (c, a, b) => add(where(positive(c), a, b), c),
    theirs: (c, a, b) => tf.add(tf.where(theirPositive(c), a, b), c),
  },
  {
    operator: 'where',
    about: 'a condition repeated to the shape of the choices',
    inputs: [halves([3]), wholes([2, 3]), wholes([])],
    ours: (c, a, b) => add(where(positive(c), a, b), c),
    theirs: (c, a, b) => tf.add(tf.where(tf.broadcastTo(theirPositive(c), [2, 3]), a, b), c),
  },
  {
    operator: 'where',
    about: 'a number for the first choice',
    inputs: [halves([2, 3])],
    ours: (x) => where(positive(x), 0.25, multiply(x, x)),
    theirs: (x) => tf.where(theirPositive(x), tf.fill([2, 3], 0.25), tf.mul(x, x)),
  },
  {
    operator: 'where',
    about: 'a number for the second choice',
    inputs: [halves([2, 3])],
    ours: (x) => where(positive(x), exp(x), -1),
    theirs: (x) => tf.where(theirPositive(x), tf.exp(x), tf.fill([2, 3], -1)),
  },
];

export const elementwiseCases: readonly GradientCase[] = [
  ...binaryCases,
  ...unaryCases,
  ...reuseCases,
  ...whereCases,
];
