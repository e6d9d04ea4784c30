/** What is said of the memory before anything is loaded, by hand; `test/process/estimate.test.ts` measures the whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateMemory, type EngineDemand } from '../../../../trainer/engine/local/estimate.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import { demandOf } from '../../../../trainer/run/crl/cost.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const config = tinyConfig();
const demand: EngineDemand = {
  config,
  adapters: null,
  threads: 1,
  microBatchTokens: 64,
  recompute: 'never',
  prompts: 2,
  groupSize: 3,
  promptTokens: 32,
  completionTokens: 32,
};

/** Of keys and values: 2 layers of 2 · 2 heads · 16 numbers a position; of logits and probabilities: 24 words each. */
const bytes = (prompts: number, rows: number): number => 4 * (128 * 32 * (prompts + rows) + 2 * 24 * rows);

test('a step has room for its completions, and for twice as many prompts as its groups take', () => {
  assert.equal(estimateMemory(demand).sampling, bytes(4, 6));
});

test('a validation that asks more prompts for one completion each has a row and a prompt for every one', () => {
  assert.equal(estimateMemory({ ...demand, validated: 10 }).sampling, bytes(10, 10));
  // The rows of the step, and the prompts of the validation.
  assert.equal(estimateMemory({ ...demand, validated: 5 }).sampling, bytes(5, 6));
  assert.equal(estimateMemory({ ...demand, validated: 1 }).sampling, bytes(4, 6));
});

test('each lane has its share of the prompts', () => {
  // Six prompts for each of two lanes: six rows and six prompts.
  assert.equal(estimateMemory({ ...demand, threads: 2, validated: 12 }).sampling, 2 * bytes(6, 6));
});

test('a run that validates is said to ask all its prompts at once, and one that does not asks none', () => {
  const validatedBy = (every: number) =>
    demandOf(
      runConfigOf({ adapters: null, validation: { every, problems: 7, pairs: 9 } }, 'the test'),
      config,
      1,
    ).validated;
  assert.deepEqual([validatedBy(5), validatedBy(0)], [16, 0]);
});
