/** Operators that pick or place single elements. TensorFlow knows such places as numbers in a flat tensor. */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { input, type Call, type Functions } from './call.ts';

/** Where (row, column) lies in a matrix with `width` columns, for columns [N, 1]; [N]. */
function places(tf: Functions, columns: Tensor, width: number): Tensor1D {
  const [rows = 0] = columns.shape;
  const starts = tf.mul(tf.range(0, rows, 1, 'int32'), tf.scalar(width, 'int32'));
  return tf.add(starts, tf.reshape(columns, [rows]));
}

/** x [N, V] at columns [N, 1] → [N, 1]. */
export function gatherElements(tf: Functions, call: Call): readonly Tensor[] {
  const [x, columns] = [input(call, 0), input(call, 1)];
  const picked = tf.gather(tf.reshape(x, [-1]), places(tf, columns, x.shape[1] ?? 0));
  return [tf.reshape(picked, columns.shape)];
}

/** x [N, V] with the values [N, 1] in place of what stood at columns [N, 1]. */
export function scatterElements(tf: Functions, call: Call): readonly Tensor[] {
  const [x, columns, values] = [input(call, 0), input(call, 1), input(call, 2)];
  const at = tf.expandDims(places(tf, columns, x.shape[1] ?? 0), 1);
  const placed = (numbers: Tensor) =>
    tf.reshape(tf.scatterND(at, tf.reshape(numbers, [-1]), [x.size]), x.shape);
  return [tf.where(tf.greater(placed(tf.onesLike(values)), 0), placed(values), x)];
}

/** x [V, D] plus each of the rows [N, D] at its number [N, 1]; rows with the same number add up. */
export function scatterRows(tf: Functions, call: Call): readonly Tensor[] {
  const [x, numbers, rows] = [input(call, 0), input(call, 1), input(call, 2)];
  return [tf.add(x, tf.scatterND(numbers, rows, x.shape))];
}
