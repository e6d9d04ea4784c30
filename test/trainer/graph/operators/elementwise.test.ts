/** Values of the element-wise operators, and what makes them refuse. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradients } from '../../../../trainer/graph/gradients.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import * as elementwise from '../../../../trainer/graph/operators/elementwise.ts';
import { sum } from '../../../../trainer/graph/operators/reduce.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { compute, computeAll, floats, int32s, int64s } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';

const { add, subtract, multiply, divide, minimum, maximum, where, cast } = elementwise;

test('arithmetic of two shapes repeats the smaller one', async () => {
  const [a, b] = [floats([2, 1], [6, -8]), floats([3], [1, 2, 4])];
  assert.deepEqual(await compute([a, b], add), [7, 8, 10, -7, -6, -4]);
  assert.deepEqual(await compute([a, b], subtract), [5, 4, 2, -9, -10, -12]);
  assert.deepEqual(await compute([a, b], multiply), [6, 12, 24, -8, -16, -32]);
  assert.deepEqual(await compute([a, b], divide), [6, 3, 1.5, -8, -4, -2]);
});

test('a number may stand on either side of an operator', async () => {
  const x = floats([2], [2, 4]);
  assert.deepEqual(await compute([x], (v) => subtract(10, v)), [8, 6]);
  assert.deepEqual(await compute([x], (v) => subtract(v, 10)), [-8, -6]);
  assert.deepEqual(await compute([x], (v) => divide(8, v)), [4, 2]);
});

test('the smaller and the larger of two values are found', async () => {
  const [a, b] = [floats([3], [1, 5, -2]), floats([3], [3, 5, -4])];
  assert.deepEqual(await compute([a, b], minimum), [1, 5, -4]);
  assert.deepEqual(await compute([a, b], maximum), [3, 5, -2]);
});

for (const [name, operator] of Object.entries({ minimum, maximum })) {
  test(`where both sides of ${name} are equal, the first gets the whole gradient`, async () => {
    const graph = new Graph();
    const a = graph.input('a', 'float32', [2]);
    const b = graph.input('b', 'float32', [2]);
    const [ofA, ofB] = gradients(sum(multiply(operator(a, b), 3)), [a, b]);
    assert.ok(ofA && ofB);
    graph.output('ofA', ofA);
    graph.output('ofB', ofB);
    const outputs = await evaluate(graph, { a: Float32Array.of(2, -1), b: Float32Array.of(2, -1) });
    assert.deepEqual(outputs.numbers('ofA'), [3, 3]);
    assert.deepEqual(outputs.numbers('ofB'), [0, 0]);
  });
}

test('functions of one value give the textbook numbers', async () => {
  const x = floats([3], [0, 1, 4]);
  const results = await computeAll([x], (v) => [
    elementwise.negate(v),
    elementwise.exp(v),
    elementwise.log(v),
    elementwise.sqrt(v),
    elementwise.sigmoid(v),
    elementwise.silu(v),
  ]);
  const expected = [
    [-0, -1, -4],
    [1, 2.7182818, 54.59815],
    [-Infinity, 0, 1.3862944],
    [0, 1, 2],
    [0.5, 0.7310586, 0.98201379],
    [0, 0.7310586, 3.9280552],
  ];
  expected.forEach((wanted, index) => {
    const finite = (numbers: readonly number[]) => numbers.filter(Number.isFinite);
    assertArraysClose(finite(results[index] ?? []), finite(wanted), 1e-6, `function ${index}`);
  });
  assert.equal(results[2]?.[0], -Infinity);
});

test('sigmoid and silu saturate without becoming NaN', async () => {
  const x = floats([4], [-200, -30, 30, 200]);
  assertArraysClose(await compute([x], elementwise.sigmoid), [0, 0, 1, 1], 1e-6);
  assertArraysClose(await compute([x], elementwise.silu), [0, 0, 30, 200], 1e-6);
});

test('comparisons tell less, equal and greater apart', async () => {
  const [a, b] = [floats([3], [1, 2, 3]), floats([3], [2, 2, 2])];
  assert.deepEqual(await compute([a, b], elementwise.lessOrEqual), [1, 1, 0]);
  assert.deepEqual(await compute([a, b], elementwise.greater), [0, 0, 1]);
  assert.deepEqual(await compute([a, b], elementwise.equal), [0, 1, 0]);
  assert.deepEqual(await compute([int32s([2], [1, 2]), int32s([], [2])], elementwise.equal), [0, 1]);
});

test('conditions are joined by both and either', async () => {
  const x = floats([4], [-2, -1, 1, 2]);
  const conditions = (joined: typeof elementwise.both) => (v: Parameters<typeof elementwise.both>[0]) =>
    joined(elementwise.greater(v, -1.5), elementwise.lessOrEqual(v, 1));
  assert.deepEqual(await compute([x], conditions(elementwise.both)), [0, 1, 1, 0]);
  assert.deepEqual(await compute([x], conditions(elementwise.either)), [1, 1, 1, 1]);
});

test('where takes each element from the side its condition names', async () => {
  const [x, y] = [floats([2, 2], [1, -1, -2, 2]), floats([2], [10, 20])];
  assert.deepEqual(await compute([x, y], (a, b) => where(elementwise.greater(a, 0), a, b)), [1, 20, 10, 2]);
  assert.deepEqual(await compute([x], (a) => where(elementwise.greater(a, 0), 7, 0)), [7, 0, 0, 7]);
});

test('a cast changes the type of the numbers', async () => {
  assert.deepEqual(await compute([floats([3], [1.9, -1.9, 3])], (x) => cast(x, 'int64')), [1, -1, 3]);
  assert.deepEqual(await compute([int64s([2], [3, 0])], (x) => cast(x, 'bool')), [1, 0]);
  assert.deepEqual(await compute([int32s([2], [3, -4])], (x) => cast(x, 'float32')), [3, -4]);
});

test('no gradient flows through stopGradient', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const [gradient] = gradients(sum(multiply(x, elementwise.stopGradient(x))), [x]);
  assert.ok(gradient);
  graph.output('gradient', gradient);
  const outputs = await evaluate(graph, { x: Float32Array.of(3, -5) });
  assert.deepEqual(outputs.numbers('gradient'), [3, -5], 'not 2x: the stopped factor is a constant');
});

test('the remainder of large integers is exact', async () => {
  // 2³¹ − 1 is a prime: the square of what is one less than it leaves 1.
  const p = 2n ** 31n - 1n;
  const a = { type: 'int64', shape: [3], data: BigInt64Array.of((p - 1n) ** 2n, 7n, p) } as const;
  const b = { type: 'int64', shape: [1], data: BigInt64Array.of(p) } as const;
  assert.deepEqual(await compute([a, b], elementwise.remainder), [1, 7, 0]);
});

test('no gradient flows through a comparison or a cast', () => {
  const { greater, lessOrEqual, equal, both, either } = elementwise;
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const flat = [greater(x, 0), lessOrEqual(x, 0), equal(x, x), both(greater(x, 0), greater(x, 1))];
  for (const condition of [...flat, either(greater(x, 0), greater(x, 1))]) {
    assert.throws(() => gradients(sum(cast(condition, 'float32')), [x]), { code: 'graph.bad-argument' });
  }
});

test('shapes that cannot be broadcast are refused by name', () => {
  const graph = new Graph();
  const a = graph.input('a', 'float32', [2, 3]);
  const b = graph.input('b', 'float32', [2]);
  for (const operator of [add, subtract, multiply, divide, minimum, maximum, elementwise.greater]) {
    assert.throws(() => operator(a, b), { code: 'graph.shape-mismatch', message: /\[2, 3\] and \[2\]/ });
  }
  assert.throws(() => where(elementwise.greater(a, 0), a, b), { message: /\[2, 3\] and \[2\]/ });
  assert.throws(() => where(elementwise.greater(b, 0), a, a), { message: /\[2\] and \[2, 3\]/ });
});

test('two numbers and no value are refused', () => {
  assert.throws(() => add(1, 2), { code: 'graph.bad-argument', message: /1 and 2/ });
});
