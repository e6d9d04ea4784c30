import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOf, meanOrNull, standardDeviation } from '../../trainer/mean.ts';

test('the mean and the deviation with G − 1 are those worked out by hand', () => {
  assert.equal(meanOf([0, 0, 0, 1]), 0.25);
  // 3 · 0.0625 + 0.5625 = 0.75, divided by 3 is 0.25.
  assert.equal(standardDeviation([0, 0, 0, 1]), 0.5);
  assert.equal(standardDeviation([2, 2, 2]), 0);
});

test('a single value has no deviation', () => {
  assert.equal(standardDeviation([7]), 0);
  assert.equal(standardDeviation([]), 0);
});

test('of no numbers there is no mean', () => {
  assert.equal(meanOrNull([]), null);
  assert.equal(meanOrNull([1, 2]), 1.5);
});
