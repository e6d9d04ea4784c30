/** Gradient cases of trainer/graph/operators/linear.ts. */
import { linear, matmul } from '../../../../trainer/graph/operators/linear.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf, type Tensor } from '../../../support/tensorflow.ts';

const flags = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
  { transposeA: true, transposeB: true },
];

/** [.., 2, 3] · [.., 3, 4], each stored transposed where the flag says so. */
function productCases(batch: readonly number[], scale: number): GradientCase[] {
  return flags.map(({ transposeA, transposeB }) => ({
    operator: 'matmul',
    about:
      `batch [${batch.join(', ')}], a ${transposeA ? 'transposed' : 'plain'}, ` +
      `b ${transposeB ? 'transposed' : 'plain'}, scale ${scale}`,
    inputs: [
      { shape: [...batch, ...(transposeA ? [3, 2] : [2, 3])] },
      { shape: [...batch, ...(transposeB ? [4, 3] : [3, 4])] },
    ],
    ours: (a, b) => matmul(a, b, { transposeA, transposeB, scale }),
    theirs: (a, b) => tf.mul(tf.matMul(a, b, transposeA, transposeB), scale),
  }));
}

/** A weight that all matrices of a batch are multiplied by. TensorFlow.js has no gradient for it, so it flattens. */
function weightCases(transposeB: boolean, scale: number): GradientCase {
  return {
    operator: 'matmul',
    about: `a ${transposeB ? 'transposed' : 'plain'} weight, scale ${scale}`,
    inputs: [{ shape: [2, 2, 3] }, { shape: transposeB ? [4, 3] : [3, 4] }],
    ours: (a, b) => matmul(a, b, { transposeB, scale }),
    theirs: (a, b) =>
      tf.reshape(tf.mul(tf.matMul(tf.reshape(a, [4, 3]), b, false, transposeB), scale), [2, 2, 4]),
  };
}

const otherCases: readonly GradientCase[] = [
  {
    operator: 'matmul',
    about: 'one value as both operands',
    inputs: [{ shape: [2, 3] }],
    ours: (x) => matmul(x, x, { transposeB: true }),
    theirs: (x) => tf.matMul(x, x, false, true),
  },
  {
    operator: 'matmul',
    about: 'an inner size of 1',
    inputs: [{ shape: [3, 1] }, { shape: [1, 2] }],
    ours: (a, b) => matmul(a, b, { scale: 2 }),
    theirs: (a, b) => tf.mul(tf.matMul(a, b), 2),
  },
  {
    operator: 'matmul',
    about: 'rows and columns of 1 in a batch of 1',
    inputs: [{ shape: [1, 1, 3] }, { shape: [1, 3, 1] }],
    ours: (a, b) => matmul(a, b),
    theirs: (a, b) => tf.matMul(a, b),
  },
  {
    operator: 'matmul',
    about: 'a column weight for a batch of 1',
    inputs: [{ shape: [1, 2, 3] }, { shape: [3, 1] }],
    ours: (a, b) => matmul(a, b),
    theirs: (a, b) => tf.reshape(tf.matMul(tf.reshape(a, [2, 3]), b), [1, 2, 1]),
  },
];

/** TensorFlow.js has no gradient for a weight that serves a batch, so it flattens. */
const projectionCases: readonly GradientCase[] = [
  [4, 3],
  [2, 2, 3],
  [1, 1, 3],
].flatMap((shape) => {
  const flat = (x: Tensor) => tf.reshape(x, [-1, 3]);
  const whole = [...shape.slice(0, -1), 2];
  return [
    {
      operator: 'linear',
      about: `inputs [${shape.join(', ')}] without a bias`,
      inputs: [{ shape }, { shape: [2, 3] }],
      ours: (x, weight) => linear(x, weight),
      theirs: (x, weight) => tf.reshape(tf.matMul(flat(x), weight, false, true), whole),
    },
    {
      operator: 'linear',
      about: `inputs [${shape.join(', ')}] and a bias`,
      inputs: [{ shape }, { shape: [2, 3] }, { shape: [2] }],
      ours: (x, weight, bias) => linear(x, weight, { bias }),
      theirs: (x, weight, bias) => tf.reshape(tf.add(tf.matMul(flat(x), weight, false, true), bias), whole),
    },
  ] satisfies GradientCase[];
});

export const linearCases: readonly GradientCase[] = [
  ...[[], [2], [2, 2]].flatMap((batch) => [1, 0.5].flatMap((scale) => productCases(batch, scale))),
  ...[false, true].flatMap((transposeB) => [1, -1.5].map((scale) => weightCases(transposeB, scale))),
  ...otherCases,
  ...projectionCases,
];
