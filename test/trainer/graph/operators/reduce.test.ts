/** Values of the reductions, and what makes them refuse. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { sum, sumTo } from '../../../../trainer/graph/operators/reduce.ts';
import { compute, floats } from '../../../support/compute.ts';

const matrix = floats([2, 3], [1, 2, 3, 10, 20, 30]);

test('sum adds along the axes it is given', async () => {
  assert.deepEqual(await compute([matrix], (x) => sum(x)), [66]);
  assert.deepEqual(await compute([matrix], (x) => sum(x, [0])), [11, 22, 33]);
  assert.deepEqual(await compute([matrix], (x) => sum(x, [-1])), [6, 60]);
  assert.deepEqual(await compute([matrix], (x) => sum(x, [1, 0])), [66]);
  assert.deepEqual(await compute([matrix], (x) => sum(x, [])), [1, 2, 3, 10, 20, 30]);
});

test('summed axes vanish, or stay with size 1', () => {
  const x = new Graph().input('x', 'float32', [2, 3, 4]);
  assert.deepEqual(sum(x).shape, []);
  assert.deepEqual(sum(x, [0, -1]).shape, [3]);
  assert.deepEqual(sum(x, [0, -1], true).shape, [1, 3, 1]);
});

test('the sum of nothing is 0', async () => {
  assert.deepEqual(await compute([floats([0], [])], (x) => sum(x)), [0]);
  assert.deepEqual(await compute([floats([2, 0], [])], (x) => sum(x, [-1])), [0, 0]);
});

test('sumTo undoes a repetition', async () => {
  assert.deepEqual(await compute([matrix], (x) => sumTo(x, [3])), [11, 22, 33]);
  assert.deepEqual(await compute([matrix], (x) => sumTo(x, [2, 1])), [6, 60]);
  assert.deepEqual(await compute([matrix], (x) => sumTo(x, [])), [66]);
  assert.deepEqual(await compute([matrix], (x) => sumTo(x, [1, 1])), [66]);
});

test('an axis that is not there is refused', () => {
  const x = new Graph().input('x', 'float32', [2, 3]);
  assert.throws(() => sum(x, [2]), { code: 'graph.shape-mismatch', message: /sum .*\[2, 3\].* axis 2/ });
  assert.throws(() => sum(x, [-3]), { code: 'graph.shape-mismatch', message: /axis -3/ });
});
