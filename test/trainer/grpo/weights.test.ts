import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenWeights } from '../../../trainer/grpo/weights.ts';
import { assertClose } from '../../support/close.ts';

/** Σ over completions of length × weight: what a loss of 1 on every token adds up to. */
function total(lengths: readonly number[], weights: readonly number[]): number {
  return lengths.reduce((sum, length, index) => sum + length * (weights[index] ?? NaN), 0);
}

test('token-mean gives every token the same share of 1', () => {
  assert.deepEqual(tokenWeights([2, 6], 'token-mean', 100), [1 / 8, 1 / 8]);
});

test('seq-mean gives every completion the same share of 1', () => {
  assert.deepEqual(tokenWeights([2, 6], 'seq-mean', 100), [1 / 4, 1 / 12]);
});

test('constant-length divides by completions times the constant, whatever the lengths', () => {
  assert.deepEqual(tokenWeights([2, 6], 'constant-length', 10), [1 / 20, 1 / 20]);
});

test('a completion that is left out has weight 0 and counts in no denominator', () => {
  assert.deepEqual(tokenWeights([2, 0, 6], 'token-mean', 10), [1 / 8, 0, 1 / 8]);
  assert.deepEqual(tokenWeights([2, 0, 6], 'seq-mean', 10), [1 / 4, 0, 1 / 12]);
  assert.deepEqual(tokenWeights([2, 0, 6], 'constant-length', 10), [1 / 20, 0, 1 / 20]);
});

test('where every completion is left out, every weight is 0', () => {
  for (const aggregation of ['token-mean', 'seq-mean', 'constant-length'] as const) {
    assert.deepEqual(tokenWeights([0, 0], aggregation, 10), [0, 0]);
    assert.deepEqual(tokenWeights([], aggregation, 10), []);
  }
});

test('a loss of 1 on every token is 1 under both means, and the share of the length limit under the constant', () => {
  const lengths = [3, 0, 17, 1, 9];
  assertClose(total(lengths, tokenWeights(lengths, 'token-mean', 20)), 1, 1e-12);
  assertClose(total(lengths, tokenWeights(lengths, 'seq-mean', 20)), 1, 1e-12);
  // 30 tokens of 4 × 20.
  assertClose(total(lengths, tokenWeights(lengths, 'constant-length', 20)), 0.375, 1e-12);
});
