import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between, extentOf, roomyExtentOf, ticks } from '../../../trainer/report/scale.ts';

test('an extent is never empty', () => {
  assert.deepEqual(extentOf([3, -1, 2]), [-1, 3]);
  assert.deepEqual(extentOf([2, 2]), [1.5, 2.5]);
  assert.deepEqual(extentOf([]), [0, 1]);
});

test('shares near 0 are drawn from 0, other values with a twentieth of room on both sides', () => {
  assert.deepEqual(roomyExtentOf([0, 1]), [0, 1.05]);
  assert.deepEqual(roomyExtentOf([100, 200]), [95, 205]);
});

test('the ends of an extent go to the ends of the drawing', () => {
  const place = between([10, 20], 300, 100);
  assert.deepEqual([10, 15, 20].map(place), [300, 200, 100]);
});

test('ticks are round values inside the extent, both ends counted', () => {
  assert.deepEqual(ticks([0, 1]), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks([0.05, 0.35]), [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  assert.deepEqual(ticks([-3, 4]), [-3, -2, -1, 0, 1, 2, 3, 4]);
  assert.deepEqual(ticks([1, 3]), [1, 1.5, 2, 2.5, 3]);
});
