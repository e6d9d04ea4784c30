import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentOf, sizeText, timeLeft } from '../../../extension/run/words.ts';

test('seconds up to a minute and a half, minutes up to an hour and a half, then hours', () => {
  assert.deepEqual([0, 41.4, 89, 90, 744, 5369, 5400, 12_000].map(timeLeft), [
    ...['0 s left', '41 s left', '89 s left', '2 min left', '12 min left', '89 min left'],
    ...['1 h 30 min left', '3 h 20 min left'],
  ]);
});

test('per cent are whole, never more than 100, and unknown while the length is', () => {
  assert.deepEqual([percentOf(74, 75), percentOf(75, 75), percentOf(80, 75)], [98, 100, 100]);
  assert.deepEqual([percentOf(3, null), percentOf(3, 0)], [null, null]);
});

test('sizes are told as precisely as they matter', () => {
  assert.deepEqual(
    [sizeText(1_240_000), sizeText(310_400_000), sizeText(2_440_000_000)],
    ['1.2 MB', '310 MB', '2.4 GB'],
  );
});
