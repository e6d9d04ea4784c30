import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missedSince, missedText, type Seen } from '../../../extension/run/missed.ts';
import type { Memory } from '../../../extension/run/seen-runs.ts';
import { SeenRuns } from '../../../extension/run/seen-runs.ts';
import { summary } from '../support/entries.ts';

const seen: Seen = { step: 11, state: 'running', best: 0.5 };

class MapMemory implements Memory {
  readonly values = new Map<string, unknown>();
  updates = 0;

  get(key: string): unknown {
    return this.values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    this.updates += 1;
    this.values.set(key, value);
    return Promise.resolve();
  }
}

test('missed are the steps since, a new best validation, and the end', () => {
  const now = summary({ state: 'finished', step: 40, best: { step: 30, score: 0.6123 } });
  const missed = missedSince(seen, now);
  assert.deepEqual(missed, { from: 12, to: 40, best: 0.6123, end: 'finished' });
  assert.equal(missed && missedText(missed), 'while away: steps 12–40, best 0.61, finished');
});

test('one step, or only an end, is told as such', () => {
  const text = (changes: Parameters<typeof summary>[0]): string | null => {
    const missed = missedSince(seen, summary({ best: null, ...changes }));
    return missed === null ? null : missedText(missed);
  };
  assert.equal(text({ state: 'running', step: 12 }), 'while away: step 12');
  assert.equal(text({ state: 'interrupted', step: 11 }), 'while away: interrupted');
  assert.equal(text({ state: 'paused', step: 11 }), null);
});

test('a best validation that has not risen is no news', () => {
  assert.equal(missedSince({ ...seen, best: 0.7 }, summary({ state: 'running', step: 20 }))?.best, null);
});

test('a window tells at its first look what it missed since it was closed, and only then', () => {
  const memory = new MapMemory();
  const before = new SeenRuns(memory);
  assert.deepEqual(before.look([summary({ state: 'running', step: 3, best: null })]), []);
  assert.deepEqual(before.look([summary({ state: 'running', step: 9, best: null })]), []);

  const after = new SeenRuns(memory);
  const now = summary({ state: 'running', step: 20, best: null });
  assert.deepEqual(
    after.look([now]).map(({ missed }) => missed),
    [{ from: 10, to: 20, best: null, end: null }],
  );
  assert.notEqual(after.missed(now.folder), null);
  assert.deepEqual(after.look([{ ...now, step: 21 }]), []);
  assert.equal(after.acknowledge(now.folder), true);
  assert.equal(after.missed(now.folder), null);
  assert.equal(after.acknowledge(now.folder), false);
});

test('a run that this window has never seen was not missed', () => {
  assert.deepEqual(new SeenRuns(new MapMemory()).look([summary()]), []);
});

test('an end is told once, of runs that were seen alive, also before a restart', () => {
  const memory = new MapMemory();
  const before = new SeenRuns(memory);
  before.look([summary({ state: 'running' }), summary({ folder: '/runs/old', state: 'failed' })]);
  assert.equal(before.takeEnd('/runs/old'), false);
  const after = new SeenRuns(memory);
  after.look([summary({ state: 'finished' })]);
  assert.equal(after.takeEnd('/runs/mine'), true);
  assert.equal(after.takeEnd('/runs/mine'), false);
});

test('a run whose trainer was just started counts as alive', () => {
  const runs = new SeenRuns(new MapMemory());
  runs.expect('/runs/mine');
  runs.look([summary({ state: 'failed' })]);
  assert.deepEqual([runs.takeEnd('/runs/mine'), runs.endsTold('/runs/mine')], [true, 1]);
});

test('the memory is written when something has changed, and forgets runs that are gone', () => {
  const memory = new MapMemory();
  const runs = new SeenRuns(memory);
  runs.look([summary()]);
  runs.look([summary()]);
  assert.equal(memory.updates, 1);
  runs.look([]);
  assert.equal(memory.updates, 2);
  assert.deepEqual([...memory.values.values()], [{}]);
});

test('a memory that another version wrote is begun anew', () => {
  const memory = new MapMemory();
  memory.values.set('critiqueCoder.seenRuns', { '/runs/mine': { step: 'three' } });
  assert.deepEqual(new SeenRuns(memory).look([summary()]), []);
});
