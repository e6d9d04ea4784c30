import assert from 'node:assert/strict';
import test from 'node:test';
import { clusterBootstrap, pairedDifference, wilsonInterval } from '../../../trainer/critique/intervals.ts';
import { verdictMetrics } from '../../../trainer/critique/metrics.ts';
import type { Judgement } from '../../../trainer/critique/metrics.ts';
import { createRandom } from '../../../trainer/random.ts';

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}

test('Wilson’s interval of 8 in 10 is 0.4902 to 0.9433', () => {
  // Centre 0.992073, spread 0.313616, scale 1.384146 for z = 1.959964.
  const { low, high } = wilsonInterval(8, 10);
  near(low, 0.490162, 2e-6);
  near(high, 0.943318, 2e-6);
});

test('Wilson’s interval stays inside 0 to 1 for no and for full success', () => {
  assert.equal(wilsonInterval(0, 10).low, 0);
  near(wilsonInterval(0, 10).high, 0.277533, 2e-6);
  near(wilsonInterval(10, 10).low, 1 - 0.277533, 2e-6);
  near(wilsonInterval(10, 10).high, 1, 1e-15);
  assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 });
});

test('two problems that differ by 0 and by 1 give the interval 0 to 1', () => {
  // A resample has mean 0, 1/2 or 1 with probability 1/4, 1/2, 1/4, so both quantiles lie at the ends.
  const rows = [
    { problemId: 'a', before: 1, after: 1 },
    { problemId: 'b', before: 0, after: 1 },
  ];
  assert.deepEqual(pairedDifference(rows, { seed: 1 }), { estimate: 0.5, low: 0, high: 1 });
});

test('rows of one problem alone carry no information about the spread', () => {
  const rows = [0, 1, 1, 0].map((after) => ({ problemId: 'a', before: 0, after }));
  assert.deepEqual(pairedDifference(rows, { seed: 1 }), { estimate: 0.5, low: 0.5, high: 0.5 });
});

test('repeating each problem’s row ten times leaves the interval as it is', () => {
  const single = Array.from({ length: 12 }, (_, i) => ({
    problemId: `p${i}`,
    before: i % 2,
    after: i % 3 ? 1 : 0,
  }));
  const repeated = single.flatMap((row) => Array.from({ length: 10 }, () => row));
  const one = pairedDifference(single, { seed: 4 });
  const ten = pairedDifference(repeated, { seed: 4 });
  assert.ok(one !== null && ten !== null);
  for (const key of ['estimate', 'low', 'high'] as const) near(one[key], ten[key], 1e-12);
});

test('over many independent rows the interval is the normal one', () => {
  const random = createRandom(2);
  const rows = Array.from({ length: 400 }, (_, i) => ({
    problemId: `p${i}`,
    before: 0,
    after: Number(random.uniform() < 0.5),
  }));
  const result = pairedDifference(rows, { seed: 3 });
  assert.ok(result !== null);
  const halfWidth = 1.959964 * Math.sqrt((result.estimate * (1 - result.estimate)) / 400);
  near(result.low, result.estimate - halfWidth, 0.005);
  near(result.high, result.estimate + halfWidth, 0.005);
});

test('the same seed gives the same interval and no rows give none', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ problemId: `p${i}`, before: 0, after: i / 20 }));
  assert.deepEqual(pairedDifference(rows, { seed: 5 }), pairedDifference(rows, { seed: 5 }));
  assert.notDeepEqual(pairedDifference(rows, { seed: 5 }), pairedDifference(rows, { seed: 6 }));
  assert.equal(pairedDifference([], { seed: 5 }), null);
});

test('balanced accuracy can be bootstrapped although a resample may miss a class', () => {
  const rows: (Judgement & { problemId: string })[] = [
    { problemId: 'a', correct: true, verdict: true },
    { problemId: 'b', correct: true, verdict: true },
    { problemId: 'c', correct: false, verdict: false },
    { problemId: 'd', correct: false, verdict: true },
  ];
  const result = clusterBootstrap(
    rows,
    (row) => row.problemId,
    (drawn) => verdictMetrics(drawn).balancedAccuracy,
    {
      seed: 1,
    },
  );
  // TPR is always 1; TNR runs from 0 (only d drawn of the incorrect) to 1 (only c).
  assert.deepEqual(result, { estimate: 0.75, low: 0.5, high: 1 });
});
