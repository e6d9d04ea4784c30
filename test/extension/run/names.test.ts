import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTranslations } from '../../../extension/l10n.ts';
import { runName, runNames } from '../../../extension/run/names.ts';

test('runs of one minute are told apart by the second, and no other run has its seconds told', () => {
  const ids = ['2026-11-22-1200-05-3fa9', '2026-11-22-1200-41-0c11', '2026-11-22-1201-05-77aa', 'mine'];
  const [first = '', second = '', later = '', mine] = ids.map((id) => runNames(ids).get(id));
  assert.match(first, /^Nov 2[123], \d\d:\d\d:05/);
  assert.match(second, /^Nov 2[123], \d\d:\d\d:41/);
  assert.match(later, /^Nov 2[123], \d\d:\d\d\s[AP]M$/);
  assert.equal(mine, 'mine');
});

test('runs of one second are told apart by the ends of their ids', () => {
  const ids = ['2026-11-22-1200-05-3fa9', '2026-11-22-1200-05-0c11', '2025-11-22-1200-05-ffff'];
  const names = ids.map((id) => runNames(ids).get(id) ?? '');
  assert.deepEqual(
    names.map((name) => /:05.*( \(....\))$/.exec(name)?.[1]),
    [' (3fa9)', ' (0c11)', ' (ffff)'],
  );
});

test('an id that is listed twice is one run', () => {
  const id = '2026-11-22-1200-05-3fa9';
  assert.deepEqual([...runNames([id, id])], [[id, runName(id)]]);
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
