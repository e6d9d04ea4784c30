import assert from 'node:assert/strict';
import test from 'node:test';
import {
  auroc,
  expectedCalibrationError,
  reliabilityTable,
  verdictMetrics,
} from '../../../trainer/critique/metrics.ts';
import type { Judgement, Scored } from '../../../trainer/critique/metrics.ts';

function judgements(count: number, correct: boolean, verdict: boolean | null): Judgement[] {
  return Array.from({ length: count }, () => ({ correct, verdict }));
}

function scored(correct: readonly number[], incorrect: readonly number[]): Scored[] {
  return [
    ...correct.map((score) => ({ correct: true, score })),
    ...incorrect.map((score) => ({ correct: false, score })),
  ];
}

function near(actual: number | null, expected: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

test('counts and rates of ten judgements are those counted by hand', () => {
  const metrics = verdictMetrics([
    ...judgements(3, true, true),
    ...judgements(1, true, false),
    ...judgements(1, true, null),
    ...judgements(2, false, true),
    ...judgements(2, false, false),
    ...judgements(1, false, null),
  ]);
  assert.deepEqual(metrics, {
    n: 10,
    truePositives: 3,
    falsePositives: 2,
    trueNegatives: 2,
    falseNegatives: 1,
    withoutVerdict: 2,
    accuracy: 0.5,
    balancedAccuracy: 0.5,
    tpr: 0.6,
    tnr: 0.4,
    saysCorrect: 5 / 8,
    parseFailRate: 0.2,
  });
});

test('always saying wrong on one third correct has accuracy 2/3 and balanced accuracy 1/2', () => {
  const metrics = verdictMetrics([...judgements(10, true, false), ...judgements(20, false, false)]);
  near(metrics.accuracy, 2 / 3);
  assert.equal(metrics.balancedAccuracy, 0.5);
  assert.equal(metrics.saysCorrect, 0);
});

test('a rate with an empty denominator is null', () => {
  const none = verdictMetrics([]);
  assert.deepEqual(
    [none.accuracy, none.balancedAccuracy, none.tpr, none.tnr, none.saysCorrect, none.parseFailRate],
    [null, null, null, null, null, null],
  );
  const oneClass = verdictMetrics(judgements(4, true, true));
  assert.deepEqual(
    [oneClass.accuracy, oneClass.tpr, oneClass.tnr, oneClass.balancedAccuracy],
    [1, 1, null, null],
  );
  assert.equal(verdictMetrics(judgements(2, true, null)).saysCorrect, null);
});

test('AUROC counts the ordered pairs, ties as one half', () => {
  // 0.8 beats both (2); each 0.5 ties with 0.5 and beats 0.2 (1.5 + 1.5): 5 of 6.
  near(auroc(scored([0.8, 0.5, 0.5], [0.5, 0.2])), 5 / 6);
});

test('AUROC is 1 in perfect order, 0 in reverse, 1/2 when all scores are equal, and null for one class', () => {
  assert.equal(auroc(scored([3, 2], [1, 0])), 1);
  assert.equal(auroc(scored([0, 1], [2, 3])), 0);
  assert.equal(auroc(scored([7, 7, 7], [7, 7])), 0.5);
  assert.equal(auroc(scored([1, 2], [])), null);
  assert.equal(auroc([]), null);
});

test('AUROC equals the count over all pairs on scores with many ties', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ correct: i % 3 === 0, score: (i * 7) % 11 }));
  const positives = rows.filter((row) => row.correct);
  const negatives = rows.filter((row) => !row.correct);
  let wins = 0;
  for (const p of positives) {
    for (const q of negatives) wins += p.score > q.score ? 1 : p.score === q.score ? 0.5 : 0;
  }
  near(auroc(rows), wins / (positives.length * negatives.length));
});

test('the calibration error is the bins’ gaps weighted by their sizes', () => {
  // Bin [0, 0.1): gap 0.05. Bin [0.1, 0.2): gap 0.85. Bin [0.9, 1]: two, mean 0.975, share 0.5, gap 0.475.
  const rows = scored([0.15, 0.95], [0.05, 1]);
  near(expectedCalibrationError(rows), (0.05 + 0.85 + 2 * 0.475) / 4);
  assert.deepEqual(
    reliabilityTable(rows).map((bin) => [bin.from, bin.to, bin.n, bin.shareCorrect]),
    [
      [0, 0.1, 1, 0],
      [0.1, 0.2, 1, 1],
      [0.9, 1, 2, 0.5],
    ],
  );
});

test('with one bin the calibration error is the gap between the two means', () => {
  near(expectedCalibrationError(scored([0.15, 0.95], [0.05, 1]), 1), Math.abs(2.15 / 4 - 0.5));
  assert.equal(expectedCalibrationError([]), null);
});
