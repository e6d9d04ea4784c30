/** Operators that sum along axes. */
import { single, type Shape, type Value } from '../graph.ts';
import { broadcastAxes, int64, positiveAxis, sameShape } from '../shapes.ts';
import { expand, reshape } from './shape.ts';

/** Sums along `axes` (all of them when left out). `keepAxes` leaves summed axes in place with size 1. */
export function sum(x: Value, axes?: readonly number[], keepAxes = false): Value {
  const summed = new Set(
    (axes ?? x.shape.keys().toArray()).map((axis) => positiveAxis('sum', axis, x.shape)),
  );
  if (summed.size === 0) return x;
  const kept: Shape = x.shape.map((dimension, axis) => (summed.has(axis) ? 1 : dimension));
  const shape = keepAxes ? kept : x.shape.filter((_, axis) => !summed.has(axis));
  const list = [...summed].sort((a, b) => a - b);
  return single(
    x.graph.apply({
      type: 'ReduceSum',
      inputs: [x, x.graph.constant(int64(list), [list.length])],
      attributes: { keepdims: keepAxes ? 1 : 0 },
      outputs: [{ type: x.type, shape }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [expand(reshape(gradient, kept), x.shape)]),
    }),
  );
}

/** Undoes broadcasting: sums `x` over the axes along which `shape` was repeated. */
export function sumTo(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const axes = broadcastAxes(shape, x.shape);
  return reshape(sum(x, axes, true), shape);
}
