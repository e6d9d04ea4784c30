/** Gradient cases of trainer/graph/operators/reduce.ts. */
import { sum, sumTo } from '../../../../trainer/graph/operators/reduce.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf } from '../../../support/tensorflow.ts';

const situations = [
  { about: 'all axes', shape: [2, 3], axes: undefined, keep: false },
  { about: 'all axes, kept', shape: [2, 3], axes: undefined, keep: true },
  { about: 'the first axis', shape: [2, 3], axes: [0], keep: false },
  { about: 'the last axis, counted from the end', shape: [2, 3], axes: [-1], keep: false },
  { about: 'the last axis, kept', shape: [2, 3], axes: [-1], keep: true },
  { about: 'two axes out of order', shape: [2, 3, 4], axes: [2, 0], keep: false },
  { about: 'two axes, kept', shape: [2, 3, 4], axes: [0, 2], keep: true },
  { about: 'an axis of size 1', shape: [2, 1, 3], axes: [1], keep: false },
  { about: 'no axis', shape: [2, 3], axes: [], keep: false },
  { about: 'a scalar', shape: [], axes: undefined, keep: false },
];

const sumCases = situations.map(({ about, shape, axes, keep }): GradientCase => ({
  operator: 'sum',
  about,
  inputs: [{ shape }],
  ours: (x) => sum(x, axes, keep),
  theirs: (x) => tf.sum(x, axes, keep),
}));

const sumToCases = [
  { shape: [2, 3], to: [3], axes: [0] },
  { shape: [2, 3], to: [1, 3], axes: [0] },
  { shape: [2, 3], to: [2, 1], axes: [1] },
  { shape: [2, 3], to: [], axes: [0, 1] },
  { shape: [2, 3], to: [1, 1], axes: [0, 1] },
  { shape: [4, 2, 3], to: [2, 1], axes: [0, 2] },
  { shape: [2, 3], to: [2, 3], axes: [] },
].map(({ shape, to, axes }): GradientCase => ({
  operator: 'sumTo',
  about: `[${shape.join(', ')}] to [${to.join(', ')}]`,
  inputs: [{ shape }],
  ours: (x) => sumTo(x, to),
  theirs: (x) => tf.reshape(tf.sum(x, axes, true), to),
}));

export const reduceCases: readonly GradientCase[] = [...sumCases, ...sumToCases];
