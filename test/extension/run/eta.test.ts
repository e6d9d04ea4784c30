import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsLeft } from '../../../extension/run/eta.ts';

const start = Date.parse('2026-11-22T12:00:00Z');

/** Steps that were complete so many seconds after the start. */
const lines = (...seconds: readonly number[]): { step: number; time: string }[] =>
  seconds.map((second, index) => ({ step: index + 1, time: new Date(start + 1000 * second).toISOString() }));

/** Of a run that is never validated. */
const left = (done: ReturnType<typeof lines>, steps: number): number | null =>
  secondsLeft(done, { steps, validationEvery: 0 });

test('nothing is said before three steps are complete', () => {
  assert.equal(left([], 10), null);
  assert.equal(left(lines(0), 10), null);
  assert.equal(left(lines(0, 10), 10), null);
});

test('the time left is the median interval times the steps left', () => {
  assert.equal(left(lines(0, 10, 20), 10), 70);
  // Intervals 10, 20: their median is 15, and 7 steps are left.
  assert.equal(left(lines(0, 10, 30), 10), 105);
});

test('a pause between two steps changes nothing', () => {
  assert.equal(left(lines(0, 10, 20, 5000, 5010, 5020), 10), 40);
});

test('only the last twenty intervals count', () => {
  const slow = Array.from({ length: 30 }, (_, index) => index * 100);
  const fast = Array.from({ length: 20 }, (_, index) => 2900 + (index + 1) * 2);
  // 50 steps are complete, and each of the last twenty took two seconds.
  assert.equal(left(lines(...slow, ...fast), 60), 20);
});

test('a run beyond its end has no time left', () => {
  assert.equal(left(lines(0, 10, 20), 2), 0);
});

test('a clock that was set back counts as no time at all', () => {
  assert.equal(left(lines(100, 90, 80), 10), 0);
});

test('each validation that is left takes what those before have added', () => {
  // A step takes 10 seconds, and every fifth 40 more.
  const seconds = Array.from(
    { length: 12 },
    (_, index) => 10 * (index + 1) + 40 * Math.floor((index + 1) / 5),
  );
  const done = lines(...seconds);
  // Steps 13 to 22, with the validations behind 15, 20 and the last.
  assert.equal(secondsLeft(done, { steps: 22, validationEvery: 5 }), 10 * 10 + 3 * 40);
  assert.equal(secondsLeft(done, { steps: 20, validationEvery: 5 }), 8 * 10 + 2 * 40);
  assert.equal(secondsLeft(done, { steps: 12, validationEvery: 5 }), 0);
});

test('where every step is validated, that is in what a step takes', () => {
  assert.equal(secondsLeft(lines(0, 50, 100), { steps: 5, validationEvery: 1 }), 100);
});
