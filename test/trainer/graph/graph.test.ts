/** Graphs as data: names, constants, and which values belong together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph, single } from '../../../trainer/graph/graph.ts';
import { add, equal } from '../../../trainer/graph/operators/elementwise.ts';
import { matmul } from '../../../trainer/graph/operators/linear.ts';
import { concatenate, split } from '../../../trainer/graph/operators/shape.ts';

test('inputs keep their names, types and shapes', () => {
  const graph = new Graph();
  const tokens = graph.input('tokens', 'int32', ['batch', 4]);
  assert.equal(tokens.name, 'tokens');
  assert.equal(tokens.type, 'int32');
  assert.deepEqual(tokens.shape, ['batch', 4]);
  assert.equal(tokens.producer, undefined);
  assert.deepEqual(graph.inputs, [tokens]);
});

test('values that operations make have names of their own', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const values = [add(x, x), add(x, x), add(x, 1), add(x, 2)];
  assert.equal(new Set(values.map(({ name }) => name)).size, values.length);
});

test('a constant has the type of its array', () => {
  const graph = new Graph();
  assert.equal(graph.constant(Float32Array.of(1), [1]).type, 'float32');
  assert.equal(graph.constant(Int32Array.of(1), [1]).type, 'int32');
  assert.equal(graph.constant(BigInt64Array.of(1n), [1]).type, 'int64');
});

test('equal scalars are one constant, unequal ones and other types are not', () => {
  const graph = new Graph();
  const one = graph.scalar(1);
  assert.equal(graph.scalar(1), one);
  assert.notEqual(graph.scalar(2), one);
  assert.notEqual(graph.scalar(1, 'int64'), one);
  assert.notEqual(graph.scalar(1, 'int32'), graph.scalar(1, 'int64'));
  assert.equal(graph.constants.length, 4);
});

test('an operation knows what made each of its inputs', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const doubled = add(x, x);
  assert.equal(doubled.producer?.type, 'Add');
  assert.deepEqual(doubled.producer?.inputs, [x, x]);
  assert.deepEqual(doubled.producer?.outputs, [doubled]);
});

test('a value of another graph is refused by name', () => {
  const x = new Graph().input('mine', 'float32', [2, 2]);
  const other = new Graph();
  const y = other.input('yours', 'float32', [2, 2]);
  for (const mixed of [
    () => add(x, y),
    () => equal(x, y),
    () => matmul(x, y),
    () => concatenate([x, y], 0),
  ]) {
    assert.throws(mixed, { code: 'graph.foreign-value', message: /"yours" of another graph/ });
  }
});

test('one output is not asked of an operation with two', () => {
  const x = new Graph().input('x', 'float32', [2]);
  assert.throws(() => single(split(x, 0, [1, 1])), RangeError);
  assert.throws(() => single([]), RangeError);
});
