/** ONNX Runtime's own operators of attention, made of TensorFlow's. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { input, number, type Call, type Functions } from './call.ts';

const hidden = -1e9;

/** x [B, T, heads · D], positions [B, T], tables [P, D / 2]: halves (a, b) become (a cos − b sin, b cos + a sin). */
export function rotary(tf: Functions, call: Call): readonly Tensor[] {
  const x = input(call, 0);
  const [batch = 0, length = 0, width = 0] = x.shape;
  const heads = number(call, 'num_heads', 1);
  const half = width / heads / 2;
  const angles = (table: number) =>
    tf.reshape(tf.gather(input(call, table), input(call, 1)), [batch, length, 1, half]);
  const [cosine, sine] = [angles(2), angles(3)];
  const [a, b] = tf.split(tf.reshape(x, [batch, length, heads, 2 * half]), 2, 3) as [Tensor, Tensor];
  const turned = [tf.sub(tf.mul(a, cosine), tf.mul(b, sine)), tf.add(tf.mul(b, cosine), tf.mul(a, sine))];
  return [tf.reshape(tf.concat(turned, 3), x.shape)];
}

interface Sizes {
  readonly batch: number;
  readonly length: number;
  readonly kvHeads: number;
  /** Query heads that share a key head. */
  readonly sharing: number;
  readonly headSize: number;
}

function sizesOf(call: Call): Sizes {
  const [batch = 0, length = 0, width = 0] = input(call, 0).shape;
  const [heads, kvHeads] = [number(call, 'num_heads', 1), number(call, 'kv_num_heads', 1)];
  return { batch, length, kvHeads, sharing: heads / kvHeads, headSize: width / heads };
}

/**
 * Causal attention of new positions over a cache and one another; the inputs are those of `cachedAttention` in the
 * graph's operators. Only the attended values come out, because no graph of ours takes the caches from it.
 */
export function cachedAttention(tf: Functions, call: Call): readonly Tensor[] {
  const { batch, length, kvHeads, sharing, headSize } = sizesOf(call);
  const perHead = (position: number) =>
    tf.transpose(tf.reshape(input(call, position), [batch, length, kvHeads, headSize]), [0, 2, 1, 3]);
  const q = tf.transpose(
    tf.reshape(input(call, 0), [batch, length, kvHeads, sharing, headSize]),
    [0, 2, 3, 1, 4],
  );
  const queries = tf.reshape(q, [batch, kvHeads, sharing * length, headSize]);
  const scale = number(call, 'scale', 1 / Math.sqrt(headSize));
  const keys = tf.concat([input(call, 3), perHead(1)], 2);
  const values = tf.concat([input(call, 4), perHead(2)], 2);
  const scores = tf.mul(tf.matMul(queries, keys, false, true), scale); // [B, kvHeads, sharing · T, capacity + T]
  const seen = visible(tf, call);
  const spread = tf.reshape(scores, [batch, kvHeads * sharing, length, keys.shape[2] ?? 0]);
  const masked = tf.reshape(tf.where(seen, spread, tf.scalar(hidden)), scores.shape);
  const mixed = tf.reshape(tf.matMul(tf.softmax(masked, -1), values), [
    batch,
    kvHeads,
    sharing,
    length,
    headSize,
  ]);
  return [tf.reshape(tf.transpose(mixed, [0, 3, 1, 2, 4]), input(call, 0).shape)];
}

/** Which positions of cache and of the new ones each new position sees, [B, 1, T, capacity + T]. */
function visible(tf: Functions, call: Call): Tensor {
  const { batch, length } = sizesOf(call);
  const capacity = input(call, 3).shape[2] ?? 0;
  const past = tf.sub(input(call, 5), tf.scalar(length - 1, 'int32')); // [B]: positions that the cache holds
  const slots = tf.range(0, capacity, 1, 'int32');
  const inCache = tf.less(tf.reshape(slots, [1, 1, 1, capacity]), tf.reshape(past, [batch, 1, 1, 1]));
  const order = tf.range(0, length, 1, 'int32');
  const causal = tf.lessEqual(tf.reshape(order, [1, 1, 1, length]), tf.reshape(order, [1, 1, length, 1]));
  return tf.concat(
    [
      tf.broadcastTo(inCache, [batch, 1, length, capacity]),
      tf.broadcastTo(causal, [batch, 1, length, length]),
    ],
    3,
  );
}
