/** What fewer bits change in what a critic says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driftOf } from '../../../trainer/critique/drift.ts';
import type { Calibration } from '../../../trainer/protocol/critic.ts';

/** P(correct) = sigmoid(2 · logit); correct from a logit of 1 on. */
const calibration: Calibration = {
  method: 'platt',
  slope: 2,
  intercept: 0,
  threshold: 1,
  abstainWithin: 0.5,
  validation: {
    n: 4,
    balancedAccuracy: 0.75,
    eceBefore: 0,
    eceAfter: 0,
    coverage: 1,
    accuracyOutside: 0.75,
    reliability: [],
  },
};

test('the drift is of calibrated probabilities, in either direction', () => {
  // sigmoid(2 · ½ ln 3) = 3/4, sigmoid(0) = 1/2, sigmoid(−2 · ½ ln 3) = 1/4.
  const half = Math.log(3) / 2;
  const drift = driftOf(
    [
      { stored: half, full: half },
      { stored: half, full: 0 },
      { stored: -half, full: half },
    ],
    calibration,
  );
  assert.ok(drift);
  assert.ok(Math.abs(drift.mean - 0.25) < 1e-12, 'the mean of 0, 1/4 and 1/2');
  assert.ok(Math.abs(drift.max - 0.5) < 1e-12);
  assert.deepEqual([drift.n, drift.flipped], [3, 0], 'none of them reaches the threshold');
});

test('a verdict flips when the two logits are on different sides of the threshold', () => {
  const pairs = [
    { stored: 1, full: 0.999 },
    { stored: 0.2, full: 7 },
    { stored: 1, full: 7 },
    { stored: -7, full: 0.999 },
  ];
  assert.equal(driftOf(pairs, calibration)?.flipped, 2);
});

test('without pairs there is no drift', () => {
  assert.equal(driftOf([], calibration), null);
});
