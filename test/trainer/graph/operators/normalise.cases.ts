/** Gradient cases of trainer/graph/operators/normalise.ts. */
import { logSoftmax, rmsNorm } from '../../../../trainer/graph/operators/normalise.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf, type Tensor } from '../../../support/tensorflow.ts';

function theirRmsNorm(x: Tensor, gain: Tensor, epsilon: number): Tensor {
  const meanSquare = tf.mean(tf.square(x), -1, true);
  return tf.mul(tf.div(x, tf.sqrt(tf.add(meanSquare, epsilon))), gain);
}

const rmsNormCases = [
  { about: 'rows of a batch', shape: [2, 3, 4], epsilon: 1e-6 },
  { about: 'a matrix with a large epsilon', shape: [3, 4], epsilon: 0.5 },
  { about: 'one vector', shape: [4], epsilon: 1e-5 },
  { about: 'rows per head', shape: [1, 2, 2, 8], epsilon: 1e-6 },
].map(({ about, shape, epsilon }): GradientCase => ({
  operator: 'rmsNorm',
  about,
  inputs: [{ shape, low: 0.25, high: 2 }, { shape: shape.slice(-1) }],
  ours: (x, gain) => rmsNorm(x, gain, epsilon),
  theirs: (x, gain) => theirRmsNorm(x, gain, epsilon),
}));

const logSoftmaxCases = [
  { about: 'rows of a batch', shape: [2, 2, 4], low: -2, high: 2 },
  { about: 'one vector', shape: [5], low: -2, high: 2 },
  { about: 'rows of one element', shape: [3, 1], low: -2, high: 2 },
  { about: 'widely spread scores', shape: [2, 4], low: -6, high: 6 },
  { about: 'scores whose exponentials overflow', shape: [2, 3], low: 99, high: 101 },
].map(({ about, shape, low, high }): GradientCase => ({
  operator: 'logSoftmax',
  about,
  inputs: [{ shape, low, high }],
  ours: (x) => logSoftmax(x),
  theirs: (x) => tf.logSoftmax(x),
}));

export const normaliseCases: readonly GradientCase[] = [...rmsNormCases, ...logSoftmaxCases];
