import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, figuresOf, memoryFromPs, observeSystem } from '../../../extension/panel/facts.ts';
import { english } from '../../../trainer/protocol/locale.ts';
import { runConfigSchema } from '../../../trainer/protocol/config.ts';

test('the machine is told in sizes as elsewhere, and what is not known is left out', () => {
  const state = { cores: 2, load: 1.25, freeMemory: 2e9, totalMemory: 8e9, freeDisk: 75.4e9 };
  assert.deepEqual(figuresOf({ ...state, trainer: { pid: 7, memory: 310e6 } }), [
    { label: 'Trainer process', value: '7' },
    { label: 'Memory of the trainer', value: '310 MB' },
    { label: 'Memory free', value: '2.0 GB of 8.0 GB' },
    { label: 'Load', value: '1.3, cores: 2' },
    { label: 'Disk free', value: '75.4 GB' },
  ]);
  assert.deepEqual(figuresOf({ ...state, load: null, freeDisk: null, trainer: null }), [
    { label: 'Memory free', value: '2.0 GB of 8.0 GB' },
  ]);
});

test('this machine answers', async () => {
  const state = await observeSystem('/', process.pid);
  assert.ok(state.totalMemory > state.freeMemory && state.freeMemory > 0);
  assert.equal(state.trainer?.pid, process.pid);
  const gone = await observeSystem('/no/such/folder', null);
  assert.deepEqual([gone.freeDisk, gone.trainer], [null, null]);
});

test(
  'ps and the system itself agree on the memory of a process',
  { skip: process.platform === 'win32' },
  async () => {
    const own = process.memoryUsage().rss;
    const told = await memoryFromPs(process.pid);
    assert.ok(told > own / 2 && told < own * 2, `${told} against ${own}`);
  },
);

test('a record is told by its versions, seeds and data', () => {
  const record = {
    protocol: 1,
    id: 'run',
    createdAt: '2026-11-22T14:30:05.000Z',
    config: runConfigSchema.parse({}),
    versions: { node: '24.21.0' },
    seeds: { mix: 5 },
    datasets: [{ role: 'train pairs', source: 'starter', sha256: '0123456789abcdef'.repeat(4), rows: 12 }],
  };
  assert.deepEqual(factsOf(record), [
    { label: 'Created', value: english.moment(new Date(record.createdAt)) },
    { label: 'node', value: '24.21.0' },
    { label: 'Seed: mix', value: '5' },
    { label: 'Data: train pairs', value: 'starter, rows: 12, SHA-256 0123456789ab…' },
  ]);
  assert.deepEqual(factsOf(null), []);
});
