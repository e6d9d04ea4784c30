/** Packed micro-batches, checked by reading every one of them back into the sequences it was made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packSequences, type MicroBatch } from '../../../../trainer/engine/local/packing.ts';
import type { TrainSequence } from '../../../../trainer/engine/types.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { packedMask } from '../../../../trainer/model/attend.ts';
import { evaluate } from '../../../support/evaluate.ts';
import { randomSequences, sequencesOf } from '../../../support/sequences.ts';

const limits = { tokens: 256, maxPositions: 512 };

/** visible[flat position] = the positions of its row that it may see, by the mask that the training graph uses. */
async function visiblePositions({ rows, length, own, prefix }: MicroBatch): Promise<number[][]> {
  const graph = new Graph();
  const shape = [rows, length];
  graph.output('mask', packedMask(graph.input('own', 'int32', shape), graph.input('prefix', 'int32', shape)));
  const mask = (await evaluate(graph, { own, prefix })).floats('mask');
  return Array.from({ length: rows * length }, (_, query) => {
    const row = Math.floor(query / length);
    const seen: number[] = [];
    for (let key = 0; key < length; key++) {
      if (mask[query * length + key] === 0) seen.push(row * length + key);
    }
    return seen;
  });
}

/** What a position sees, as the model does: tokens by position. Two keys at one position would be a fault. */
function contextOf(batch: MicroBatch, seen: readonly number[]): number[] {
  const context = new Map<bigint, number>();
  for (const key of seen) {
    const position = batch.positions[key] as bigint;
    assert.ok(!context.has(position), `two keys at position ${position}`);
    context.set(position, batch.tokens[key] as number);
  }
  return Array.from({ length: context.size }, (_, position) => {
    const token = context.get(BigInt(position));
    assert.ok(token !== undefined, `no key at position ${position}`);
    return token;
  });
}

/** Every trained token of every completion stands once, behind exactly its own context, with its own numbers. */
async function assertFaithful(
  sequences: readonly TrainSequence[],
  batches: readonly MicroBatch[],
): Promise<void> {
  const flat = sequences.flatMap(({ prompt, completions }) =>
    completions.map((completion) => ({ prompt, completion })),
  );
  const placed = batches.flatMap(({ placements }) => placements.map(({ completion }) => completion));
  assert.deepEqual(
    placed.toSorted((a, b) => a - b),
    [...flat.keys()],
  );
  for (const batch of batches) {
    const visible = await visiblePositions(batch);
    for (const { completion: index, offset } of batch.placements) {
      const { prompt, completion } = flat[index] as (typeof flat)[number];
      completion.tokens.forEach((token, step) => {
        const at = offset + step;
        const predictor = Number(batch.predictors[at]);
        const context = contextOf(batch, visible[predictor] ?? []);
        assert.deepEqual(context, [...prompt, ...completion.tokens.subarray(0, step)]);
        assert.equal(Number(batch.positions[predictor]), context.length - 1);
        assert.equal(batch.targets[at], token);
        assert.equal(batch.weights[at], completion.weights[step]);
        assert.equal(batch.advantages[at], completion.advantages?.[step]);
        assert.equal(batch.oldLogprobs[at], completion.oldLogprobs?.[step]);
        assert.equal(batch.referenceLogprobs[at], completion.referenceLogprobs?.[step]);
      });
    }
  }
}

/** The trained tokens that no completion claims weigh nothing, and arrays have the sizes that they should. */
function assertPadded(batch: MicroBatch, lengths: readonly number[]): void {
  const claimed = new Set<number>();
  for (const { completion, offset } of batch.placements) {
    for (let step = 0; step < (lengths[completion] ?? 0); step++) {
      assert.ok(!claimed.has(offset + step), 'two completions claim one trained token');
      claimed.add(offset + step);
    }
  }
  for (let at = 0; at < batch.count; at++) if (!claimed.has(at)) assert.equal(batch.weights[at], 0);
  const grid = [batch.tokens, batch.positions, batch.own, batch.prefix];
  for (const array of grid) assert.equal(array.length, batch.rows * batch.length);
  const perToken = [batch.predictors, batch.targets, batch.weights, batch.advantages, batch.oldLogprobs];
  for (const array of perToken) assert.equal(array.length, batch.count);
  assert.ok(batch.count >= claimed.size && batch.count <= batch.rows * batch.length);
}

const lengthsOf = (sequences: readonly TrainSequence[]) =>
  sequences.flatMap(({ completions }) => completions.map(({ tokens }) => tokens.length));

for (let seed = 1; seed <= 12; seed++) {
  test(`random sequences are packed faithfully and within limits (seed ${seed})`, async () => {
    const most = { prompt: 8 * seed, completions: 5, tokens: 6 * seed };
    const sequences = randomSequences(4 + seed, seed, most);
    const batches = packSequences(sequences, limits);
    await assertFaithful(sequences, batches);
    for (const batch of batches) {
      assertPadded(batch, lengthsOf(sequences));
      assert.ok(batch.rows * batch.length <= limits.tokens);
    }
  });
}

test('a group shares its prompt: its tokens are the prompt once and each completion', () => {
  const sequences = sequencesOf([{ prompt: 20, completions: [10, 10, 10, 10] }]);
  const [batch, ...others] = packSequences(sequences, limits);
  assert.ok(batch);
  assert.equal(others.length, 0);
  assert.equal(batch.rows * batch.length, 64, '20 + 4 · 10 = 60 positions fit a row of 64');
  assert.equal(batch.own.filter((segment) => segment >= 0).length, 60);
});

test('short trees stand together in a row', () => {
  const sequences = sequencesOf(Array.from({ length: 6 }, () => ({ prompt: 5, completions: [5] })));
  const batches = packSequences(sequences, limits);
  assert.equal(batches.length, 1);
  assert.equal((batches[0]?.rows ?? 0) * (batches[0]?.length ?? 0), 64);
});

test('a group longer than a micro-batch is cut between completions, its prompt repeated', async () => {
  const sequences = sequencesOf([{ prompt: 60, completions: [50, 50, 50, 50, 50] }]);
  const batches = packSequences(sequences, limits);
  assert.ok(batches.length > 1);
  await assertFaithful(sequences, batches);
});

test('a single completion longer than a micro-batch has one to itself', async () => {
  const sequences = sequencesOf([{ prompt: 200, completions: [150, 3] }]);
  const batches = packSequences(sequences, limits);
  await assertFaithful(sequences, batches);
  assert.deepEqual(batches.map(({ rows, length }) => rows * length).toSorted((a, b) => b - a)[0], 352);
});

test('padding counts toward the limit of a micro-batch', async () => {
  // 100 + 8 · 100 = 900 positions fit 1,000, but a row of them is padded to 1,024.
  const sequences = sequencesOf([{ prompt: 100, completions: Array.from({ length: 8 }, () => 100) }]);
  const batches = packSequences(sequences, { tokens: 1000, maxPositions: 2048 });
  await assertFaithful(sequences, batches);
  for (const { rows, length } of batches) assert.ok(rows * length <= 1000, `${rows} × ${length}`);
});

test('rows are padded to a multiple of 32', () => {
  const sequences = sequencesOf([{ prompt: 9000, completions: [10] }]);
  const [batch] = packSequences(sequences, { tokens: 512, maxPositions: 16_384 });
  assert.equal(batch?.length, 9024);
});

test('a prompt is shared until attending to the row costs more than computing the prompt again', async () => {
  // √(40² + 40 · 500) = 147 completion tokens: four of 34, so eight completions make two trees of 40 + 136 positions.
  const sequences = sequencesOf([{ prompt: 40, completions: Array.from({ length: 8 }, () => 34) }]);
  const batches = packSequences(sequences, { ...limits, attentionBreakEven: 500 });
  await assertFaithful(sequences, batches);
  assert.deepEqual(
    batches.map(({ length }) => length),
    batches.map(() => 192),
  );
  const computed = batches.flatMap(({ own }) => [...own].filter((segment) => segment >= 0));
  assert.equal(computed.length, 2 * 176);
});

test('short trees fill the room that long ones leave', () => {
  const sequences = sequencesOf([
    { prompt: 50, completions: [40] },
    { prompt: 50, completions: [40] },
    { prompt: 3, completions: [3] },
    { prompt: 3, completions: [3] },
  ]);
  const [batch, ...others] = packSequences(sequences, limits);
  assert.equal(others.length, 0);
  assert.deepEqual([batch?.rows, batch?.length], [2, 96]);
});

test('padding sees only padding and is seen by nothing else', async () => {
  const [batch] = packSequences(sequencesOf([{ prompt: 3, completions: [4, 2] }]), limits);
  assert.ok(batch);
  const visible = await visiblePositions(batch);
  const isPadding = (position: number) => (batch.own[position] ?? 0) < 0;
  visible.forEach((seen, query) => {
    assert.ok(seen.includes(query), 'every position sees itself, or its softmax would be empty');
    assert.ok(seen.every((key) => isPadding(key) === isPadding(query)));
  });
});

test('no sequences, and sequences without completions, make no micro-batches', () => {
  assert.deepEqual(packSequences([], limits), []);
  assert.deepEqual(packSequences(sequencesOf([{ prompt: 4, completions: [] }]), limits), []);
});

test('a sequence that the model has no positions for is refused with its sizes', () => {
  const tight = { tokens: 256, maxPositions: 32 };
  assert.equal(packSequences(sequencesOf([{ prompt: 20, completions: [12] }]), tight).length, 1);
  assert.throws(() => packSequences(sequencesOf([{ prompt: 20, completions: [13] }]), tight), {
    code: 'engine.sequence-too-long',
    message: /20 tokens with a completion of 13 .* 32 positions/,
  });
});

test('a prompt without tokens is refused', () => {
  assert.throws(() => packSequences(sequencesOf([{ prompt: 0, completions: [3] }]), limits), {
    code: 'engine.empty-prompt',
    message: /no tokens/,
  });
});
