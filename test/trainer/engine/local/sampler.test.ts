/** Batched sampling: what a completion may not depend on. Where completions end: sampler-ends.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../../../../trainer/engine/types.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { endless, openCore, request, sampleOne } from '../../../support/sampling.ts';

const tokensOf = (group: readonly Completion[] | undefined) => (group ?? []).map(({ tokens }) => [...tokens]);

test('equal requests sample equal tokens, other seeds and other samples sample others', async () => {
  await using core = await openCore();
  const [first, again, other] = await core.sample([
    request({ count: 4 }),
    request({ count: 4 }),
    request({ count: 4, seed: 8 }),
  ]);
  assert.deepEqual(again, first);
  assert.notDeepEqual(tokensOf(other), tokensOf(first));
  assert.equal(new Set(tokensOf(first).map(String)).size, 4);
});

test('a sample has the same tokens alone, in its group, and in a batch of other requests', async () => {
  await using core = await openCore();
  const mixed = [
    request({ count: 3, seed: 1 }),
    request({ count: 2, seed: 2, prompt: Int32Array.of(9) }, { temperature: 0.6 }),
    request({ count: 5, seed: 3, prompt: Int32Array.of(4, 4, 4, 4, 4, 4, 4) }, { topK: 3, maxTokens: 30 }),
    request({ count: 1, seed: 4, prompt: Int32Array.of(5, 6) }, { topP: 0.7, maxTokens: 1 }),
  ];
  const together = await core.sample(mixed);
  for (const [index, one] of mixed.entries()) {
    const [group] = await core.sample([one]);
    assert.deepEqual(tokensOf(group), tokensOf(together[index]));
    const alone = await sampleOne(core, { ...one, count: 1 });
    assert.deepEqual([...alone.tokens], tokensOf(together[index])[0]);
    assertArraysClose(alone.logprobs, together[index]?.[0]?.logprobs ?? [], 1e-5);
  }
});

test('more samples than slots wait their turn and change nothing', async () => {
  await using core = await openCore();
  const settings = { maxTokens: 4 };
  const many = await core.sample([
    request({ count: 150 }, settings),
    request({ count: 3, seed: 9 }, { maxTokens: 7 }),
    request({ count: 140, prompt: Int32Array.of(8, 8) }, settings),
  ]);
  assert.deepEqual(
    many.map((group) => group.length),
    [150, 3, 140],
  );
  assert.ok(many.flat().every(({ tokens }) => tokens.length === 4 || tokens.length === 7));
  const [few] = await core.sample([request({ count: 5 }, settings)]);
  assert.deepEqual(tokensOf(many[0]?.slice(0, 5)), tokensOf(few));
  const [last] = await core.sample([request({ count: 140, prompt: Int32Array.of(8, 8) }, settings)]);
  assert.deepEqual(tokensOf(many[2]), tokensOf(last));
});

test('rows that finish early leave the others as they were', async () => {
  await using core = await openCore();
  const lengths = [1, 20, 3, 17, 2, 9];
  const requests = lengths.map((maxTokens, seed) => request({ count: 2, seed }, { maxTokens }));
  const together = await core.sample(requests);
  for (const [index, one] of requests.entries()) {
    assert.deepEqual(
      together[index]?.map(({ tokens }) => tokens.length),
      [lengths[index], lengths[index]],
    );
    const [alone] = await core.sample([one]);
    assert.deepEqual(tokensOf(alone), tokensOf(together[index]));
  }
});

test('logarithms are those of the distribution sampled from and of the policy', async () => {
  await using core = await openCore();
  const settings = [
    { temperature: 0.8 },
    { temperature: 1.4, topK: 4 },
    { temperature: 1, topP: 0.6 },
    { temperature: 1, topK: 1 },
  ];
  for (const setting of settings) {
    const one = request({ count: 3 }, setting);
    const [group] = await core.sample([one]);
    assert.ok(group);
    const completions = group.map(({ tokens }) => ({ tokens, weights: new Float32Array(tokens.length) }));
    const { logprobs } = await core.forward([{ prompt: one.prompt, completions }], setting.temperature);
    group.forEach(({ logprobs: sampled, policyLogprobs }, index) => {
      assertArraysClose(policyLogprobs, logprobs[index] ?? [], 1e-4);
      sampled.forEach((logprob, at) =>
        assert.ok(logprob >= (policyLogprobs[at] ?? 0) - 1e-6 && logprob <= 1e-6),
      );
      if (setting.topK === 1)
        assertArraysClose(
          sampled,
          sampled.map(() => 0),
          1e-6,
        );
      if (setting.topK === undefined && setting.topP === undefined) assert.deepEqual(sampled, policyLogprobs);
    });
  }
});

test('rows that outgrow the cache keep what it held, whether a short row or a new prompt needs the room', async () => {
  await using core = await openCore({ maxPositions: 256 });
  const long = Int32Array.from({ length: 100 }, (_, index) => index % 7);
  const requests = [
    request({ count: 2 }, { maxTokens: 150 }),
    request({ count: 60, seed: 3 }, { maxTokens: 5 }),
    request({ count: 70, seed: 4, prompt: long }, { maxTokens: 40 }),
  ];
  const groups = await core.sample(requests);
  for (const [index, { prompt }] of requests.entries()) {
    const group = groups[index] ?? assert.fail();
    const completions = group.map(({ tokens }) => ({ tokens, weights: new Float32Array(tokens.length) }));
    const { logprobs } = await core.forward([{ prompt, completions: completions.slice(0, 2) }], 1);
    for (const [at, expected] of logprobs.entries()) {
      assertArraysClose(group[at]?.policyLogprobs ?? [], expected, 1e-4);
    }
  }
});

test('a greedy completion is certain, and its policy is that of temperature 1', async () => {
  await using core = await openCore();
  const { tokens, logprobs, policyLogprobs } = await sampleOne(core, request({}, { temperature: 0 }));
  assert.ok(logprobs.every((logprob) => logprob === 0));
  const scored = await core.forward(
    [{ prompt: Int32Array.of(1, 2, 3), completions: [{ tokens, weights: logprobs }] }],
    1,
  );
  assertArraysClose(policyLogprobs, scored.logprobs[0] ?? [], 1e-4);
});

test('no requests, and requests for no samples, give none', async () => {
  await using core = await openCore();
  assert.deepEqual(await core.sample([]), []);
  const [none, some] = await core.sample([request({ count: 0 }), request({ count: 1 })]);
  assert.deepEqual(none, []);
  assert.equal(some?.length, 1);
});

test('a prompt that fills the model is refused with its length', async () => {
  await using core = await openCore({ maxPositions: 16 });
  const prompt = new Int32Array(16);
  await assert.rejects(core.sample([request(), request({ prompt })]), {
    code: 'engine.prompt-too-long',
    message: /16 tokens .* 16 positions/,
  });
});

test('a prompt without tokens is refused by what it lacks', async () => {
  await using core = await openCore();
  await assert.rejects(core.sample([request({ prompt: new Int32Array(0) })]), {
    code: 'engine.empty-prompt',
    message: /no tokens/,
  });
});

test('a token that the model does not know is an error, and the next call works', async () => {
  await using core = await openCore();
  const expected = await core.sample([request()]);
  await assert.rejects(core.sample([request({ prompt: Int32Array.of(1, 24) })]), {
    code: 'engine.runtime-failed',
  });
  assert.deepEqual(await core.sample([request()]), expected);
});

test('a cancelled call rejects with the reason, and the next one samples as if nothing had been', async () => {
  await using core = await openCore();
  const expected = await core.sample([request({ count: 3 })]);
  const controller = new AbortController();
  const cancelled = core.sample([endless], controller.signal);
  setTimeout(() => controller.abort(new Error('enough')), 1);
  await assert.rejects(cancelled, { message: 'enough' });
  assert.deepEqual(await core.sample([request({ count: 3 })]), expected);
});
