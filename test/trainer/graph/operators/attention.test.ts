/** Values of the attention operators. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradients } from '../../../../trainer/graph/gradients.ts';
import { Graph, type Value } from '../../../../trainer/graph/graph.ts';
import { attention, cachedAttention, rotary } from '../../../../trainer/graph/operators/attention.ts';
import { sum } from '../../../../trainer/graph/operators/reduce.ts';
import { reshape, transpose } from '../../../../trainer/graph/operators/shape.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { compute, floats, int64s } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';
import { uniformArray } from '../../../support/random-arrays.ts';

const eight = [1, 2, 3, 4, 5, 6, 7, 8];

/** Tables of two positions: no turn, and a quarter of a turn at every frequency. */
const cosine = floats([2, 4], [1, 1, 1, 1, 0, 0, 0, 0]);
const sine = floats([2, 4], [0, 0, 0, 0, 1, 1, 1, 1]);

function turn(heads: number) {
  return (x: Value, positions: Value, cos: Value, sin: Value) =>
    rotary(x, positions, { cosine: cos, sine: sin }, heads);
}

test('a quarter of a turn sends the halves (a, b) of a head to (−b, a)', async () => {
  const given = [floats([1, 2, 8], [...eight, ...eight]), int64s([1, 2], [0, 1]), cosine, sine];
  assert.deepEqual(await compute(given, turn(1)), [...eight, -5, -6, -7, -8, 1, 2, 3, 4]);
});

test('every head is turned by itself', async () => {
  const given = [floats([1, 1, 16], [...eight, ...eight]), int64s([1, 1], [1]), cosine, sine];
  const turned = [-5, -6, -7, -8, 1, 2, 3, 4];
  assert.deepEqual(await compute(given, turn(2)), [...turned, ...turned]);
});

test('rotary refuses another layout', () => {
  const graph = new Graph();
  const tables = { cosine: graph.input('c', 'float32', [2, 4]), sine: graph.input('s', 'float32', [2, 4]) };
  const positions = graph.input('p', 'int64', [1, 2]);
  assert.throws(() => rotary(graph.input('x', 'float32', [2, 8]), positions, tables, 1), {
    code: 'graph.shape-mismatch',
    message: /\[2, 8\] and \[1, 2\]/,
  });
  const flat = graph.input('p', 'int64', [2]);
  assert.throws(() => rotary(graph.input('x', 'float32', [1, 2, 8]), flat, tables, 1), {
    message: /\[1, 2, 8\] and \[2\]/,
  });
});

test('equal scores mix the visible values evenly, and a hidden value has no part at all', async () => {
  const given = [
    floats([1, 1, 2, 1], [0, 0]),
    floats([1, 1, 3, 1], [5, 6, 7]),
    floats([1, 1, 3, 1], [2, 4, 1e30]),
    floats([1, 1, 2, 3], [0, -1e9, -1e9, 0, 0, -1e9]),
  ];
  const mixed = await compute(given, (q, k, v, mask) => attention(q, k, v, mask, 1));
  assert.deepEqual(mixed, [2, 3]);
});

test('attention weighs values by the softmax of scaled products', async () => {
  // Scores 0.5 · (2 · ln 3, 0) are ln 3 and 0: weights 3/4 and 1/4.
  const given = [
    floats([1, 1, 1, 2], [2, 0]),
    floats([1, 1, 2, 2], [Math.log(3), 9, 0, 9]),
    floats([1, 1, 2, 1], [8, 4]),
    floats([1, 1, 1, 2], [0, 0]),
  ];
  const mixed = await compute(given, (q, k, v, mask) => attention(q, k, v, mask, 0.5));
  assertArraysClose(mixed, [7], 1e-6);
});

const heads = 4;
const kvHeads = 2;
const headSize = 16;
const capacity = 5;

/** Cosines or sines of `capacity` positions at the frequencies 1, 1/2, 1/4 and so on. */
function angles(of: (angle: number) => number): Float32Array {
  const half = headSize / 2;
  return Float32Array.from({ length: capacity * half }, (_, index) =>
    of(Math.floor(index / half) / 2 ** (index % half)),
  );
}

/** Cached attention with inputs for everything that changes between calls. */
function cachedGraph() {
  const graph = new Graph();
  const cache = ['batch', kvHeads, capacity, headSize];
  const result = cachedAttention({
    q: graph.input('q', 'float32', ['batch', 'length', heads * headSize]),
    k: graph.input('k', 'float32', ['batch', 'length', kvHeads * headSize]),
    v: graph.input('v', 'float32', ['batch', 'length', kvHeads * headSize]),
    pastKeys: graph.input('pastKeys', 'float32', cache),
    pastValues: graph.input('pastValues', 'float32', cache),
    lastPositions: graph.input('lastPositions', 'int32', ['batch']),
    totalLength: graph.input('totalLength', 'int32', [1]),
    tables: {
      cosine: graph.constant(angles(Math.cos), [capacity, headSize / 2]),
      sine: graph.constant(angles(Math.sin), [capacity, headSize / 2]),
    },
    heads,
    kvHeads,
    scale: 0.3,
  });
  graph.output('mixed', result.output);
  graph.output('keys', result.keys);
  graph.output('values', result.values);
  return graph;
}

/** The same attention over one whole row of `length` positions, by the differentiable operators. */
async function wholeRow(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  length: number,
): Promise<number[]> {
  const mask = Float32Array.from({ length: length ** 2 }, (_, index) =>
    index % length <= Math.floor(index / length) ? 0 : -1e9,
  );
  const given = [
    floats([1, length, heads * headSize], [...q]),
    floats([1, length, kvHeads * headSize], [...k]),
    floats([1, length, kvHeads * headSize], [...v]),
  ];
  return compute(given, (queries, keys, values) => {
    const { graph } = queries;
    const positions = graph.constant(
      BigInt64Array.from({ length }, (_, index) => BigInt(index)),
      [1, length],
    );
    const tables = {
      cosine: graph.constant(angles(Math.cos), [capacity, headSize / 2]),
      sine: graph.constant(angles(Math.sin), [capacity, headSize / 2]),
    };
    const shared = [1, length, kvHeads, heads / kvHeads, headSize];
    const turned = reshape(rotary(queries, positions, tables, heads), shared);
    const stacked = [1, kvHeads, (heads / kvHeads) * length, headSize];
    const perHead = (x: Value) => transpose(reshape(x, [1, length, kvHeads, headSize]), [0, 2, 1, 3]);
    const mixed = attention(
      reshape(transpose(turned, [0, 2, 3, 1, 4]), stacked),
      perHead(rotary(keys, positions, tables, kvHeads)),
      perHead(values),
      graph.constant(mask, [1, 1, length, length]),
      0.3,
    );
    return transpose(reshape(mixed, [1, kvHeads, heads / kvHeads, length, headSize]), [0, 3, 1, 2, 4]);
  });
}

test('attention over a cache, a prompt and then one more position, is attention over the whole row', async () => {
  const length = 4;
  const q = uniformArray(length * heads * headSize, 1);
  const k = uniformArray(length * kvHeads * headSize, 2);
  const v = uniformArray(length * kvHeads * headSize, 3);
  const empty = new Float32Array(kvHeads * capacity * headSize);
  const prompt = length - 1;
  const first = await evaluate(
    cachedGraph(),
    {
      q: q.subarray(0, prompt * heads * headSize),
      k: k.subarray(0, prompt * kvHeads * headSize),
      v: v.subarray(0, prompt * kvHeads * headSize),
      pastKeys: empty,
      pastValues: empty,
      lastPositions: Int32Array.of(prompt - 1),
      totalLength: Int32Array.of(prompt),
    },
    { batch: 1, length: prompt },
  );
  const second = await evaluate(
    cachedGraph(),
    {
      q: q.subarray(prompt * heads * headSize),
      k: k.subarray(prompt * kvHeads * headSize),
      v: v.subarray(prompt * kvHeads * headSize),
      pastKeys: first.floats('keys'),
      pastValues: first.floats('values'),
      lastPositions: Int32Array.of(length - 1),
      totalLength: Int32Array.of(length),
    },
    { batch: 1, length: 1 },
  );
  const mixed = [...first.numbers('mixed'), ...second.numbers('mixed')];
  assertArraysClose(mixed, await wholeRow(q, k, v, length), 1e-5);
});

test('a gradient through cached attention is refused', () => {
  const graph = new Graph();
  const rows = graph.input('rows', 'float32', [1, 1, 8]);
  const cache = graph.input('cache', 'float32', [1, 1, 2, 8]);
  const table = graph.input('table', 'float32', [2, 4]);
  const { output } = cachedAttention({
    q: rows,
    k: rows,
    v: rows,
    pastKeys: cache,
    pastValues: cache,
    lastPositions: graph.input('lastPositions', 'int32', [1]),
    totalLength: graph.input('totalLength', 'int32', [1]),
    tables: { cosine: table, sine: table },
    heads: 1,
    kvHeads: 1,
    scale: 1,
  });
  assert.throws(() => gradients(sum(output), [rows]), {
    code: 'graph.no-gradient',
    message: /GroupQueryAttention/,
  });
});
