/** Gradient cases of trainer/graph/operators/shape.ts. */
import { add, multiply } from '../../../../trainer/graph/operators/elementwise.ts';
import { concatenate, expand, reshape, split, transpose } from '../../../../trainer/graph/operators/shape.ts';
import type { Value } from '../../../../trainer/graph/graph.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf, type Tensor } from '../../../support/tensorflow.ts';

const reshapeCases = [
  { shape: [2, 6], to: [3, 4] },
  { shape: [2, 3], to: [1, 2, 1, 3] },
  { shape: [1, 1], to: [] },
  { shape: [], to: [1, 1] },
].map(({ shape, to }): GradientCase => ({
  operator: 'reshape',
  about: `[${shape.join(', ')}] to [${to.join(', ')}]`,
  inputs: [{ shape }],
  ours: (x) => reshape(x, to),
  theirs: (x) => tf.reshape(x, to),
}));

const transposeCases = [
  { shape: [2, 3], order: [1, 0] },
  { shape: [2, 3, 4], order: [2, 0, 1] },
  { shape: [2, 1, 3, 2], order: [0, 2, 1, 3] },
  { shape: [3], order: [0] },
].map(({ shape, order }): GradientCase => ({
  operator: 'transpose',
  about: `[${shape.join(', ')}] by [${order.join(', ')}]`,
  inputs: [{ shape }],
  ours: (x) => transpose(x, order),
  theirs: (x) => tf.transpose(x, order),
}));

const expandCases = [
  { shape: [3], to: [2, 3] },
  { shape: [2, 1], to: [2, 3] },
  { shape: [], to: [2, 2] },
  { shape: [1, 3, 1], to: [2, 3, 2] },
  { shape: [1, 1], to: [1, 1] },
].map(({ shape, to }): GradientCase => ({
  operator: 'expand',
  about: `[${shape.join(', ')}] to [${to.join(', ')}]`,
  inputs: [{ shape }],
  ours: (x) => expand(x, to),
  theirs: (x) => tf.broadcastTo(x, to),
}));

const concatenateCases: readonly GradientCase[] = [
  {
    operator: 'concatenate',
    about: 'rows below rows',
    inputs: [{ shape: [2, 3] }, { shape: [1, 3] }],
    ours: (a, b) => concatenate([a, b], 0),
    theirs: (a, b) => tf.concat([a, b], 0),
  },
  {
    operator: 'concatenate',
    about: 'along the last axis, counted from the end, one value twice',
    inputs: [{ shape: [2, 3] }, { shape: [2, 1] }],
    ours: (a, b) => concatenate([a, b, a], -1),
    theirs: (a, b) => tf.concat([a, b, a], 1),
  },
  {
    operator: 'concatenate',
    about: 'one part alone',
    inputs: [{ shape: [2, 3] }],
    ours: (a) => concatenate([a], 1),
    theirs: (a) => tf.concat([a], 1),
  },
];

/** Parts in another order and with other factors, so that a mix-up of parts shows. */
function mixOurs([a, b, c]: readonly Value[]): Value {
  return concatenate([multiply(c as Value, 3), a as Value, multiply(b as Value, 2)], 1);
}

function mixTheirs([a, b, c]: readonly Tensor[]): Tensor {
  return tf.concat([tf.mul(c as Tensor, 3), a as Tensor, tf.mul(b as Tensor, 2)], 1);
}

const splitCases: readonly GradientCase[] = [
  {
    operator: 'split',
    about: 'three unequal parts, all used',
    inputs: [{ shape: [2, 6] }],
    ours: (x) => mixOurs(split(x, 1, [1, 3, 2])),
    theirs: (x) => mixTheirs(tf.split(x, [1, 3, 2], 1)),
  },
  {
    operator: 'split',
    about: 'two of three parts unused',
    inputs: [{ shape: [2, 6] }],
    ours: (x) => split(x, -1, [1, 3, 2])[1] as Value,
    theirs: (x) => tf.split(x, [1, 3, 2], 1)[1] as Tensor,
  },
  {
    operator: 'split',
    about: 'one part used twice, along the first axis',
    inputs: [{ shape: [3, 2] }],
    ours: (x) => {
      const [first, rest] = split(x, 0, [1, 2]) as [Value, Value];
      return add(multiply(rest, first), rest);
    },
    theirs: (x) => {
      const [first, rest] = tf.split(x, [1, 2], 0) as [Tensor, Tensor];
      return tf.add(tf.mul(rest, first), rest);
    },
  },
];

export const shapeCases: readonly GradientCase[] = [
  ...reshapeCases,
  ...transposeCases,
  ...expandCases,
  ...concatenateCases,
  ...splitCases,
];
