/** Values of the matrix product and of the projection, and what makes it refuse. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph, type Value } from '../../../../trainer/graph/graph.ts';
import { linear, matmul } from '../../../../trainer/graph/operators/linear.ts';
import { compute, floats } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';

const biased = (x: Value, weight: Value, bias: Value) => linear(x, weight, { bias });

// a = [[1, 2], [3, 4], [5, 6]], b = [[1, 0, 2], [0, 1, 3]], and a · b row by row.
const a = floats([3, 2], [1, 2, 3, 4, 5, 6]);
const aTransposed = floats([2, 3], [1, 3, 5, 2, 4, 6]);
const b = floats([2, 3], [1, 0, 2, 0, 1, 3]);
const bTransposed = floats([3, 2], [1, 0, 0, 1, 2, 3]);
const product = [1, 2, 8, 3, 4, 18, 5, 6, 28];

test('a product is the same whichever operand is stored transposed', async () => {
  const sides = [
    { left: a, right: b, transposeA: false, transposeB: false },
    { left: a, right: bTransposed, transposeA: false, transposeB: true },
    { left: aTransposed, right: b, transposeA: true, transposeB: false },
    { left: aTransposed, right: bTransposed, transposeA: true, transposeB: true },
  ];
  for (const { left, right, ...flags } of sides) {
    assert.deepEqual(await compute([left, right], (x, y) => matmul(x, y, flags)), product);
    const scaled = await compute([left, right], (x, y) => matmul(x, y, { ...flags, scale: -0.5 }));
    assert.deepEqual(
      scaled,
      product.map((element) => element * -0.5),
    );
  }
});

test('the matrices of a batch are multiplied in pairs', async () => {
  const left = floats([2, 1, 2], [1, 2, 3, 4]);
  const right = floats([2, 2, 1], [10, 1, 1, 100]);
  assert.deepEqual(await compute([left, right], (x, y) => matmul(x, y)), [12, 403]);
});

test('a single matrix on the right serves a whole batch', async () => {
  const batch = floats([2, 1, 2], [1, 2, 3, 4]);
  const weight = floats([2, 2], [1, 10, 100, 1000]);
  assert.deepEqual(await compute([batch, weight], (x, y) => matmul(x, y)), [201, 2010, 403, 4030]);
  const byRows = await compute([batch, weight], (x, y) => matmul(x, y, { transposeB: true }));
  assert.deepEqual(byRows, [21, 2100, 43, 4300]);
});

test('a product of sizes known at run time keeps their names', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 'length', 2]);
  const y = matmul(x, graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2]), { transposeB: true });
  assert.deepEqual(y.shape, ['batch', 'length', 2]);
  graph.output('y', y);
  const outputs = await evaluate(graph, { x: Float32Array.of(1, 1, 0, 1) }, { batch: 1, length: 2 });
  assert.deepEqual(outputs.numbers('y'), [3, 7, 2, 4]);
});

test('a projection adds its bias to every row, whether sizes are known or not', async () => {
  // Rows (1, 2) and (3, 4) by the weight's rows (1, 0), (0, 1) and (1, 1), plus (10, 20, 30).
  const weight = floats([3, 2], [1, 0, 0, 1, 1, 1]);
  const bias = floats([3], [10, 20, 30]);
  const expected = [11, 22, 33, 13, 24, 37];
  for (const shape of [
    [2, 2],
    [1, 2, 2],
    [2, 1, 2],
  ]) {
    assert.deepEqual(await compute([floats(shape, [1, 2, 3, 4]), weight, bias], biased), expected);
  }
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 'length', 2]);
  const y = biased(x, graph.constant(weight.data, [3, 2]), graph.constant(bias.data, [3]));
  assert.deepEqual(y.shape, ['batch', 'length', 3]);
  graph.output('y', y);
  const outputs = await evaluate(graph, { x: Float32Array.of(1, 2, 3, 4) }, { batch: 2, length: 1 });
  assert.deepEqual(outputs.numbers('y'), expected);
});

test('a projection can be scaled before its bias is added', async () => {
  const [x, weight, bias] = [floats([1, 2], [1, 2]), floats([1, 2], [3, 4]), floats([1], [100])];
  const scaled = (...[a, b, c]: readonly Value[]) =>
    linear(a as Value, b as Value, { bias: c as Value, scale: 0.5 });
  assert.deepEqual(await compute([x, weight, bias], scaled), [0.5 * 11 + 100]);
});

test('operands that do not fit are refused with both shapes', () => {
  const graph = new Graph();
  const input = (shape: readonly number[]) => graph.input('x', 'float32', shape);
  const refused = [
    { left: [2, 3], right: [2, 3], flags: {}, rule: /inner sizes 3 and 2/ },
    { left: [2, 3], right: [3, 4], flags: { transposeA: true }, rule: /inner sizes 2 and 3/ },
    { left: [2, 3], right: [3, 4], flags: { transposeB: true }, rule: /inner sizes 3 and 4/ },
    { left: [3], right: [3, 4], flags: {}, rule: /two axes/ },
    { left: [2, 3], right: [3], flags: {}, rule: /two axes/ },
    { left: [2, 2, 3], right: [4, 3, 2], flags: {}, rule: /leading axes/ },
    { left: [2, 3], right: [2, 3, 2], flags: {}, rule: /leading axes/ },
    { left: [2, 3, 2], right: [3, 4], flags: { transposeA: true }, rule: /leading axes/ },
  ];
  for (const { left, right, flags, rule } of refused) {
    assert.throws(
      () => matmul(input(left), input(right), flags),
      (error: Error) => {
        assert.match(error.message, rule);
        assert.ok(error.message.includes(`[${left.join(', ')}] and [${right.join(', ')}]`), error.message);
        return true;
      },
    );
  }
});
