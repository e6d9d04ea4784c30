/** Gradient cases of trainer/graph/operators/attention.ts. */
import type { Graph, Value } from '../../../../trainer/graph/graph.ts';
import { attention, rotary } from '../../../../trainer/graph/operators/attention.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf, type Tensor } from '../../../support/tensorflow.ts';

const headSize = 8;
const half = headSize / 2;
const tablePositions = 6;

/** cos(t · 10^(−i)) or its sine, [positions, headSize / 2]. */
function table(of: (angle: number) => number): Float32Array {
  return Float32Array.from({ length: tablePositions * half }, (_, index) =>
    of(Math.floor(index / half) * 10 ** -(index % half)),
  );
}

function ourTables(graph: Graph) {
  return {
    cosine: graph.constant(table(Math.cos), [tablePositions, half]),
    sine: graph.constant(table(Math.sin), [tablePositions, half]),
  };
}

/** (a, b) → (a · cos − b · sin, b · cos + a · sin) for the halves a and b of each head. */
function theirRotary(x: Tensor, positions: readonly number[], heads: number): Tensor {
  const [batch, length] = x.shape as [number, number];
  const angles = (numbers: Float32Array) =>
    tf.reshape(tf.gather(tf.tensor2d(numbers, [tablePositions, half]), [...positions]), [
      batch,
      length,
      1,
      half,
    ]);
  const [cosine, sine] = [angles(table(Math.cos)), angles(table(Math.sin))];
  const [a, b] = tf.split(tf.reshape(x, [batch, length, heads, headSize]), 2, 3) as [Tensor, Tensor];
  const rotated = tf.concat(
    [tf.sub(tf.mul(a, cosine), tf.mul(b, sine)), tf.add(tf.mul(b, cosine), tf.mul(a, sine))],
    3,
  );
  return tf.reshape(rotated, x.shape);
}

const rotaryCases = [
  { about: 'positions in order', batch: 1, length: 3, heads: 2, positions: [0, 1, 2] },
  {
    about: 'positions that start again, as in a packed row',
    batch: 1,
    length: 4,
    heads: 1,
    positions: [0, 1, 1, 1],
  },
  { about: 'two rows at different positions', batch: 2, length: 2, heads: 2, positions: [5, 3, 0, 4] },
].map(({ about, batch, length, heads, positions }): GradientCase => ({
  operator: 'rotary',
  about,
  inputs: [{ shape: [batch, length, heads * headSize] }],
  ours: (x) => {
    const at = x.graph.constant(BigInt64Array.from(positions, BigInt), [batch, length]);
    return rotary(x, at, ourTables(x.graph), heads);
  },
  theirs: (x) => theirRotary(x, positions, heads),
}));

interface AttentionCase {
  readonly about: string;
  readonly batch: number;
  readonly heads: number;
  readonly sharing: number;
  readonly length: number;
  readonly keys: number;
  readonly width: number;
  readonly scale: number;
  /** May this query position see this key position? */
  readonly sees: (query: number, key: number) => boolean;
}

const causal = (query: number, key: number) => key <= query;

const maskedCases = (
  [
    {
      about: 'everything visible',
      batch: 1,
      heads: 1,
      sharing: 1,
      length: 2,
      keys: 2,
      width: 3,
      scale: 1,
      sees: () => true,
    },
    {
      about: 'causal, two heads',
      batch: 2,
      heads: 2,
      sharing: 1,
      length: 3,
      keys: 3,
      width: 2,
      scale: 0.7,
      sees: causal,
    },
    {
      about: 'two query heads for each key head',
      batch: 2,
      heads: 2,
      sharing: 2,
      length: 3,
      keys: 3,
      width: 2,
      scale: 0.5,
      sees: causal,
    },
    {
      about: 'four query heads for one key head',
      batch: 1,
      heads: 1,
      sharing: 4,
      length: 2,
      keys: 2,
      width: 2,
      scale: 0.5,
      sees: causal,
    },
    {
      about: 'more keys than queries',
      batch: 1,
      heads: 2,
      sharing: 2,
      length: 2,
      keys: 4,
      width: 2,
      scale: 1,
      sees: (query: number, key: number) => key <= query + 2,
    },
    {
      about: 'each position seeing itself only',
      batch: 1,
      heads: 1,
      sharing: 2,
      length: 3,
      keys: 3,
      width: 2,
      scale: 1,
      sees: (query: number, key: number) => query === key,
    },
  ] satisfies AttentionCase[]
).map(attentionCase);

function attentionCase(given: AttentionCase): GradientCase {
  const { about, batch, heads, sharing, length, keys, width, scale, sees } = given;
  const mask = Float32Array.from({ length: batch * length * keys }, (_, index) =>
    sees(Math.floor(index / keys) % length, index % keys) ? 0 : -1e9,
  );
  const maskShape: [number, number, number, number] = [batch, 1, length, keys];
  return {
    operator: 'attention',
    about,
    inputs: [
      { shape: [batch, heads, sharing * length, width] },
      { shape: [batch, heads, keys, width] },
      { shape: [batch, heads, keys, width] },
    ],
    ours: (q: Value, k: Value, v: Value) => attention(q, k, v, q.graph.constant(mask, maskShape), scale),
    theirs: (q: Tensor, k: Tensor, v: Tensor) => {
      const scores = tf.mul(tf.matMul(q, k, false, true), scale);
      const masked = tf.add(
        tf.reshape(scores, [batch, heads * sharing, length, keys]),
        tf.tensor4d(mask, maskShape),
      );
      return tf.matMul(tf.reshape(tf.softmax(masked), [batch, heads, sharing * length, keys]), v);
    },
  };
}

/** Differentiated by one of its operands only, or by one value that is all three. */
const partialCases: readonly GradientCase[] = [
  {
    operator: 'attention',
    about: 'one value as queries, keys and values',
    inputs: [{ shape: [1, 1, 3, 2] }],
    ours: (x) => attention(x, x, x, x.graph.constant(new Float32Array(9), [1, 1, 3, 3]), 0.5),
    theirs: (x) => tf.matMul(tf.softmax(tf.mul(tf.matMul(x, x, false, true), 0.5)), x),
  },
  {
    operator: 'attention',
    about: 'fixed keys and values',
    inputs: [{ shape: [1, 1, 2, 2] }],
    ours: (q) => {
      const fixed = q.graph.constant(Float32Array.of(1, 2, -1, 0.5), [1, 1, 2, 2]);
      return attention(q, fixed, fixed, q.graph.constant(new Float32Array(4), [1, 1, 2, 2]), 1);
    },
    theirs: (q) => {
      const fixed = tf.tensor4d([1, 2, -1, 0.5], [1, 1, 2, 2]);
      return tf.matMul(tf.softmax(tf.matMul(q, fixed, false, true)), fixed);
    },
  },
  {
    operator: 'attention',
    about: 'fixed queries and keys',
    inputs: [{ shape: [1, 1, 2, 3] }],
    ours: (v) => {
      const fixed = v.graph.constant(Float32Array.of(1, 2, -1, 0.5), [1, 1, 2, 2]);
      return attention(fixed, fixed, v, v.graph.constant(new Float32Array(4), [1, 1, 2, 2]), 1);
    },
    theirs: (v) => {
      const fixed = tf.tensor4d([1, 2, -1, 0.5], [1, 1, 2, 2]);
      return tf.matMul(tf.softmax(tf.matMul(fixed, fixed, false, true)), v);
    },
  },
];

export const attentionCases: readonly GradientCase[] = [...rotaryCases, ...maskedCases, ...partialCases];
