/** Arithmetic of shapes. */
import { shapeMismatch } from '../errors/graph.ts';
import type { Dimension, Shape } from './graph.ts';

/** The dimensions as numbers; refuses sizes known only at run time. */
export function staticShape(operator: string, shape: Shape): readonly number[] {
  return shape.map((dimension) => {
    if (typeof dimension === 'string') {
      throw shapeMismatch(
        operator,
        [shape],
        `the size "${dimension}" is known only at run time, and a number is needed`,
      );
    }
    return dimension;
  });
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The shape of an element-wise operation between two shapes, as NumPy broadcasts them. */
export function broadcastShapes(operator: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw shapeMismatch(operator, [a, b], 'sizes must be equal or 1, counted from the last axis');
    }
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** The axes along which `from` was repeated to become `to`, in terms of `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const axes: number[] = [];
  const offset = to.length - from.length;
  for (let axis = 0; axis < to.length; axis++) {
    if (axis < offset || (from[axis - offset] === 1 && to[axis] !== 1)) axes.push(axis);
  }
  return axes;
}

/** Turns a negative axis, counted from the end, into a positive one. */
export function positiveAxis(operator: string, axis: number, shape: Shape): number {
  const positive = axis < 0 ? axis + shape.length : axis;
  if (positive < 0 || positive >= shape.length) {
    throw shapeMismatch(operator, [shape], `there is no axis ${axis}`);
  }
  return positive;
}

/** Sizes or axes as ONNX takes them. */
export function int64(numbers: readonly number[]): BigInt64Array {
  return BigInt64Array.from(numbers, BigInt);
}
