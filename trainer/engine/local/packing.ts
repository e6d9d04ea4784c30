/**
 * Lays prompts with their completions out as packed rows for one micro-batch. Pure.
 *
 * A row holds one or more trees: a prompt followed by completions of it. Positions restart after the prompt for each
 * completion, and the mask lets a completion see its prompt and itself only; so a group's prompt is computed once,
 * and the numbers are those of separate rows.
 */
import { emptyPrompt, sequenceTooLong } from '../../errors/engine.ts';
import type { TrainCompletion, TrainSequence } from '../types.ts';

/** Where a completion's per-token results lie in the micro-batch's flat list of trained tokens. */
export interface Placement {
  /** Index into the caller's flat list of completions. */
  readonly completion: number;
  readonly offset: number;
}

/** Arrays of one micro-batch: B rows of T positions, N trained tokens, padded with weight 0. */
export interface MicroBatch {
  readonly rows: number;
  readonly length: number;
  readonly count: number;
  /** Trained tokens without the padding behind them. */
  readonly trained: number;
  /** [B, T] */
  readonly tokens: Int32Array;
  readonly positions: BigInt64Array;
  /** [B, T] segment number, and the number of the segment it continues; see `packedMask`. */
  readonly own: Int32Array;
  readonly prefix: Int32Array;
  /** [N] flat index of the position that predicts the token, and the token. */
  readonly predictors: BigInt64Array;
  readonly targets: Int32Array;
  /** [N] */
  readonly weights: Float32Array;
  readonly advantages: Float32Array;
  readonly oldLogprobs: Float32Array;
  readonly referenceLogprobs: Float32Array;
  readonly placements: readonly Placement[];
  /** [B, T] numbers of the rows of positions for dropout, where there is some; see `model/dropout.ts`. */
  readonly dropout?: BigInt64Array;
}

export interface PackingLimits {
  /** Positions of a micro-batch, padding included, unless a single sequence needs more. */
  readonly tokens: number;
  /** Context length at which attending to it costs as much as the rest of a layer; without it sharing is never cut short. */
  readonly attentionBreakEven?: number;
  /** Longest position index + 1 that the model knows. */
  readonly maxPositions: number;
}

/** A prompt with as many of its completions as fit together. */
interface Tree {
  readonly prompt: Int32Array;
  readonly completions: readonly { readonly index: number; readonly completion: TrainCompletion }[];
  readonly length: number;
  readonly trained: number;
}

/** Rows are a multiple of this long, so that few graphs are needed and little is padded. */
const rowUnit = 32;

export function rowLengthFor(length: number): number {
  return Math.ceil(length / rowUnit) * rowUnit;
}

/**
 * Completion tokens that best share a prompt of P tokens. With L of them, a token costs (1 + P / L) for the products
 * and as much again for every B = `attentionBreakEven` positions of the row P + L; that is least at L = √(P² + P · B).
 */
export function bestSharing(prompt: number, attentionBreakEven = Infinity): number {
  return Math.sqrt(prompt ** 2 + prompt * attentionBreakEven);
}

/** Splits the sequences into micro-batches, long ones first. Every completion of every sequence is placed once. */
export function packSequences(
  sequences: readonly TrainSequence[],
  limits: PackingLimits,
): readonly MicroBatch[] {
  const trees = cutTrees(sequences, limits).sort((a, b) => b.length - a.length);
  const batches: MicroBatch[] = [];
  let waiting: readonly Tree[] = trees;
  while (waiting.length > 0) {
    const length = rowLengthFor(waiting[0]?.length ?? 0);
    const capacity = Math.max(1, Math.floor(limits.tokens / length));
    const { rows, rest } = fillRows(waiting, length, capacity);
    batches.push(layOut(rows, length, roundUpToPowerOfTwo(rows.length, capacity)));
    waiting = rest;
  }
  return batches;
}

/** Cuts each sequence into trees whose length fits a micro-batch; usually one. */
function cutTrees(sequences: readonly TrainSequence[], limits: PackingLimits): Tree[] {
  const trees: Tree[] = [];
  let index = 0;
  for (const { prompt, completions } of sequences) {
    let members: { index: number; completion: TrainCompletion }[] = [];
    let trained = 0;
    const sharing = bestSharing(prompt.length, limits.attentionBreakEven);
    const close = () => {
      if (members.length > 0)
        trees.push({ prompt, completions: members, length: prompt.length + trained, trained });
      members = [];
      trained = 0;
    };
    for (const completion of completions) {
      const length = completion.tokens.length;
      if (prompt.length === 0) throw emptyPrompt();
      if (prompt.length + length > limits.maxPositions) {
        throw sequenceTooLong(prompt.length, length, limits.maxPositions);
      }
      const isShared = members.length > 0;
      const isTooLong = rowLengthFor(prompt.length + trained + length) > limits.tokens;
      if (isShared && (isTooLong || trained + length > sharing)) close();
      members.push({ index: index++, completion });
      trained += length;
    }
    close();
  }
  return trees;
}

/** Fills up to `capacity` rows of `length` positions, each tree into the first row that has room; long trees come first. */
function fillRows(
  trees: readonly Tree[],
  length: number,
  capacity: number,
): { readonly rows: readonly (readonly Tree[])[]; readonly rest: readonly Tree[] } {
  const rows: Tree[][] = [];
  const free: number[] = [];
  const rest: Tree[] = [];
  for (const tree of trees) {
    let row = free.findIndex((room) => room >= tree.length);
    if (row < 0 && rows.length < capacity) {
      row = rows.push([]) - 1;
      free.push(length);
    }
    if (row < 0) rest.push(tree);
    else {
      rows[row]?.push(tree);
      free[row] = (free[row] ?? 0) - tree.length;
    }
  }
  return { rows, rest };
}

/** The last micro-batch of a step has few rows; powers of two keep the number of graphs small. */
function roundUpToPowerOfTwo(rows: number, capacity: number): number {
  return Math.min(capacity, 2 ** Math.ceil(Math.log2(rows)));
}

/** Trained tokens are rounded up to a quarter of the positions, so that few graphs are needed. */
export function trainedCountFor(trained: number, positions: number): number {
  const quarter = positions / 4;
  return Math.max(1, Math.ceil(trained / quarter)) * quarter;
}

function layOut(rows: readonly (readonly Tree[])[], length: number, rowCount: number): MicroBatch {
  const positions = rowCount * length;
  const trained = rows.flat().reduce((sum, tree) => sum + tree.trained, 0);
  const count = trainedCountFor(trained, positions);
  const batch = {
    rows: rowCount,
    length,
    count,
    trained,
    tokens: new Int32Array(positions),
    positions: new BigInt64Array(positions),
    // Padding has segment −1: it sees only padding, and nothing sees it.
    own: new Int32Array(positions).fill(-1),
    prefix: new Int32Array(positions).fill(-1),
    predictors: new BigInt64Array(count),
    targets: new Int32Array(count),
    weights: new Float32Array(count),
    advantages: new Float32Array(count),
    oldLogprobs: new Float32Array(count),
    referenceLogprobs: new Float32Array(count),
    placements: [] as Placement[],
  };
  let segment = 0;
  let offset = 0;
  rows.forEach((trees, row) => {
    let cursor = row * length;
    for (const tree of trees) {
      const prefix = segment++;
      const promptEnd = placeSegment(batch, cursor, tree.prompt, 0, prefix, prefix);
      cursor = promptEnd;
      for (const { index, completion } of tree.completions) {
        const start = cursor;
        cursor = placeSegment(batch, start, completion.tokens, tree.prompt.length, segment++, prefix);
        placeTargets(batch, offset, completion, promptEnd - 1, start);
        batch.placements.push({ completion: index, offset });
        offset += completion.tokens.length;
      }
    }
  });
  return batch;
}

function placeSegment(
  batch: Pick<MicroBatch, 'tokens' | 'positions' | 'own' | 'prefix'>,
  start: number,
  tokens: Int32Array,
  firstPosition: number,
  own: number,
  prefix: number,
): number {
  const end = start + tokens.length;
  batch.tokens.set(tokens, start);
  batch.own.fill(own, start, end);
  batch.prefix.fill(prefix, start, end);
  for (let index = 0; index < tokens.length; index++) {
    batch.positions[start + index] = BigInt(firstPosition + index);
  }
  return end;
}

/** The first token is predicted by the prompt's last position, each later one by the token before it. */
function placeTargets(
  batch: MicroBatch,
  offset: number,
  completion: TrainCompletion,
  promptLast: number,
  start: number,
): void {
  for (let index = 0; index < completion.tokens.length; index++) {
    batch.predictors[offset + index] = BigInt(index === 0 ? promptLast : start + index - 1);
  }
  batch.targets.set(completion.tokens, offset);
  batch.weights.set(completion.weights, offset);
  if (completion.advantages !== undefined) batch.advantages.set(completion.advantages, offset);
  if (completion.oldLogprobs !== undefined) batch.oldLogprobs.set(completion.oldLogprobs, offset);
  if (completion.referenceLogprobs !== undefined)
    batch.referenceLogprobs.set(completion.referenceLogprobs, offset);
}
