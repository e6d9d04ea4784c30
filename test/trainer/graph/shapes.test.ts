/** Arithmetic of shapes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  broadcastAxes,
  broadcastShapes,
  positiveAxis,
  sameShape,
  sizeOf,
  staticShape,
} from '../../../trainer/graph/shapes.ts';

test('two shapes broadcast as NumPy does it', () => {
  const table = [
    { a: [], b: [], result: [] },
    { a: [2, 3], b: [3], result: [2, 3] },
    { a: [2, 1], b: [1, 3], result: [2, 3] },
    { a: [5, 1, 3], b: [4, 1], result: [5, 4, 3] },
    { a: [0], b: [1], result: [0] },
    { a: ['batch', 3], b: [3], result: ['batch', 3] },
    { a: ['batch', 1], b: ['batch', 3], result: ['batch', 3] },
    { a: [1, 3], b: ['batch', 3], result: ['batch', 3] },
  ];
  for (const { a, b, result } of table) {
    assert.deepEqual(broadcastShapes('test', a, b), result);
    assert.deepEqual(broadcastShapes('test', b, a), result);
  }
});

test('shapes that do not broadcast are refused with the operator and both shapes', () => {
  assert.throws(() => broadcastShapes('add', [2, 3], [2]), {
    code: 'graph.shape-mismatch',
    message: /^add .*\[2, 3\] and \[2\]/,
  });
  assert.throws(() => broadcastShapes('add', ['batch'], ['rows']), { message: /\[batch\] and \[rows\]/ });
  assert.throws(() => broadcastShapes('add', ['batch'], [3]), { message: /\[batch\] and \[3\]/ });
});

test('the repeated axes are those that are missing or grew from 1', () => {
  assert.deepEqual(broadcastAxes([3], [2, 3]), [0]);
  assert.deepEqual(broadcastAxes([1, 3], [2, 3]), [0]);
  assert.deepEqual(broadcastAxes([2, 1], [4, 2, 3]), [0, 2]);
  assert.deepEqual(broadcastAxes([1, 1], [1, 1]), []);
  assert.deepEqual(broadcastAxes([], [2, 3]), [0, 1]);
});

test('axes count from the end when they are negative', () => {
  assert.equal(positiveAxis('test', -1, [2, 3]), 1);
  assert.equal(positiveAxis('test', 0, [2, 3]), 0);
  assert.throws(() => positiveAxis('sum', 2, [2, 3]), { message: /sum .*\[2, 3\].*no axis 2/ });
  assert.throws(() => positiveAxis('sum', 0, []), { message: /no axis 0/ });
});

test('a shape has the product of its sizes as elements, and a scalar has one', () => {
  assert.equal(sizeOf([2, 3, 4]), 24);
  assert.equal(sizeOf([]), 1);
  assert.equal(sizeOf([2, 0]), 0);
});

test('shapes are the same when every dimension is', () => {
  assert.ok(sameShape([2, 'batch'], [2, 'batch']));
  assert.ok(!sameShape([2], [2, 1]));
  assert.ok(!sameShape([2, 3], [3, 2]));
  assert.ok(!sameShape(['batch'], ['rows']));
});

test('a size known only at run time is refused where a number is needed', () => {
  assert.deepEqual(staticShape('test', [2, 3]), [2, 3]);
  assert.throws(() => staticShape('mean', [2, 'length']), {
    code: 'graph.shape-mismatch',
    message: /mean .*\[2, length\].*"length"/,
  });
});
