/** Intervals over seeds and problems: cases whose resamples can be counted by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossedBootstrap } from '../../../trainer/ablation/bootstrap.ts';
import { differenceOf, ratesOf, tallyOf, type Rates, type Tally } from '../../../trainer/ablation/tally.ts';
import { solved } from './rows.ts';

const order = new Map(['a', 'b', 'c', 'd'].map((problem, index) => [problem, index]));
const problems = [...order.keys()];

/** A run that solves the problems with a 1, as `1100`. */
const run = (answers: string): Tally =>
  tallyOf(
    problems.map((problem, index) => solved(problem, answers[index] === '1')),
    'sampled',
    order,
  );
const options = { seed: 1, resamples: 4000 };

const rates = ([sums]: readonly Float64Array[]): Rates => ratesOf(sums ?? new Float64Array());
const difference = ([now, before]: readonly Float64Array[]): Rates =>
  differenceOf(ratesOf(now ?? new Float64Array()), ratesOf(before ?? new Float64Array()));

test('runs that answer alike on all problems have an interval of no width', () => {
  const { pass1, tpr } = crossedBootstrap([[run('1111'), run('1111')]], rates, options);
  assert.deepEqual(pass1, { estimate: 1, low: 1, high: 1 });
  assert.equal(tpr, null);
});

test('seeds alone make an interval where every problem is answered alike within a run', () => {
  // Both seeds are the failing one in a quarter of the resamples, and the solving one in another quarter.
  const { pass1 } = crossedBootstrap([[run('1111'), run('0000')]], rates, options);
  assert.deepEqual(pass1, { estimate: 0.5, low: 0, high: 1 });
});

test('problems alone make one where the runs agree, and more seeds that agree do not narrow it', () => {
  // Of four draws from two solved and two unsolved problems, none or all are solved in a sixteenth each.
  const one = crossedBootstrap([[run('1100')]], rates, options).pass1;
  assert.deepEqual(one, { estimate: 0.5, low: 0, high: 1 });
  const five = Array.from({ length: 5 }, () => run('1100'));
  assert.deepEqual(crossedBootstrap([five], rates, options).pass1, { estimate: 0.5, low: 0, high: 1 });
});

test('a difference is paired by seed and by problem: what varies on both sides alike cancels', () => {
  const before = [run('1100'), run('0110'), run('0011')];
  const same = crossedBootstrap([before, before], difference, options).pass1;
  assert.deepEqual(same, { estimate: 0, low: 0, high: 0 });
  // Two of three seeds solve the last problem besides. A resample gains (how often these seeds, of 3) × (how often this
  // problem, of 4): 1/2 or more in 10.0 % of the resamples, more than 1/2 in 1.7 %.
  const now = [run('1101'), run('0111'), run('0011')];
  const gained = crossedBootstrap([now, before], difference, options).pass1;
  assert.deepEqual(
    [gained?.estimate, gained?.low, gained?.high].map((value) => value?.toFixed(12)),
    [2 / 12, 0, 1 / 2].map((value) => value.toFixed(12)),
  );
});

test('the same seed gives the same interval, another one a slightly different one', () => {
  const runs = [run('1100'), run('0110'), run('1011')];
  const low = (seed: number) => crossedBootstrap([runs], rates, { seed, resamples: 50 }).pass1;
  assert.deepEqual(low(1), low(1));
  const many = [1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(low(seed)));
  assert.ok(new Set(many).size > 1);
});

test('without runs nothing is known', () => {
  assert.deepEqual(crossedBootstrap([[]], rates, options), {
    pass1: null,
    balancedAccuracy: null,
    tpr: null,
    tnr: null,
  });
});
