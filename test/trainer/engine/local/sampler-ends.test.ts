/** Where completions end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertArraysClose } from '../../../support/close.ts';
import { openCore, request, sampleOne } from '../../../support/sampling.ts';

test('a completion without an end is cut at maxTokens', async () => {
  await using core = await openCore();
  for (const maxTokens of [1, 2, 12]) {
    const { tokens, logprobs, policyLogprobs, finish } = await sampleOne(core, request({}, { maxTokens }));
    assert.equal(tokens.length, maxTokens);
    assert.equal(logprobs.length, maxTokens);
    assert.equal(policyLogprobs.length, maxTokens);
    assert.equal(finish, 'length');
  }
});

test('a completion is cut where the positions of the model end', async () => {
  await using core = await openCore({ maxPositions: 16 });
  const prompt = Int32Array.from({ length: 13 }, (_, index) => index);
  const cut = await sampleOne(core, request({ prompt }, { maxTokens: 50 }));
  assert.equal(cut.tokens.length, 3);
  assert.equal(cut.finish, 'length');
  const { logprobs } = await core.forward(
    [{ prompt, completions: [{ tokens: cut.tokens, weights: cut.logprobs }] }],
    1,
  );
  assertArraysClose(cut.policyLogprobs, logprobs[0] ?? [], 1e-4);
});

test('an end token ends the completion and stays part of it', async () => {
  await using free = await openCore();
  const { tokens } = await sampleOne(free, request({}, { temperature: 0 }));
  const end = tokens[5] ?? NaN;
  const first = tokens.indexOf(end);
  await using core = await openCore({ endTokens: [23, end] });
  const ended = await sampleOne(core, request({}, { temperature: 0 }));
  assert.deepEqual([...ended.tokens], [...tokens.subarray(0, first + 1)]);
  assert.equal(ended.finish, 'stop');
});

test('a stop sequence ends the completion where it is first complete', async () => {
  await using core = await openCore();
  const { tokens } = await sampleOne(core, request({}, { temperature: 0.9, maxTokens: 20 }));
  const stopAt = async (stop: readonly (readonly number[])[]) =>
    sampleOne(core, request({}, { temperature: 0.9, maxTokens: 20, stop }));
  const pair = [...tokens.subarray(6, 8)];
  const late = [...tokens.subarray(10, 13)];
  const ended = await stopAt([late, pair]);
  assert.equal(ended.finish, 'stop');
  assert.deepEqual([...ended.tokens.slice(-2)], pair);
  assert.deepEqual([...ended.tokens], [...tokens.subarray(0, ended.tokens.length)]);
  assert.ok(ended.tokens.length <= 8);
  const one = await stopAt([[tokens[0] ?? NaN]]);
  assert.deepEqual([...one.tokens], [tokens[0]]);
});

test('a stop sequence that begins in the prompt does not count, nor does an empty one', async () => {
  await using core = await openCore();
  const { tokens } = await sampleOne(core, request());
  const [first = NaN, second = NaN] = tokens;
  assert.notEqual(first, second);
  // The prompt ends in 3; the completion begins with `first`.
  const { tokens: whole, finish } = await sampleOne(core, request({}, { stop: [[3, first], []] }));
  assert.deepEqual(whole, tokens);
  assert.equal(finish, 'length');
});
