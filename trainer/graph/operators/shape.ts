/** Operators that only move elements. */
import { badArgument, shapeMismatch } from '../../errors/graph.ts';
import { single, type Dimension, type Shape, type Value } from '../graph.ts';
import { broadcastShapes, int64, positiveAxis, sameShape, sizeOf, staticShape } from '../shapes.ts';
import { sumTo } from './reduce.ts';

/**
 * The same elements in another shape. A size known only at run time may stay on its axis; at most one other may be
 * new, and ONNX works it out.
 */
export function reshape(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const isStatic = [...x.shape, ...shape].every((dimension) => typeof dimension === 'number');
  if (isStatic && sizeOf(shape as readonly number[]) !== sizeOf(x.shape as readonly number[])) {
    throw shapeMismatch('reshape', [x.shape, shape], 'both must have the same number of elements');
  }
  // In ONNX 0 keeps the size of the same axis, and −1 is worked out from the others.
  const target = shape.map((dimension, axis) =>
    typeof dimension === 'number' ? dimension : dimension === x.shape[axis] ? 0 : -1,
  );
  if (target.filter((size) => size === -1).length > 1) {
    throw badArgument('reshape', `[${shape.join(', ')}]`, 'only one size known at run time may be new');
  }
  return single(
    x.graph.apply({
      type: 'Reshape',
      inputs: [x, x.graph.constant(int64(target), [target.length])],
      outputs: [{ type: x.type, shape }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [reshape(gradient, x.shape)]),
    }),
  );
}

/** Reorders the axes: axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(x: Value, order: readonly number[]): Value {
  if (
    [...order].sort((a, b) => a - b).some((axis, position) => axis !== position) ||
    order.length !== x.shape.length
  ) {
    throw badArgument(
      'transpose',
      `the order [${order.join(', ')}]`,
      `it must name each of ${x.shape.length} axes once`,
    );
  }
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return single(
    x.graph.apply({
      type: 'Transpose',
      inputs: [x],
      attributes: { perm: order },
      outputs: [{ type: x.type, shape: order.map((axis) => x.shape[axis] as Dimension) }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [transpose(gradient, inverse)]),
    }),
  );
}

/** Repeats sizes of 1 (and missing leading axes) to reach `shape`. */
export function expand(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const target = staticShape('expand', shape);
  if (!sameShape(broadcastShapes('expand', x.shape, shape), shape)) {
    throw shapeMismatch('expand', [x.shape, shape], 'only sizes of 1 and missing leading axes are repeated');
  }
  return single(
    x.graph.apply({
      type: 'Expand',
      inputs: [x, x.graph.constant(int64(target), [target.length])],
      outputs: [{ type: x.type, shape }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [sumTo(gradient, x.shape)]),
    }),
  );
}

/** Joins values along an axis. */
export function concatenate(parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  if (first === undefined) throw badArgument('concatenate', 'an empty list', 'there is nothing to join');
  const along = positiveAxis('concatenate', axis, first.shape);
  for (const { shape } of parts) {
    const differs = shape.some((size, position) => position !== along && size !== first.shape[position]);
    if (differs || shape.length !== first.shape.length) {
      throw shapeMismatch('concatenate', [first.shape, shape], `only the sizes of axis ${along} may differ`);
    }
  }
  const sizes = parts.map((part) => staticShape('concatenate', [part.shape[along] ?? 0])[0] ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shape = first.shape.map((dimension, position) => (position === along ? total : dimension));
  return single(
    first.graph.apply({
      type: 'Concat',
      inputs: parts,
      attributes: { axis: along },
      outputs: [{ type: first.type, shape }],
      gradient: ([gradient]) => (gradient === undefined ? [] : split(gradient, along, sizes)),
    }),
  );
}

/** Cuts a value into parts of the given sizes along an axis. */
export function split(x: Value, axis: number, sizes: readonly number[]): readonly Value[] {
  const along = positiveAxis('split', axis, x.shape);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== x.shape[along]) {
    throw shapeMismatch('split', [x.shape], `the parts have ${total} of axis ${along} together`);
  }
  const shapes = sizes.map((size) =>
    x.shape.map((dimension, position) => (position === along ? size : dimension)),
  );
  const parts = x.graph.apply({
    type: 'Split',
    inputs: [x, x.graph.constant(int64(sizes), [sizes.length])],
    attributes: { axis: along },
    outputs: shapes.map((shape) => ({ type: x.type, shape })),
    gradient: (gradients) => [
      concatenate(
        gradients.map((gradient, part) => gradient ?? expand(x.graph.scalar(0), shapes[part] ?? [])),
        along,
      ),
    ],
  });
  return parts;
}
