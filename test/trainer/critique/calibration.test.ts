import assert from 'node:assert/strict';
import test from 'node:test';
import { bestThreshold, narrowestBand } from '../../../trainer/critique/abstention.ts';
import type { ScoredPair } from '../../../trainer/critique/abstention.ts';
import { fitCalibration, judge } from '../../../trainer/critique/calibration.ts';
import { calibrationSchema } from '../../../trainer/protocol/critic.ts';
import { evaluateCritic } from '../../../trainer/critique/evaluation.ts';
import { fitPlatt, fitTemperature } from '../../../trainer/critique/logistic.ts';
import { createRandom } from '../../../trainer/random.ts';

function near(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}

/** `right` of `n` pairs at this logit are correct. */
function at(logit: number, right: number, n: number): ScoredPair[] {
  return Array.from({ length: n }, (_, i) => ({ logit, correct: i < right }));
}

/** Pairs whose P(correct) is sigmoid(slope × logit + intercept). */
function drawn(n: number, slope: number, intercept: number): ScoredPair[] {
  const random = createRandom(1);
  return Array.from({ length: n }, () => {
    const logit = 8 * random.uniform() - 4;
    return { logit, correct: random.uniform() < 1 / (1 + Math.exp(-slope * logit - intercept)) };
  });
}

const bothEnds = [...at(-1, 1, 4), ...at(1, 3, 4)];

test('a symmetric set has slope log 2 by both methods', () => {
  // Four of each kind: targets 5/6 and 1/6. At logit 1 their mean is (3 × 5/6 + 1/6) / 4 = 2/3 = sigmoid(log 2).
  const platt = fitPlatt(bothEnds);
  near(platt.slope, Math.LN2);
  near(platt.intercept, 0);
  near(fitTemperature(bothEnds).slope, Math.LN2);
});

test('Platt’s intercept moves with the logits’ offset and scale', () => {
  // Logits 0 and 2 instead of -1 and 1: P is 1/3 at 0, so the intercept is -log 2.
  const moved = fitPlatt([...at(0, 1, 4), ...at(2, 3, 4)]);
  near(moved.slope, Math.LN2);
  near(moved.intercept, -Math.LN2);
  const far = fitPlatt([...at(1e9, 1, 4), ...at(1e9 + 2e6, 3, 4)]);
  near(far.slope * 1e6, Math.LN2);
});

test('a separable set keeps a finite slope, and its calibrated ends are the smoothed targets', () => {
  const { slope, intercept } = fitPlatt([...at(-1, 0, 3), ...at(1, 3, 3)]);
  // Targets 4/5 and 1/5 at logits 1 and -1.
  near(slope, Math.log(4));
  near(intercept, 0);
});

test('slope and intercept are recovered from 4000 drawn pairs', () => {
  const { slope, intercept } = fitPlatt(drawn(4000, 0.5, -0.3));
  near(slope, 0.5, 0.06);
  near(intercept, -0.3, 0.12);
  near(fitTemperature(drawn(4000, 0.5, 0)).slope, 0.5, 0.06);
});

test('logits that fall with correctness, or are all equal, get slope 0 and are never judged', () => {
  for (const pairs of [
    [...at(-1, 3, 4), ...at(1, 1, 4)],
    [...at(2, 2, 4), ...at(2, 1, 4)],
  ]) {
    for (const method of ['platt', 'temperature'] as const) {
      const calibration = fitCalibration(pairs, { method });
      assert.equal(calibration.slope, 0);
      assert.equal(calibration.validation.coverage, 0);
      assert.equal(calibration.validation.accuracyOutside, null);
      assert.equal(judge(5, calibration).verdict, 'unsure');
    }
  }
});

test('a validation set of one class, or an empty one, is refused and says what is missing', () => {
  assert.throws(() => fitCalibration(at(1, 3, 3)), {
    code: 'critic.one-class',
    message: /all 3 are correct/,
  });
  assert.throws(() => fitCalibration(at(1, 0, 2)), {
    code: 'critic.one-class',
    message: /all 2 are incorrect/,
  });
  assert.throws(() => fitCalibration([]), { code: 'critic.one-class', message: /empty/ });
});

test('a logit that is no number is refused with its place', () => {
  const pairs = [...at(1, 1, 1), ...at(Number.NaN, 0, 1)];
  assert.throws(() => fitCalibration(pairs), { code: 'critic.bad-logit', message: /pair 1 is NaN/ });
});

test('of equally good thresholds the nearest to the preferred one is taken', () => {
  const pairs = [
    ...at(-3, 0, 1),
    ...at(-1, 0, 1),
    ...at(-0.5, 1, 1),
    ...at(0.5, 0, 1),
    ...at(1, 1, 1),
    ...at(3, 1, 1),
  ];
  // At -0.75: TPR 1, TNR 2/3. At 0.75: TPR 2/3, TNR 1.
  const low = bestThreshold(pairs, -0.1);
  assert.equal(low.threshold, -0.75);
  near(low.balancedAccuracy, 5 / 6);
  assert.equal(bestThreshold(pairs, 0.1).threshold, 0.75);
});

test('a reversed critic does best by always saying the same', () => {
  assert.equal(bestThreshold([...at(-1, 2, 2), ...at(1, 0, 2)], 0).balancedAccuracy, 0.5);
});

test('the band is the narrowest that reaches the target accuracy', () => {
  const pairs = [
    ...at(-3, 0, 1),
    ...at(-1, 0, 1),
    ...at(-0.5, 1, 1),
    ...at(0.5, 0, 1),
    ...at(1, 1, 1),
    ...at(3, 1, 1),
  ];
  // Threshold 0: both at distance 0.5 are wrong, the other four right.
  assert.deepEqual(narrowestBand(pairs, 0, 0.6, 0.5), { halfWidth: 0, coverage: 1, accuracy: 4 / 6 });
  assert.deepEqual(narrowestBand(pairs, 0, 1, 0.5), { halfWidth: 1, coverage: 4 / 6, accuracy: 1 });
  assert.deepEqual(narrowestBand(pairs, 0, 1, 0.9), { halfWidth: 0, coverage: 1, accuracy: 4 / 6 });
});

test('a target out of reach gives the widest band that still judges enough', () => {
  const pairs = [...at(-3, 1, 1), ...at(-2, 0, 1), ...at(2, 1, 1), ...at(3, 0, 1)];
  assert.deepEqual(narrowestBand(pairs, 0, 0.9, 0.5), { halfWidth: 3, coverage: 0.5, accuracy: 0 });
});

test('a judgement names its side and the probability of being right', () => {
  const calibration = fitCalibration(bothEnds, { targetAccuracy: 0.7 });
  assert.equal(calibration.threshold, 0);
  assert.equal(calibration.abstainWithin, 0);
  const right = judge(1, calibration);
  assert.equal(right.verdict, 'correct');
  near(right.confidence, 2 / 3);
  const wrong = judge(-1, calibration);
  assert.equal(wrong.verdict, 'incorrect');
  near(wrong.confidence, 2 / 3);
  assert.equal(judge(0, calibration).verdict, 'correct');
  assert.deepEqual(judge(Number.NaN, calibration), { verdict: 'unsure', confidence: 0.5 });
});

test('inside the band the judgement is unsure, at its edge it is not', () => {
  const calibration = { ...fitCalibration(bothEnds), abstainWithin: 0.5 };
  assert.equal(judge(0.49, calibration).verdict, 'unsure');
  near(judge(-0.49, calibration).confidence, 1 / (1 + Math.exp(-0.49 * Math.LN2)));
  assert.equal(judge(0.5, calibration).verdict, 'correct');
  assert.equal(judge(-0.5, calibration).verdict, 'incorrect');
});

test('calibration lowers the calibration error of overconfident logits and survives JSON', () => {
  const overconfident = drawn(2000, 0.25, 0.4);
  const calibration = fitCalibration(overconfident);
  assert.ok(calibration.validation.eceBefore > 0.1);
  assert.ok(calibration.validation.eceAfter < 0.04);
  assert.deepEqual(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration))), calibration);
});

test('an evaluation counts every pair and tells the abstentions apart', () => {
  const calibration = { ...fitCalibration(bothEnds), abstainWithin: 0.5 };
  const pairs = [...at(2, 2, 3), ...at(0.1, 0, 1), ...at(-2, 1, 3)];
  const result = evaluateCritic(pairs, calibration);
  // Correct: two at 2 (right), one at -2 (wrong). Incorrect: 2 and 0.1 (wrong), two at -2 (right).
  assert.equal(result.n, 7);
  near(result.accuracy ?? 0, 4 / 7);
  near(result.tpr ?? 0, 2 / 3);
  assert.equal(result.tnr, 0.5);
  near(result.balancedAccuracy ?? 0, (2 / 3 + 1 / 2) / 2);
  // 12 ordered pairs: each 2 wins over 0.1, -2, -2 and ties with 2 (3.5 each); the -2 ties twice (1): 8.
  near(result.auroc ?? 0, 8 / 12);
  assert.equal(result.abstained, 1);
  // P is 4/5 at 2 (share 2/3), 1/5 at -2 (share 1/3), sigmoid(0.1 log 2) at 0.1 (share 0).
  const middle = 1 / (1 + 2 ** -0.1);
  near(result.ece ?? 0, (3 * (4 / 5 - 2 / 3) + 3 * (1 / 3 - 1 / 5) + middle) / 7);
});
