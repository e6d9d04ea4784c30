/** Values of the operators that move elements, and what makes them refuse. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph, type Value } from '../../../../trainer/graph/graph.ts';
import { concatenate, expand, reshape, split, transpose } from '../../../../trainer/graph/operators/shape.ts';
import { compute, computeAll, floats, int64s } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';

const matrix = floats([2, 3], [1, 2, 3, 4, 5, 6]);

test('reshape keeps the elements in their order', async () => {
  assert.deepEqual(await compute([matrix], (x) => reshape(x, [3, 2])), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(reshape(new Graph().input('x', 'float32', [2, 3]), [3, 1, 2]).shape, [3, 1, 2]);
});

test('a reshape to the same shape is the value itself', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  assert.equal(reshape(x, [2, 3]), x);
});

test('reshape keeps a size known at run time on its axis and works out one other', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 'length', 4]);
  graph.output('kept', reshape(x, ['batch', 'length', 2, 2]));
  graph.output('flat', reshape(x, ['positions', 4]));
  const data = Float32Array.from({ length: 24 }, (_, index) => index);
  const outputs = await evaluate(graph, { x: data }, { batch: 2, length: 3, positions: 6 });
  assert.deepEqual(outputs.numbers('kept'), [...data]);
  assert.deepEqual(outputs.numbers('flat'), [...data]);
});

test('reshape refuses another number of elements, and two new sizes known at run time', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  assert.throws(() => reshape(x, [4]), { code: 'graph.shape-mismatch', message: /\[2, 3\] and \[4\]/ });
  assert.throws(() => reshape(x, ['a', 'b']), { code: 'graph.bad-argument', message: /\[a, b\]/ });
});

test('transpose puts axis order[i] at place i', async () => {
  assert.deepEqual(await compute([matrix], (x) => transpose(x, [1, 0])), [1, 4, 2, 5, 3, 6]);
  const cube = floats([2, 1, 3], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(await compute([cube], (x) => transpose(x, [2, 0, 1])), [1, 4, 2, 5, 3, 6]);
  assert.deepEqual(transpose(new Graph().input('x', 'float32', [2, 3, 4]), [2, 0, 1]).shape, [4, 2, 3]);
});

test('transpose refuses an order that is no permutation of the axes', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  for (const order of [[0], [0, 0], [0, 2], [0, 1, 2], [-1, 0]]) {
    assert.throws(() => transpose(x, order), {
      code: 'graph.bad-argument',
      message: new RegExp(`\\[${order.join(', ')}\\].*2 axes`),
    });
  }
});

test('expand repeats sizes of 1 and missing leading axes', async () => {
  assert.deepEqual(await compute([floats([3], [1, 2, 3])], (x) => expand(x, [2, 3])), [1, 2, 3, 1, 2, 3]);
  assert.deepEqual(await compute([floats([2, 1], [1, 2])], (x) => expand(x, [2, 2])), [1, 1, 2, 2]);
  assert.deepEqual(await compute([floats([], [7])], (x) => expand(x, [3])), [7, 7, 7]);
  assert.deepEqual(await compute([int64s([1], [9])], (x) => expand(x, [2])), [9, 9]);
});

test('expand refuses a shape that cannot be reached by repetition', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  for (const shape of [[4, 3], [3], [2, 1]]) {
    assert.throws(() => expand(x, shape), {
      code: 'graph.shape-mismatch',
      message: new RegExp(`\\[2, 3\\] and \\[${shape.join(', ')}\\]`),
    });
  }
  assert.throws(() => expand(x, ['batch', 2, 3]), { code: 'graph.shape-mismatch', message: /"batch"/ });
});

test('concatenate joins parts along any axis', async () => {
  const [a, b] = [floats([1, 2], [1, 2]), floats([2, 2], [3, 4, 5, 6])];
  assert.deepEqual(await compute([a, b], (x, y) => concatenate([x, y], 0)), [1, 2, 3, 4, 5, 6]);
  const [c, d] = [floats([2, 1], [1, 2]), floats([2, 2], [3, 4, 5, 6])];
  assert.deepEqual(await compute([c, d], (x, y) => concatenate([x, y], -1)), [1, 3, 4, 2, 5, 6]);
});

test('concatenate refuses nothing at all, a missing axis, and parts that differ elsewhere', () => {
  const graph = new Graph();
  const a = graph.input('a', 'float32', [2, 3]);
  assert.throws(() => concatenate([], 0), { code: 'graph.bad-argument' });
  assert.throws(() => concatenate([a], 2), { code: 'graph.shape-mismatch', message: /axis 2/ });
  for (const shape of [[2, 4], [3], [2, 3, 1]]) {
    const b = graph.input('b', 'float32', shape);
    assert.throws(() => concatenate([a, b], 0), {
      code: 'graph.shape-mismatch',
      message: new RegExp(`\\[2, 3\\] and \\[${shape.join(', ')}\\]`),
    });
  }
});

test('split cuts parts of the given sizes', async () => {
  const [first, second] = await computeAll([matrix], (x) => split(x, 1, [1, 2]));
  assert.deepEqual(first, [1, 4]);
  assert.deepEqual(second, [2, 3, 5, 6]);
  const rows = split(new Graph().input('x', 'float32', [5, 2]), 0, [2, 3]);
  assert.deepEqual(
    rows.map(({ shape }: Value) => shape),
    [
      [2, 2],
      [3, 2],
    ],
  );
});

test('split refuses sizes that do not add up to the axis', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  assert.throws(() => split(x, 1, [1, 1]), { code: 'graph.shape-mismatch', message: /split .*\[2, 3\]/ });
  assert.throws(() => split(x, -1, [2, 2]), { code: 'graph.shape-mismatch', message: /split .*\[2, 3\]/ });
  assert.throws(() => split(x, 2, [1]), { code: 'graph.shape-mismatch', message: /axis 2/ });
});
