import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configRows } from '../../../extension/panel/config-rows.ts';

test('configurations stand beside one another, field by field', () => {
  const rows = configRows([
    { seed: 1, length: { steps: 75 }, data: { problems: ['starter', 'mine.jsonl'] }, base: 'starter' },
    { seed: 2, length: { epochs: 0.5 }, data: { problems: ['starter', 'mine.jsonl'] }, base: 'starter' },
  ]);
  assert.deepEqual(rows, [
    { path: 'seed', values: ['1', '2'], differs: true },
    { path: 'length.steps', values: ['75', null], differs: true },
    { path: 'data.problems', values: ['starter, mine.jsonl', 'starter, mine.jsonl'], differs: false },
    { path: 'base', values: ['starter', 'starter'], differs: false },
    { path: 'length.epochs', values: [null, '0.5'], differs: true },
  ]);
});

test('one configuration differs from nothing', () => {
  assert.deepEqual(configRows([{ seed: 1, on: true, none: null }]), [
    { path: 'seed', values: ['1'], differs: false },
    { path: 'on', values: ['true'], differs: false },
    { path: 'none', values: ['null'], differs: false },
  ]);
});
