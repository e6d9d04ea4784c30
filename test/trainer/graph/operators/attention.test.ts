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

/** Cached attention with inputs for everything that changes between calls. */
function cachedGraph() {
  const graph = new Graph();
  const cache = ['batch', kvHeads, capacity, headSize];
  const mixed = cachedAttention({
    q: graph.input('q', 'float32', ['batch', 'length', heads * headSize]),
    k: graph.input('k', 'float32', ['batch', 'length', kvHeads * headSize]),
    v: graph.input('v', 'float32', ['batch', 'length', kvHeads * headSize]),
    pastKeys: graph.input('pastKeys', 'float32', cache),
    pastValues: graph.input('pastValues', 'float32', cache),
    lastPositions: graph.input('lastPositions', 'int32', ['batch']),
    totalLength: graph.input('totalLength', 'int32', [1]),
    heads,
    kvHeads,
    scale: 0.3,
  });
  graph.output('mixed', mixed);
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
    const sharing = heads / kvHeads;
    const perHead = (x: Value) => transpose(reshape(x, [1, length, kvHeads, headSize]), [0, 2, 1, 3]);
    const shared = reshape(queries, [1, length, kvHeads, sharing, headSize]);
    const mixed = attention(
      reshape(transpose(shared, [0, 2, 3, 1, 4]), [1, kvHeads, sharing * length, headSize]),
      perHead(keys),
      perHead(values),
      graph.constant(mask, [1, 1, length, length]),
      0.3,
    );
    return transpose(reshape(mixed, [1, kvHeads, sharing, length, headSize]), [0, 3, 1, 2, 4]);
  });
}

/** The first `length` positions of [T, kvHeads, headSize] as a cache [kvHeads, capacity, headSize] holds them. */
function held(rows: Float32Array, length: number): Float32Array {
  const cache = new Float32Array(kvHeads * capacity * headSize);
  for (let position = 0; position < length; position++) {
    for (let head = 0; head < kvHeads; head++) {
      const source = (position * kvHeads + head) * headSize;
      cache.set(rows.subarray(source, source + headSize), (head * capacity + position) * headSize);
    }
  }
  return cache;
}

for (const { about, parts } of [
  { about: 'a prompt and then one more position', parts: [3, 1] },
  { about: 'a prompt in two pieces', parts: [2, 2] },
]) {
  test(`attention over a cache, ${about}, is attention over the whole row`, async () => {
    const length = 4;
    const q = uniformArray(length * heads * headSize, 1);
    const k = uniformArray(length * kvHeads * headSize, 2);
    const v = uniformArray(length * kvHeads * headSize, 3);
    const mixed: number[] = [];
    let start = 0;
    for (const part of parts) {
      const end = start + part;
      const rows = (data: Float32Array, width: number) => data.subarray(start * width, end * width);
      const outputs = await evaluate(
        cachedGraph(),
        {
          q: rows(q, heads * headSize),
          k: rows(k, kvHeads * headSize),
          v: rows(v, kvHeads * headSize),
          pastKeys: held(k, start),
          pastValues: held(v, start),
          lastPositions: Int32Array.of(end - 1),
          totalLength: Int32Array.of(end),
        },
        { batch: 1, length: part },
      );
      mixed.push(...outputs.numbers('mixed'));
      start = end;
    }
    assertArraysClose(mixed, await wholeRow(q, k, v, length), 1e-5);
  });
}

test('a gradient through cached attention is refused', () => {
  const graph = new Graph();
  const rows = graph.input('rows', 'float32', [1, 1, 8]);
  const cache = graph.input('cache', 'float32', [1, 1, 2, 8]);
  const output = cachedAttention({
    q: rows,
    k: rows,
    v: rows,
    pastKeys: cache,
    pastValues: cache,
    lastPositions: graph.input('lastPositions', 'int32', [1]),
    totalLength: graph.input('totalLength', 'int32', [1]),
    heads: 1,
    kvHeads: 1,
    scale: 1,
  });
  assert.throws(() => gradients(sum(output), [rows]), {
    code: 'graph.no-gradient',
    message: /GroupQueryAttention/,
  });
});
