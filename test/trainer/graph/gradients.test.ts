/** Differentiation of whole graphs. Single operators: operators/gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradients, pullBack } from '../../../trainer/graph/gradients.ts';
import { Graph, type Value } from '../../../trainer/graph/graph.ts';
import { add, exp, multiply, stopGradient } from '../../../trainer/graph/operators/elementwise.ts';
import { gatherRows } from '../../../trainer/graph/operators/gather.ts';
import { sum } from '../../../trainer/graph/operators/reduce.ts';
import { split } from '../../../trainer/graph/operators/shape.ts';
import { evaluate } from '../../support/evaluate.ts';
import { assertArraysClose } from '../../support/close.ts';

/** A graph with an input x of two numbers. */
function withX(): { graph: Graph; x: Value } {
  const graph = new Graph();
  return { graph, x: graph.input('x', 'float32', [2]) };
}

async function atThreeAndMinusTwo(graph: Graph, results: readonly Value[]): Promise<number[][]> {
  results.forEach((value, index) => graph.output(`result.${index}`, value));
  const outputs = await evaluate(graph, { x: Float32Array.of(3, -2) });
  return results.map((_, index) => outputs.numbers(`result.${index}`));
}

test('gradients come back in the order of the targets and in their shapes', () => {
  const graph = new Graph();
  const a = graph.input('a', 'float32', [2, 3]);
  const b = graph.input('b', 'float32', [3]);
  const c = graph.input('c', 'float32', []);
  const loss = sum(multiply(add(a, b), c));
  assert.deepEqual(
    gradients(loss, [c, a, b]).map(({ shape }) => shape),
    [[], [2, 3], [3]],
  );
});

test('a value used several times collects the gradients of all its uses', async () => {
  const { graph, x } = withX();
  const square = multiply(x, x);
  const loss = sum(add(add(multiply(square, x), square), x));
  const [gradient] = await atThreeAndMinusTwo(graph, gradients(loss, [x]));
  assert.deepEqual(gradient, [3 * 9 + 2 * 3 + 1, 3 * 4 - 2 * 2 + 1]);
});

test('intermediate values are targets like inputs', async () => {
  const { graph, x } = withX();
  const square = multiply(x, x);
  const loss = sum(multiply(square, 5));
  const [ofSquare, ofX] = await atThreeAndMinusTwo(graph, gradients(loss, [square, x]));
  assert.deepEqual(ofSquare, [5, 5]);
  assert.deepEqual(ofX, [30, -20]);
});

test('the gradient of the loss with respect to itself is 1', async () => {
  const { graph, x } = withX();
  const loss = sum(x);
  assert.deepEqual(await atThreeAndMinusTwo(graph, gradients(loss, [loss])), [[1]]);
});

test('one target named twice gets its gradient twice', async () => {
  const { graph, x } = withX();
  const found = await atThreeAndMinusTwo(graph, gradients(sum(multiply(x, x)), [x, x]));
  assert.deepEqual(found, [
    [6, -4],
    [6, -4],
  ]);
});

test('no targets have no gradients', () => {
  const { x } = withX();
  assert.deepEqual(gradients(sum(x), []), []);
});

test('an operation with several outputs is differentiated through the used ones', async () => {
  const { graph, x } = withX();
  const [first, second] = split(x, 0, [1, 1]) as [Value, Value];
  const both = gradients(sum(multiply(first, multiply(second, second))), [x]);
  const one = gradients(sum(multiply(second, 7)), [x]);
  // first · second² at (3, −2).
  assert.deepEqual(await atThreeAndMinusTwo(graph, [...both, ...one]), [
    [4, -12],
    [0, 7],
  ]);
});

test('a gradient can be differentiated again', async () => {
  const { graph, x } = withX();
  const [slope] = gradients(sum(exp(multiply(x, x))), [x]) as [Value];
  const [curvature] = (await atThreeAndMinusTwo(graph, gradients(sum(slope), [x]))) as [number[]];
  const expected = [3, -2].map((at) => (2 + 4 * at * at) * Math.exp(at * at));
  assertArraysClose(curvature, expected, 1e-6);
});

test('two losses of one graph have gradients of their own', async () => {
  const { graph, x } = withX();
  const [ofFirst] = gradients(sum(multiply(x, 2)), [x]);
  const [ofSecond] = gradients(sum(multiply(x, x)), [x]);
  assert.ok(ofFirst && ofSecond);
  assert.deepEqual(await atThreeAndMinusTwo(graph, [ofFirst, ofSecond]), [
    [2, 2],
    [6, -4],
  ]);
});

test('a loss that is no scalar is refused with its shape', () => {
  const { x } = withX();
  assert.throws(() => gradients(x, [x]), { code: 'graph.bad-argument', message: /\[2\].*scalar/ });
});

test('a target that the loss does not depend on is refused by name', () => {
  const { graph, x } = withX();
  const idle = graph.input('idle', 'float32', [2]);
  const message = /"idle".*does not depend/;
  assert.throws(() => gradients(sum(x), [x, idle]), { code: 'graph.bad-argument', message });
  assert.throws(() => gradients(sum(add(x, stopGradient(idle))), [idle]), { message });
});

test('a target of another graph is refused', () => {
  const { x } = withX();
  const other = new Graph().input('other', 'float32', [2]);
  assert.throws(() => gradients(sum(x), [other]), { message: /"other".*does not depend/ });
});

test('a path through an operation without a gradient is refused by the operation', () => {
  const graph = new Graph();
  const table = graph.input('table', 'float32', [3, 2]);
  const rows = gatherRows(table, graph.input('indices', 'int64', [2]));
  const [slope] = gradients(sum(multiply(rows, rows)), [table]) as [Value];
  assert.throws(() => gradients(sum(slope), [table]), {
    code: 'graph.no-gradient',
    message: /ScatterND has no gradient/,
  });
});

test('an operation without a gradient beside the path does not matter', async () => {
  const { graph, x } = withX();
  const [stamp] = graph.apply({ type: 'Floor', inputs: [x], outputs: [{ type: 'float32', shape: [2] }] });
  assert.ok(stamp);
  graph.output('stamp', stamp);
  assert.deepEqual(await atThreeAndMinusTwo(graph, gradients(sum(multiply(x, x)), [x])), [[6, -4]]);
});

test('a gradient is pulled back through a part of a graph', async () => {
  const { graph, x } = withX();
  const square = multiply(x, x);
  const given = graph.constant(Float32Array.of(10, 100), [2]);
  const [ofX] = pullBack(square, given, [x]);
  assert.deepEqual(await atThreeAndMinusTwo(graph, [ofX as Value]), [[2 * 3 * 10, 2 * -2 * 100]]);
});

test('pulled back through the parts of a graph one after the other, a gradient is that of the whole', async () => {
  const { graph, x } = withX();
  const middle = exp(multiply(x, 0.5));
  const loss = sum(multiply(middle, middle));
  const [whole] = gradients(loss, [x]);
  const [ofMiddle] = gradients(loss, [middle]);
  const [inParts] = pullBack(middle, ofMiddle as Value, [x]);
  const [one, other] = await atThreeAndMinusTwo(graph, [whole as Value, inParts as Value]);
  assertArraysClose(other ?? [], one ?? [], 1e-6);
});
