import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SettingEntry } from '../../../extension/manifest/contribution.ts';
import { Settings } from '../../../extension/settings/settings.ts';
import { keptLog } from '../support/log.ts';

const entries: readonly SettingEntry[] = [
  { id: 'a.switch', type: 'boolean', default: true, description: '', scope: 'window' },
  { id: 'a.program', type: 'string', default: '', description: '', scope: 'machine' },
  { id: 'a.folders', type: 'strings', default: ['x'], description: '', scope: 'machine' },
  {
    id: 'a.mode',
    type: 'choice',
    default: 'slow',
    choices: { slow: '', fast: '' },
    description: '',
    scope: 'window',
  },
  { id: 'a.count', type: 'integer', default: 2, minimum: 1, maximum: 9, description: '', scope: 'window' },
];

const reading = (
  written: Readonly<Record<string, unknown>>,
): { settings: Settings; lines: readonly string[] } => {
  const log = keptLog();
  return { settings: new Settings(entries, (id) => written[id], log), lines: log.lines };
};

test('what is written is read, and what is not takes its declared default', () => {
  const { settings } = reading({ 'a.switch': false });
  assert.equal(settings.boolean('a.switch'), false);
  assert.deepEqual(settings.strings('a.folders'), ['x']);
  assert.equal(settings.string('a.program'), '');
  assert.equal(reading({ 'a.program': '/usr/bin/python3' }).settings.string('a.program'), '/usr/bin/python3');
  assert.equal(reading({ 'a.program': 3 }).settings.string('a.program'), '');
});

test('a value of another type is answered with the default and a line in the log', () => {
  const { settings, lines } = reading({ 'a.switch': 'no', 'a.folders': ['a', 3] });
  assert.equal(settings.boolean('a.switch'), true);
  assert.deepEqual(settings.strings('a.folders'), ['x']);
  assert.deepEqual(lines, [
    'warn: The setting critiqueCoder.a.switch is "no", so its default is used.',
    'warn: The setting critiqueCoder.a.folders is ["a",3], so its default is used.',
  ]);
});

test('a choice is one of those declared, and a whole number lies within its bounds', () => {
  const { settings } = reading({ 'a.mode': 'fast', 'a.count': 9 });
  assert.deepEqual([settings.choice('a.mode'), settings.integer('a.count')], ['fast', 9]);
  for (const [mode, count] of [
    ['toString', 0],
    [3, 10],
    [undefined, 2.5],
    ['', '3'],
  ]) {
    const wrong = reading({ 'a.mode': mode, 'a.count': count }).settings;
    assert.deepEqual([wrong.choice('a.mode'), wrong.integer('a.count')], ['slow', 2]);
  }
});

test('reading what no table declares is a defect and says so', () => {
  const { settings } = reading({});
  assert.throws(() => settings.boolean('a.folders'), /a\.folders/);
  assert.throws(() => settings.strings('unknown'), /unknown/);
});
