/** Assertions about floating-point numbers. */
import assert from 'node:assert/strict';

/** |actual − expected| ≤ tolerance · max(1, |expected|). NaN is close to nothing. */
export function assertClose(actual: number, expected: number, tolerance: number, what = 'the number'): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(error <= tolerance, `${what}: ${actual} is ${error} away from ${expected}`);
}

/**
 * Every element is within `tolerance` of the expected one, relative to the largest expected magnitude, or to `floor`
 * where all are smaller than that: the error of a small element of a gradient is that of its large ones.
 */
export function assertArraysClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = 'the array',
  floor = 1e-2,
): void {
  assert.equal(actual.length, expected.length, `${what} has another length`);
  const scale = Array.from(expected).reduce((largest, x) => Math.max(largest, Math.abs(x)), floor);
  for (let index = 0; index < expected.length; index++) {
    const [got, wanted] = [actual[index] as number, expected[index] as number];
    const error = Math.abs(got - wanted) / scale;
    assert.ok(error <= tolerance, `${what}[${index}]: ${got} is ${error} of the scale away from ${wanted}`);
  }
}

/** The difference of two vectors, relative to the length of the expected one, is at most `tolerance`. */
export function assertNearlyParallel(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: the lengths`);
  let difference = 0;
  let length = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += ((actual[index] ?? NaN) - (expected[index] ?? NaN)) ** 2;
    length += (expected[index] ?? NaN) ** 2;
  }
  const error = Math.sqrt(difference / length);
  assert.ok(error <= tolerance, `${what} is off by ${error} of its length`);
}
