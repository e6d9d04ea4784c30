import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTranslations } from '../../../extension/l10n.ts';
import { percentOf, runName, sizeText, timeLeft } from '../../../extension/run/words.ts';

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

test('a run whose id was made from the time is called by that time, in the language of the user', () => {
  const made = '2026-11-22-1200-05-3fa9';
  assert.match(runName(made), /^Nov 2[123], \d\d:\d\d/);
  useTranslations((message) => message, 'de');
  assert.match(runName(made), /^2[123]\. Nov.*\d\d:\d\d$/);
});

test('a run whose id was chosen is called by it, made harmless', () => {
  assert.deepEqual(['baseline', '2026-11-22', '2026-13-77-9999-05-3fa9', 'a\u202Eb\nc'].map(runName), [
    'baseline',
    '2026-11-22',
    '2026-13-77-9999-05-3fa9',
    'a b c',
  ]);
  assert.equal(runName('x'.repeat(1000)).length, 64);
});
