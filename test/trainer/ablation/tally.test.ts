/** Rates of held-out rows by hand: who solved what, which verdicts were right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf, problemOrder, ratesOf, tallyOf, totalOf } from '../../../trainer/ablation/tally.ts';
import { judged, solved } from './rows.ts';

const rows = [
  solved('a', true, false),
  solved('b', false, false),
  solved('c', true, true),
  solved('d', true, true),
  judged('a', true, true, null),
  judged('a', true, false, true),
  judged('b', false, false, false),
  judged('b', false, null, true),
  judged('b', false, true, true),
];
const order = problemOrder(rows);

test('pass@1, TPR, TNR and their mean are those of the rows, and no verdict is a mistake', () => {
  assert.deepEqual(ratesOf(totalOf(tallyOf(rows, 'sampled', order))), {
    pass1: 3 / 4,
    balancedAccuracy: (1 / 2 + 1 / 3) / 2,
    tpr: 1 / 2,
    tnr: 1 / 3,
  });
  assert.deepEqual(ratesOf(totalOf(tallyOf(rows, 'greedy', order))), {
    pass1: 2 / 4,
    balancedAccuracy: (1 / 2 + 1 / 3) / 2,
    tpr: 1 / 2,
    tnr: 1 / 3,
  });
});

test('a tally keeps the problems apart', () => {
  assert.deepEqual([...order.keys()], ['a', 'b', 'c', 'd']);
  const tally = tallyOf(rows, 'sampled', order);
  assert.deepEqual([...tally.subarray(0, 12)], [1, 1, 2, 1, 0, 0, 1, 0, 0, 0, 3, 1]);
});

test('a rate without rows is unknown, and so is a difference to it', () => {
  const onlySolved = ratesOf(totalOf(tallyOf([solved('a', true, true)], 'sampled', order)));
  assert.deepEqual(onlySolved, { pass1: 1, balancedAccuracy: null, tpr: null, tnr: null });
  const all = ratesOf(totalOf(tallyOf(rows, 'sampled', order)));
  assert.deepEqual(differenceOf(all, onlySolved), {
    pass1: -1 / 4,
    balancedAccuracy: null,
    tpr: null,
    tnr: null,
  });
});

test('a problem that is not among those of the tally is a defect and not passed over', () => {
  assert.throws(() => tallyOf([solved('z', true, true)], 'sampled', order), RangeError);
});
