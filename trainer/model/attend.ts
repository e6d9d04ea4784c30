/** How a layer attends: over packed rows in training, over a key/value cache in reading and in decoding. */
import type { Value } from '../graph/graph.ts';
import { attention, cachedAttention, rotary, type RotaryTables } from '../graph/operators/attention.ts';
import { both, either, equal, lessOrEqual, where } from '../graph/operators/elementwise.ts';
import { reshape, transpose } from '../graph/operators/shape.ts';
import { stepAttention, type Seating } from '../graph/operators/step-attention.ts';
import { staticShape } from '../graph/shapes.ts';
import type { DecoderConfig } from './config.ts';

/** Attention of one layer: q [B, T, heads · headSize], k and v [B, T, kvHeads · headSize] → [B, T, heads · headSize]. */
export type Attend = (layer: number, q: Value, k: Value, v: Value) => Value;

/** Added to the score of a pair of positions that must not see each other; exp of it is exactly 0. */
export const hiddenScore = -1e9;

/**
 * The mask of packed rows: a position sees earlier positions of its own segment and of the segment it continues.
 * own, prefix [B, T] (int32) → [B, 1, T, T]. A prompt's positions have own = prefix; those of its completions share
 * the prompt's number as prefix, so several completions of one prompt stand in a row without seeing each other.
 */
export function packedMask(own: Value, prefix: Value): Value {
  const { graph } = own;
  const [batch, length] = staticShape('packedMask', own.shape) as readonly [number, number];
  const index = graph.constant(
    Int32Array.from({ length }, (_, position) => position),
    [length],
  );
  const asKey = reshape(own, [batch, 1, length]);
  const sees = either(
    equal(reshape(own, [batch, length, 1]), asKey),
    equal(reshape(prefix, [batch, length, 1]), asKey),
  );
  const causal = lessOrEqual(index, reshape(index, [length, 1]));
  return reshape(where(both(sees, causal), 0, hiddenScore), [batch, 1, length, length]);
}

/**
 * Attention for training over packed rows, differentiable.
 * positions [B, T] (int64), mask [B, 1, T, T]. The query heads that share a key head are stacked into one product.
 */
export function packedAttend(
  config: DecoderConfig,
  positions: Value,
  mask: Value,
  tables: RotaryTables,
): Attend {
  const { heads, kvHeads, headSize } = config;
  const [batch, length] = staticShape('packedAttend', positions.shape) as readonly [number, number];
  const sharing = heads / kvHeads;
  return (_, q, k, v) => {
    const queries = reshape(rotary(q, positions, tables, heads), [batch, length, kvHeads, sharing, headSize]);
    const keys = reshape(rotary(k, positions, tables, kvHeads), [batch, length, kvHeads, headSize]);
    const mixed = attention(
      reshape(transpose(queries, [0, 2, 3, 1, 4]), [batch, kvHeads, sharing * length, headSize]),
      transpose(keys, [0, 2, 1, 3]),
      transpose(reshape(v, [batch, length, kvHeads, headSize]), [0, 2, 1, 3]),
      mask,
      headSize ** -0.5,
    );
    const perHead = transpose(reshape(mixed, [batch, kvHeads, sharing, length, headSize]), [0, 3, 1, 2, 4]);
    return reshape(perHead, [batch, length, heads * headSize]);
  };
}

/** What a cache has of a layer: values of a graph, their names, or their numbers. */
export interface KeysAndValues<T> {
  readonly keys: T;
  readonly values: T;
}

/** A pair a layer, each [B, kvHeads, capacity, headSize]. */
type Past = readonly KeysAndValues<Value>[];

function pastOf(past: Past, layer: number): KeysAndValues<Value> {
  const found = past[layer];
  if (found === undefined) throw new RangeError(`The cache has no layer ${layer}.`);
  return found;
}

export interface CacheState {
  /** [B, T] int64: of the new tokens. */
  readonly positions: Value;
  /** [B] int32: index of each row's last position, new ones counted. */
  readonly lastPositions: Value;
  /** [1] int32: longest length, new ones counted. */
  readonly totalLength: Value;
  readonly past: Past;
}

/**
 * Attention over a key/value cache, which is only read, for any number of new positions; `added` receives what each
 * layer adds to it, [B, kvHeads, T, headSize] each.
 */
export function cachedAttend(
  config: DecoderConfig,
  cache: CacheState,
  tables: RotaryTables,
  added: KeysAndValues<Value>[],
): Attend {
  const { heads, kvHeads, headSize } = config;
  return (layer, q, k, v) => {
    const past = pastOf(cache.past, layer);
    const keys = rotary(k, cache.positions, tables, kvHeads);
    const perHead = (x: Value) =>
      transpose(reshape(x, [...x.shape.slice(0, 2), kvHeads, headSize]), [0, 2, 1, 3]);
    added[layer] = { keys: perHead(keys), values: perHead(v) };
    return cachedAttention({
      q: rotary(q, cache.positions, tables, heads),
      k: keys,
      v,
      pastKeys: past.keys,
      pastValues: past.values,
      lastPositions: cache.lastPositions,
      totalLength: cache.totalLength,
      heads,
      kvHeads,
      scale: headSize ** -0.5,
    });
  };
}

/** A cache that is only read, with its mask [N, 1, 1, capacity]: 0 where it holds a position, `hiddenScore` elsewhere. */
export interface Held {
  readonly past: Past;
  readonly mask: Value;
}

export interface StepState {
  /** [B, 1] int64: position of each row's new token. */
  readonly positions: Value;
  /** N = groups: the prompts, each of which the rows of a group continue. */
  readonly prompts: Held;
  /** N = B: what each row has behind its prompt. */
  readonly own: Held;
  readonly seating: Seating;
}

/**
 * Attention of one new token a row over caches that are only read; `added` receives what each layer adds to the rows'
 * own, [B, kvHeads, 1, headSize] each.
 */
export function stepAttend(
  config: DecoderConfig,
  cache: StepState,
  tables: RotaryTables,
  added: KeysAndValues<Value>[],
): Attend {
  const { heads, kvHeads, headSize } = config;
  return (layer, q, k, v) => {
    const held = ({ past, mask }: Held) => ({ ...pastOf(past, layer), mask });
    const [batch = 0] = q.shape;
    const shape = [batch, kvHeads, 1, headSize];
    const keys = reshape(rotary(k, cache.positions, tables, kvHeads), shape);
    const values = reshape(v, shape);
    added[layer] = { keys, values };
    const mixed = stepAttention({
      q: reshape(rotary(q, cache.positions, tables, heads), [batch, kvHeads, heads / kvHeads, headSize]),
      k: keys,
      v: values,
      prompts: held(cache.prompts),
      own: held(cache.own),
      seating: cache.seating,
      scale: headSize ** -0.5,
    });
    return reshape(mixed, [batch, 1, heads * headSize]);
  };
}
