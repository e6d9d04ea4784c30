import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mcnemar } from '../../../trainer/evaluation/mcnemar.ts';
import { assertClose } from '../../support/close.ts';

const rows = (onlyFirst: number, onlySecond: number, both: number) => [
  ...Array.from({ length: onlyFirst }, () => ({ first: true, second: false })),
  ...Array.from({ length: onlySecond }, () => ({ first: false, second: true })),
  ...Array.from({ length: both }, () => ({ first: true, second: true })),
];

test('p is the chance of so uneven a division of the rows on which the two differ', () => {
  // Of six coins at most one head or at most one tail: 2 × (1 + 6) / 64.
  const { onlyFirst, onlySecond, p } = mcnemar(rows(1, 5, 100));
  assert.deepEqual([onlyFirst, onlySecond], [1, 5]);
  assertClose(p, 14 / 64, 1e-12);
  assertClose(mcnemar(rows(5, 1, 0)).p, 14 / 64, 1e-12);
});

test('an even division, and none at all, are no sign of a difference', () => {
  assert.equal(mcnemar(rows(3, 3, 0)).p, 1);
  assert.equal(mcnemar(rows(0, 0, 7)).p, 1);
});

test('thousands of rows overflow nothing', () => {
  // The normal approximation with a continuity correction: z = 99 / √5000, p = 0.1615.
  assertClose(mcnemar(rows(2450, 2550, 0)).p, 0.1615, 2e-3);
});
