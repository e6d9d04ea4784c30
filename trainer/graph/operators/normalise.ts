/** Normalisations along the last axis. */
import { shapeMismatch } from '../../errors/graph.ts';
import { single, type GradientRule, type Value } from '../graph.ts';
import { sizeOf, staticShape } from '../shapes.ts';
import { exp, multiply, subtract } from './elementwise.ts';
import { matmul } from './linear.ts';
import { sum } from './reduce.ts';
import { reshape } from './shape.ts';

/**
 * Root-mean-square normalisation (Zhang and Sennrich 2019): x / sqrt(mean(x²) + epsilon) · gain.
 * x [.., D], gain [D], result [.., D].
 */
export function rmsNorm(x: Value, gain: Value, epsilon: number): Value {
  const width = x.shape.at(-1);
  if (gain.shape.length !== 1 || gain.shape[0] !== width) {
    throw shapeMismatch('rmsNorm', [x.shape, gain.shape], 'the gain must have the size of the last axis');
  }
  const [output, inverse] = x.graph.apply({
    type: 'SimplifiedLayerNormalization',
    inputs: [x, gain],
    attributes: { axis: -1, epsilon: { float: epsilon }, stash_type: 1 },
    outputs: [
      { type: x.type, shape: x.shape },
      { type: 'float32', shape: [...x.shape.slice(0, -1), 1] },
    ],
    gradient: ([gradient]) =>
      gradient === undefined ? [] : rmsNormGradient(gradient, x, gain, inverse as Value),
  });
  return output as Value;
}

/**
 * With r = inverse and G = gradient · x, both sums are products with G: dgain = rᵀ · G and
 * dx = gradient · gain · r − x · r³ · (G · gain) / D.
 */
function rmsNormGradient(gradient: Value, x: Value, gain: Value, inverse: Value): readonly [Value, Value] {
  const shape = staticShape('rmsNorm', x.shape);
  const width = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / width;
  const product = reshape(multiply(gradient, x), [rows, width]); // G [N, D]
  const ofGain = reshape(matmul(reshape(inverse, [1, rows]), product), [width]);
  const projection = reshape(matmul(product, reshape(gain, [width, 1])), inverse.shape); // [.., 1]
  const cubed = multiply(multiply(inverse, inverse), multiply(inverse, 1 / width)); // [.., 1]
  const ofX = subtract(multiply(multiply(gradient, gain), inverse), multiply(x, multiply(projection, cubed)));
  return [ofX, ofGain];
}

/** Softmax along the last axis; differentiable where a gradient is given. */
export function softmax(x: Value, gradient?: GradientRule): Value {
  return single(
    x.graph.apply({
      type: 'Softmax',
      inputs: [x],
      attributes: { axis: -1 },
      outputs: [{ type: x.type, shape: x.shape }],
      ...(gradient && { gradient }),
    }),
  );
}

/** Logarithm of the softmax along the last axis, without overflow. Its gradient is g − p · Σ g. */
export function logSoftmax(x: Value): Value {
  const output: Value = single(
    x.graph.apply({
      type: 'LogSoftmax',
      inputs: [x],
      attributes: { axis: -1 },
      outputs: [{ type: x.type, shape: x.shape }],
      gradient: ([gradient]) =>
        gradient === undefined ? [] : [subtract(gradient, multiply(exp(output), sum(gradient, [-1], true)))],
    }),
  );
  return output;
}
