/** Passes that go layer by layer, or through the head in chunks, beside one graph of all: the same from less memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunkFor } from '../../../../trainer/engine/local/scored-tokens.ts';
import type { Objective, TrainSequence } from '../../../../trainer/engine/types.ts';
import type { Adapters } from '../../../../trainer/model/adapters.ts';
import type { DecoderConfig } from '../../../../trainer/model/config.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose, assertClose, assertNearlyParallel } from '../../../support/close.ts';
import { plainPolicy } from '../../../support/objectives.ts';
import { sequencesOf } from '../../../support/sequences.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';
import { Differentiator } from '../../../support/training.ts';

const objectives: readonly Objective[] = [
  { kind: 'crossEntropy' },
  { ...plainPolicy, temperature: 1.3, klCoef: 0.2, entropyCoef: 0.1 },
];

/** Groups of several completions, one that is empty, a prompt of one token, and more than one micro-batch takes. */
const sequences = sequencesOf([
  { prompt: 9, completions: [7, 4, 0, 9] },
  { prompt: 1, completions: [12, 3] },
  { prompt: 30, completions: [20] },
  { prompt: 6, completions: [5, 5, 5] },
]);

const families = ['qwen3', 'qwen2', 'llama'] as const;

const cases: readonly { about: string; changes: Partial<DecoderConfig>; adapters: Adapters | null }[] = [
  ...families.flatMap((family) => [
    { about: `${family}, all parameters trained`, changes: { family }, adapters: null },
    { about: `${family}, adapters trained`, changes: { family }, adapters: tinyAdapters() },
  ]),
  { about: 'dropout', changes: {}, adapters: tinyAdapters({ dropout: 0.3 }) },
  { about: 'a head of its own', changes: { tiedHead: false }, adapters: null },
  {
    about: 'adapters on two projections',
    changes: {},
    adapters: tinyAdapters({ targets: ['v_proj', 'down_proj'] }),
  },
];

async function assertSame(whole: Differentiator, other: Differentiator, objective: Objective): Promise<void> {
  const expected = await whole.differentiate(sequences, objective, 64);
  const found = await other.differentiate(sequences, objective, 64);
  assert.ok(expected.batches > 1);
  assert.equal(found.batches, expected.batches);
  assertClose(found.loss, expected.loss, 1e-5, 'the loss');
  for (const { name, offset, size } of whole.weights.specs) {
    const part = (gradient: Float32Array) => gradient.subarray(offset, offset + size);
    assertNearlyParallel(part(found.gradient), part(expected.gradient), 1e-4, name);
  }
}

for (const { about, changes, adapters } of cases) {
  test(`all forms agree in scores, loss and gradient: ${about}`, async () => {
    const config = tinyConfig({ layers: 3, ...changes });
    await using whole = new Differentiator(config, { adapters });
    for (const recompute of [true, false]) {
      // 5 × 24 logits at once: the trained tokens of a micro-batch take several chunks.
      await using other = new Differentiator(config, { adapters, recompute, mostLogits: 120 });
      for (const objective of objectives) await assertSame(whole, other, objective);
      const [some, same] = [await other.logprobs(sequences, 0.7), await whole.logprobs(sequences, 0.7)];
      same.forEach((logprobs, index) => assertArraysClose(some[index] ?? [], logprobs, 1e-5));
    }
  });
}

test('a token that the vocabulary does not have is refused', async () => {
  await using layered = new Differentiator(tinyConfig(), { recompute: true });
  const [sequence] = sequencesOf([{ prompt: 3, completions: [2] }]) as [TrainSequence];
  const strange = { ...sequence, prompt: Int32Array.of(1, 24, 2) };
  await assert.rejects(layered.differentiate([strange], plainPolicy), {
    code: 'engine.bad-call',
    message: /a token 24: the vocabulary ends at 23/,
  });
});

test('a chunk is no larger than the tokens there are, and at least one', () => {
  assert.equal(chunkFor(768, 256), 256);
  assert.equal(chunkFor(151_936, 1024), 192, '220 fit');
  assert.equal(chunkFor(4_000_000, 1024), 8);
  assert.equal(chunkFor(100_000_000, 1024), 1);
});
