import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaUnderRisk, riskCoverage, thinned } from '../../../trainer/evaluation/risk-coverage.ts';
import { assertClose } from '../../support/close.ts';

const rows = [
  { confidence: 1, right: false },
  { confidence: 3, right: true },
  { confidence: 2, right: true },
  { confidence: 0.5, right: true },
];

test('the surest are kept first, and all of them at last', () => {
  assert.deepEqual(riskCoverage(rows), [
    { coverage: 0.25, accuracy: 1 },
    { coverage: 0.5, accuracy: 1 },
    { coverage: 0.75, accuracy: 1 - 1 / 3 },
    { coverage: 1, accuracy: 0.75 },
  ]);
});

test('the area is the mean share of mistakes over all numbers kept', () => {
  // Risks 0, 0, 1/3 and 1/4.
  assertClose(areaUnderRisk(rows) ?? NaN, (1 / 3 + 1 / 4) / 4, 1e-12);
  assert.equal(areaUnderRisk([]), null);
});

test('rows equally sure are one point, and count for the area in the mean of their orders', () => {
  const tied = [
    { confidence: 1, right: false },
    { confidence: 1, right: true },
  ];
  assert.deepEqual(riskCoverage(tied), [{ coverage: 1, accuracy: 0.5 }]);
  // Risks 1/2 and 1/2, whichever of the two stands first.
  assertClose(areaUnderRisk(tied) ?? NaN, 0.5, 1e-12);
  assertClose(areaUnderRisk(tied.toReversed()) ?? NaN, 0.5, 1e-12);
});

test('what was not judged is kept last', () => {
  const curve = riskCoverage([{ confidence: -Infinity, right: false }, ...rows]);
  assert.deepEqual(curve.at(-1), { coverage: 1, accuracy: 1 - 2 / 5 });
  assert.deepEqual(curve.at(-2), { coverage: 0.8, accuracy: 0.75 });
});

test('a long curve is drawn with fewer points, from its first to its last', () => {
  const points = Array.from({ length: 1001 }, (_, index) => index);
  assert.deepEqual(thinned(points, 5), [0, 250, 500, 750, 1000]);
  assert.deepEqual(thinned([1, 2], 5), [1, 2]);
});
