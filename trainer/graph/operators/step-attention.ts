/** Attention of a decoding step, in which groups of rows continue one prompt each. Not differentiable. */
import type { Dimension, Value } from '../graph.ts';
import { staticShape } from '../shapes.ts';
import { add, multiply } from './elementwise.ts';
import { gatherRows } from './gather.ts';
import { matmul } from './linear.ts';
import { softmax } from './normalise.ts';
import { concatenate, reshape, split, transpose } from './shape.ts';

/** Keys and values with a mask that is 0 where they hold a position and very negative elsewhere. */
export interface HeldPositions {
  /** [N, kvHeads, capacity, headSize]; the capacity must be a number. */
  readonly keys: Value;
  /** [N, kvHeads, capacity, headSize] */
  readonly values: Value;
  /** [N, 1, 1, capacity] */
  readonly mask: Value;
}

/** Which rows continue which prompt. A group has `width` places, some of which may be free. */
export interface Seating {
  readonly width: number;
  /** [groups · width] int64: the row at each place; at a free one any row. */
  readonly rows: Value;
  /** [B] int64: the place of each row. */
  readonly places: Value;
}

export interface StepAttentionInputs {
  /** [B, kvHeads, sharing, headSize]: the query heads that share a key head stand together. */
  readonly q: Value;
  /** Of the new position, [B, kvHeads, 1, headSize] each. */
  readonly k: Value;
  readonly v: Value;
  /** Of the groups' prompts, N = groups. */
  readonly prompts: HeldPositions;
  /** Of what each row has behind its prompt, N = B. */
  readonly own: HeldPositions;
  readonly seating: Seating;
  readonly scale: number;
}

/**
 * Attention of one new position a row, everything rotated already, over caches that are only read: whoever owns them
 * adds the new keys and values afterwards. The rows of a group stand side by side in the product with their prompt,
 * whose keys and values are so read once a group instead of once a row. → [B, kvHeads, sharing, headSize].
 */
export function stepAttention(inputs: StepAttentionInputs): Value {
  const { q, k, v, prompts, own, seating, scale } = inputs;
  const scores = (queries: Value, held: HeldPositions) =>
    add(matmul(queries, held.keys, { transposeB: true, scale }), held.mask);
  const [groups = 0] = prompts.keys.shape;
  const ofPrompts = byRow(scores(byGroup(q, seating, groups), prompts), seating, q);
  const ofOwn = scores(q, own);
  const ofNew = matmul(q, k, { transposeB: true, scale });
  const parts = [ofPrompts, ofOwn, ofNew];
  const sizes = parts.map(({ shape }) => staticShape('stepAttention', shape.slice(-1))[0] as number);
  const [toPrompts, toOwn, toNew] = split(softmax(concatenate(parts, -1)), -1, sizes) as [
    Value,
    Value,
    Value,
  ];
  const fromPrompts = byRow(matmul(byGroup(toPrompts, seating, groups), prompts.values), seating, q);
  return add(fromPrompts, add(matmul(toOwn, own.values), multiply(toNew, v)));
}

/** [B, kvHeads, sharing, N] → [groups, kvHeads, width · sharing, N]. */
function byGroup(x: Value, { rows, width }: Seating, groups: Dimension): Value {
  const [kvHeads, sharing, size] = staticShape('stepAttention', x.shape.slice(1)) as [number, number, number];
  const flat = reshape(x, [x.shape[0] ?? 0, kvHeads * sharing * size]);
  const seated = reshape(gatherRows(flat, rows), [groups, width, kvHeads, sharing, size]);
  return reshape(transpose(seated, [0, 2, 1, 3, 4]), [groups, kvHeads, width * sharing, size]);
}

/** [groups, kvHeads, width · sharing, N] → [B, kvHeads, sharing, N] with the rows of `like`. */
function byRow(x: Value, { rows, places, width }: Seating, like: Value): Value {
  const [kvHeads, stacked, size] = staticShape('stepAttention', x.shape.slice(1)) as [number, number, number];
  const sharing = stacked / width;
  const seated = transpose(reshape(x, [x.shape[0] ?? 0, kvHeads, width, sharing, size]), [0, 2, 1, 3, 4]);
  const flat = reshape(seated, [rows.shape[0] ?? 0, kvHeads * sharing * size]);
  return reshape(gatherRows(flat, places), [like.shape[0] ?? 0, kvHeads, sharing, size]);
}
