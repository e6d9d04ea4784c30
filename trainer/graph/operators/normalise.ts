/** Normalisations along the last axis. */
import { shapeMismatch } from '../../errors/graph.ts';
import { single, type Value } from '../graph.ts';
import { staticShape } from '../shapes.ts';
import { add, exp, log, multiply, subtract } from './elementwise.ts';
import { sum } from './reduce.ts';

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

/** With x̂ = x · inverse and g = gradient · gain: dx = inverse · (g − x̂ · mean(g · x̂)), dgain = Σ gradient · x̂. */
function rmsNormGradient(gradient: Value, x: Value, gain: Value, inverse: Value): readonly [Value, Value] {
  const [width] = staticShape('rmsNorm', x.shape.slice(-1));
  const normal = multiply(x, inverse);
  const scaled = multiply(gradient, gain);
  const projection = multiply(sum(multiply(scaled, normal), [-1], true), 1 / (width ?? 1));
  const ofX = multiply(subtract(scaled, multiply(normal, projection)), inverse);
  const leading = x.shape.slice(0, -1).map((_, axis) => axis);
  return [ofX, sum(multiply(gradient, normal), leading)];
}

/** Softmax along the last axis. Its gradient is p · (g − Σ g · p). */
export function softmax(x: Value): Value {
  const output: Value = single(
    x.graph.apply({
      type: 'Softmax',
      inputs: [x],
      attributes: { axis: -1 },
      outputs: [{ type: x.type, shape: x.shape }],
      gradient: ([gradient]) => {
        if (gradient === undefined) return [];
        const inner = sum(multiply(gradient, output), [-1], true);
        return [multiply(output, subtract(gradient, inner))];
      },
    }),
  );
  return output;
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

/** log Σ exp(x) along the last axis, which it removes. Its gradient is softmax(x). */
export function logSumExp(x: Value): Value {
  const largest = single(
    x.graph.apply({
      type: 'ReduceMax',
      inputs: [x, x.graph.constant(BigInt64Array.of(BigInt(x.shape.length - 1)), [1])],
      attributes: { keepdims: 1 },
      outputs: [{ type: x.type, shape: [...x.shape.slice(0, -1), 1] }],
      gradient: () => [],
    }),
  );
  const shifted = sum(exp(subtract(x, largest)), [-1], true);
  return sum(add(log(shifted), largest), [-1]);
}
