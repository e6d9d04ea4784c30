/**
 * Operators of attention: rotary positions, masked attention for training, cached attention for reading a prompt.
 * The attention of a decoding step is in step-attention.ts.
 */
import { shapeMismatch } from '../../errors/graph.ts';
import { single, type Value } from '../graph.ts';
import { staticShape } from '../shapes.ts';
import { add, multiply, negate, subtract } from './elementwise.ts';
import { matmul } from './linear.ts';
import { softmax } from './normalise.ts';
import { sum } from './reduce.ts';
import { reshape } from './shape.ts';

/** Cosines and sines by position and frequency, each [positions, headSize / 2]. */
export interface RotaryTables {
  readonly cosine: Value;
  readonly sine: Value;
}

/**
 * Rotary position embedding (Su et al. 2021) in the half-split layout of Llama and Qwen.
 * x [B, T, heads · headSize], positions [B, T] (int64). The gradient is the rotation by the opposite angle.
 */
export function rotary(x: Value, positions: Value, tables: RotaryTables, heads: number): Value {
  if (x.shape.length !== 3 || positions.shape.length !== 2) {
    throw shapeMismatch(
      'rotary',
      [x.shape, positions.shape],
      'the layout is [B, T, heads × headSize] and [B, T]',
    );
  }
  return single(
    x.graph.apply({
      type: 'RotaryEmbedding',
      domain: 'com.microsoft',
      inputs: [x, positions, tables.cosine, tables.sine],
      attributes: { num_heads: heads, interleaved: 0 },
      outputs: [{ type: x.type, shape: x.shape }],
      gradient: ([gradient]) =>
        gradient === undefined
          ? []
          : [rotary(gradient, positions, { cosine: tables.cosine, sine: negate(tables.sine) }, heads)],
    }),
  );
}

/**
 * softmax(scale · q · kᵀ + mask) · v, differentiable.
 * q [B, H, sharing · T, D], k and v [B, H, S, D], mask [B, 1, T, S] → [B, H, sharing · T, D]: the query heads that share
 * a key head are stacked. The mask is 0 where a position is visible and very negative elsewhere.
 */
export function attention(q: Value, k: Value, v: Value, mask: Value, scale: number): Value {
  const scores = matmul(q, k, { transposeB: true, scale });
  const [batch, heads, stacked, keys] = staticShape('attention', scores.shape) as [
    number,
    number,
    number,
    number,
  ];
  const [, , length] = staticShape('attention', mask.shape) as [number, number, number, number];
  const masked = add(reshape(scores, [batch, (heads * stacked) / length, length, keys]), mask);
  return weightedSum(reshape(masked, scores.shape), v);
}

/**
 * softmax(scores) · v for scores [.., M, S] and v [.., S, D], as one operation for the gradient's sake.
 * With P the probabilities and O the result, dscores = P · (dO · vᵀ − Σ dO · O): the row sums are taken over the D
 * columns of O instead of the S columns of P, which they equal (Dao et al. 2022, appendix B.2).
 */
function weightedSum(scores: Value, v: Value): Value {
  const { graph } = scores;
  // What arrives here is the gradient of the scores already: the product below has worked it out.
  const probabilities = softmax(scores, ([gradient]) => [gradient]);
  const output: Value = single(
    graph.apply({
      type: 'MatMul',
      inputs: [probabilities, v],
      outputs: [{ type: scores.type, shape: [...scores.shape.slice(0, -1), v.shape.at(-1) ?? 0] }],
      gradient: ([gradient]) => {
        if (gradient === undefined) return [];
        const inner = sum(multiply(gradient, output), [-1], true);
        const ofScores = multiply(probabilities, subtract(matmul(gradient, v, { transposeB: true }), inner));
        return [ofScores, matmul(probabilities, gradient, { transposeA: true })];
      },
    }),
  );
  return output;
}

export interface CachedAttentionInputs {
  /** [B, T, heads · headSize], rotated. */
  readonly q: Value;
  /** [B, T, kvHeads · headSize], rotated. */
  readonly k: Value;
  /** [B, T, kvHeads · headSize] */
  readonly v: Value;
  /** [B, kvHeads, capacity, headSize] each. */
  readonly pastKeys: Value;
  readonly pastValues: Value;
  /** [B] int32: index of each row's last position, the new ones counted. */
  readonly lastPositions: Value;
  /** [1] int32: longest row's length, the new positions counted. */
  readonly totalLength: Value;
  readonly heads: number;
  readonly kvHeads: number;
  readonly scale: number;
}

/**
 * Causal attention of new positions over a cache that is only read and over one another: whoever owns the cache adds the
 * new keys and values afterwards. → [B, T, heads · headSize]. Not differentiable. ONNX Runtime on CPU takes several new
 * positions only when the cache is empty or B is 1.
 */
export function cachedAttention(inputs: CachedAttentionInputs): Value {
  const { q, k, v, pastKeys, pastValues, lastPositions, totalLength } = inputs;
  // Its further outputs are the caches with the new positions in them. Nobody takes them: the binding would copy them
  // from one end to the other in every step, and inside a run the memory for one layer's serves all.
  const [output] = q.graph.apply({
    type: 'GroupQueryAttention',
    domain: 'com.microsoft',
    inputs: [q, k, v, pastKeys, pastValues, lastPositions, totalLength],
    attributes: {
      num_heads: inputs.heads,
      kv_num_heads: inputs.kvHeads,
      scale: { float: inputs.scale },
    },
    outputs: [
      { type: q.type, shape: q.shape },
      { type: q.type, shape: pastKeys.shape },
      { type: q.type, shape: pastValues.shape },
    ],
  });
  return output as Value;
}
