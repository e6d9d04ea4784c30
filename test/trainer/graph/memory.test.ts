import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../trainer/graph/graph.ts';
import { peakBytes } from '../../../trainer/graph/memory.ts';
import { add, multiply } from '../../../trainer/graph/operators/elementwise.ts';
import { matmul } from '../../../trainer/graph/operators/linear.ts';
import { reshape } from '../../../trainer/graph/operators/shape.ts';

test('inputs are the caller’s, and a result is counted once: a 4 × 8 product takes 128 bytes', () => {
  const graph = new Graph();
  const product = matmul(graph.input('a', 'float32', [4, 16]), graph.input('b', 'float32', [16, 8]));
  graph.output('y', product);
  assert.equal(peakBytes(graph), 128);
});

test('an element-wise operation writes into what nobody needs any more, and a reshape takes nothing', () => {
  const graph = new Graph();
  const product = matmul(graph.input('a', 'float32', [4, 16]), graph.input('b', 'float32', [16, 8]));
  graph.output('y', reshape(add(product, 1), [32]));
  assert.equal(peakBytes(graph), 128);
});

test('what is needed later stays: the product, its double and their product of 64 bytes are 128 + 128 + 64', () => {
  const graph = new Graph();
  const product = matmul(graph.input('a', 'float32', [4, 16]), graph.input('b', 'float32', [16, 8]));
  const double = multiply(product, 2);
  graph.output('y', matmul(double, reshape(product, [8, 4])));
  assert.equal(peakBytes(graph), 320);
});

test('a size with a name is taken from the sizes: 5 rows of 3 numbers are 60 bytes', () => {
  const graph = new Graph();
  graph.output('y', add(graph.input('x', 'float32', ['rows', 3]), 1));
  assert.equal(peakBytes(graph, { rows: 5 }), 60);
});
