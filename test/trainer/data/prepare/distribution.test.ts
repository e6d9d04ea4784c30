import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distributionOf } from '../../../../trainer/data/prepare/distribution.ts';

test('quantiles lie between neighbours, and the order of the numbers does not matter', () => {
  assert.deepEqual(distributionOf([40, 0, 10, 30, 20]), {
    n: 5,
    mean: 20,
    min: 0,
    p10: 4,
    median: 20,
    p90: 36,
    max: 40,
  });
  assert.equal(distributionOf([1, 2, 10, 100]).median, 6);
});

test('of no numbers nothing is said', () => {
  assert.deepEqual(distributionOf([]), {
    n: 0,
    mean: null,
    min: null,
    p10: null,
    median: null,
    p90: null,
    max: null,
  });
});
