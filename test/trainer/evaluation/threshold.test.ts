import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatingPoints } from '../../../trainer/critique/abstention.ts';
import { pickThresholds } from '../../../trainer/evaluation/threshold.ts';

const pair = (problem: string, correct: boolean, logit: number) => ({ problem, correct, logit });

test('a threshold lies half-way between two logits, and beyond both ends', () => {
  const points = operatingPoints([
    pair('a', false, 0),
    pair('a', true, 1),
    pair('b', true, 1),
    pair('b', false, 3),
  ]);
  assert.deepEqual(points, [
    { threshold: -1, tpr: 1, tnr: 0, balancedAccuracy: 0.5 },
    { threshold: 0.5, tpr: 1, tnr: 0.5, balancedAccuracy: 0.75 },
    { threshold: 2, tpr: 0, tnr: 0.5, balancedAccuracy: 0.25 },
    { threshold: 4, tpr: 0, tnr: 1, balancedAccuracy: 0.5 },
  ]);
});

/** One problem, so nothing can be held back: logits 0 to 9, wrong but for 4 and 6 to 9. */
const oneProblem = Array.from({ length: 10 }, (_, logit) => pair('a', logit === 4 || logit >= 6, logit));

test('of the thresholds with a wanted rate, the one with the best other rate is picked', () => {
  const [balanced, sensitive, specific] = pickThresholds(oneProblem, [
    { rate: 'balancedAccuracy' },
    { rate: 'tpr', atLeast: 0.9 },
    { rate: 'tnr', atLeast: 0.9 },
  ]);
  // From 5.5: 4 of 5 correct ones, 5 of 5 wrong ones. From 3.5: 5 of 5 and 4 of 5, as good.
  assert.ok(balanced?.threshold === 3.5 || balanced?.threshold === 5.5);
  assert.equal(balanced.balancedAccuracy, 0.9);
  assert.deepEqual([sensitive?.threshold, sensitive?.tpr, sensitive?.tnr], [3.5, 1, 0.8]);
  assert.deepEqual([specific?.threshold, specific?.tpr, specific?.tnr], [5.5, 0.8, 1]);
});

test('with one problem the rates are of the pairs that picked the threshold, which is said', () => {
  const [picked] = pickThresholds(oneProblem, [{ rate: 'balancedAccuracy' }]);
  assert.deepEqual([picked?.heldBack, picked?.pickedOn, picked?.measuredOn], [false, 10, 10]);
  assert.equal(picked?.balancedAccuracyInterval, null);
});

test('with several problems the rates are of problems that had no say, and no problem is on both sides', () => {
  const pairs = Array.from({ length: 20 }, (_, index) => [
    pair(`p${index}`, true, 5 + index),
    pair(`p${index}`, false, -5 - index),
  ]).flat();
  const [picked] = pickThresholds(pairs, [{ rate: 'balancedAccuracy' }]);
  assert.deepEqual([picked?.heldBack, picked?.pickedOn, picked?.measuredOn], [true, 20, 20]);
  assert.equal(picked?.balancedAccuracy, 1);
  assert.ok(Math.abs(picked?.threshold ?? NaN) <= 25);
});

test('a pair without a logit is a mistake at any threshold', () => {
  const [picked] = pickThresholds([...oneProblem, pair('a', false, NaN)], [{ rate: 'tpr', atLeast: 1 }]);
  // Of the six wrong ones, the four below 3.5 are recognised.
  assert.deepEqual([picked?.tpr, picked?.tnr], [1, 4 / 6]);
});

test('where all pairs are correct there is nothing to pick', () => {
  assert.deepEqual(
    pickThresholds([pair('a', true, 1), pair('b', true, 2)], [{ rate: 'balancedAccuracy' }]),
    [],
  );
});
