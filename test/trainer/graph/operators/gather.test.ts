/** Values of the operators that pick by index, and what makes them refuse. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradients } from '../../../../trainer/graph/gradients.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { gatherRows, pickColumns } from '../../../../trainer/graph/operators/gather.ts';
import { sum } from '../../../../trainer/graph/operators/reduce.ts';
import { compute, floats, int32s, int64s } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';

const table = floats([3, 2], [1, 2, 3, 4, 5, 6]);

test('gatherRows copies a row for each index', async () => {
  assert.deepEqual(await compute([table, int64s([3], [2, 0, 2])], gatherRows), [5, 6, 1, 2, 5, 6]);
  assert.deepEqual(await compute([table, int32s([2, 1], [1, 0])], gatherRows), [3, 4, 1, 2]);
});

test('pickColumns takes one element of each row', async () => {
  const x = floats([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(await compute([x, int64s([3], [2, 0, 1])], pickColumns), [3, 4, 8]);
  assert.deepEqual(await compute([x, int32s([3], [0, 0, 0])], pickColumns), [1, 4, 7]);
});

test('the gradient of gatherRows adds up where a row was taken several times', async () => {
  const graph = new Graph();
  const rows = graph.input('rows', 'float32', [3, 1]);
  const indices = graph.input('indices', 'int64', [4]);
  const [gradient] = gradients(sum(gatherRows(rows, indices)), [rows]);
  assert.ok(gradient);
  graph.output('gradient', gradient);
  const outputs = await evaluate(graph, {
    rows: Float32Array.of(1, 2, 3),
    indices: BigInt64Array.of(2n, 0n, 2n, 2n),
  });
  assert.deepEqual(outputs.numbers('gradient'), [1, 0, 3]);
});

test('gathering no row at all gives nothing, and a gradient of zeros', async () => {
  const graph = new Graph();
  const rows = graph.input('rows', 'float32', [2, 2]);
  const picked = gatherRows(rows, graph.input('indices', 'int64', [0]));
  const [gradient] = gradients(sum(picked), [rows]);
  assert.ok(gradient);
  graph.output('picked', picked);
  graph.output('gradient', gradient);
  const outputs = await evaluate(graph, { rows: new Float32Array(4), indices: new BigInt64Array(0) });
  assert.deepEqual(outputs.numbers('picked'), []);
  assert.deepEqual(outputs.numbers('gradient'), [0, 0, 0, 0]);
});

test('an index outside the table is an error, not another row', async () => {
  for (const index of [3, -4]) {
    await assert.rejects(compute([table, int64s([1], [index])], gatherRows), {
      code: 'engine.runtime-failed',
    });
    const x = floats([1, 3], [1, 2, 3]);
    await assert.rejects(compute([x, int64s([1], [index])], pickColumns), { code: 'engine.runtime-failed' });
  }
});

test('tables and indices of the wrong rank are refused with their shapes', () => {
  const graph = new Graph();
  const input = (shape: readonly number[]) => graph.input('x', 'float32', shape);
  const indices = (shape: readonly number[]) => graph.input('i', 'int64', shape);
  assert.throws(() => gatherRows(input([3]), indices([2])), {
    code: 'graph.shape-mismatch',
    message: /\[3\]/,
  });
  assert.throws(() => gatherRows(input([3, 2, 1]), indices([2])), { message: /\[3, 2, 1\]/ });
  assert.throws(() => pickColumns(input([3]), indices([3])), { code: 'graph.shape-mismatch' });
  assert.throws(() => pickColumns(input([3, 4]), indices([2])), { message: /\[3, 4\] and \[2\]/ });
  assert.throws(() => pickColumns(input([3, 4]), indices([3, 1])), { message: /\[3, 4\] and \[3, 1\]/ });
});
