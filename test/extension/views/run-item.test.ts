import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runItem } from '../../../extension/views/run-item.ts';
import { runListStateSchema } from '../../../trainer/protocol/reports.ts';
import { entry, running } from '../support/entries.ts';

const item = (changes: Parameters<typeof entry>[0]): ReturnType<typeof runItem> =>
  runItem(entry(changes), null);

test('a live run shows its step, the time left and the best validation so far', () => {
  const { label, description, icon } = item({ status: running, secondsLeft: 744 });
  assert.deepEqual([label, description, icon], ['mine', '12/75 · 12 min left · best 0.61', 'sync~spin']);
  assert.equal(item({ status: running }).description, '12/75 · running · best 0.61');
});

test('behind the last step, a live run shows that its critic is made', () => {
  const exporting = { ...running, step: 75, activity: 'exporting' } as const;
  assert.equal(item({ status: exporting }).description, '75/75 · making the critic · best 0.61');
});

test('a finished run shows how good it became, and says that it is finished to those who see no icon', () => {
  const { description, spoken } = item({ state: 'finished', step: 75 });
  assert.deepEqual([description, spoken], ['75/75 · best 0.61', 'finished']);
  assert.equal(item({ state: 'finished', step: 75, best: null }).description, '75/75 · finished');
});

test('a run that has not come to its end shows its state before its best validation', () => {
  assert.equal(item({ state: 'failed' }).description, '12/75 · failed · best 0.61');
  assert.equal(item({ state: 'interrupted', best: null, steps: null }).description, '12 · interrupted');
  assert.equal(item({ state: 'unreadable', best: null, step: 0 }).description, 'unreadable');
});

test('a run that is about to pause says when, in the words of the Monitor', () => {
  assert.equal(item({ state: 'pausing' }).description, '12/75 · pausing after this step · best 0.61');
});

test('what was missed stands beside it', () => {
  const { description } = runItem(entry(), { from: 12, to: 40, best: null, end: null });
  assert.equal(description, '12/75 · stopped · best 0.61 · while away: steps 12–40');
});

test('the context value holds each possible action as a word', () => {
  assert.equal(item({ status: running }).contextValue, 'run pause stopAndSave stop reveal');
  assert.equal(item({ state: 'finished' }).contextValue, 'run extend delete reveal');
});

test('the tooltip tells the problem, and a trainer that has not answered', () => {
  const tooltip = Object.fromEntries(
    item({ state: 'failed', problem: 'The disk is full.\nFree some.' }).tooltip,
  );
  assert.equal(tooltip[''], 'The disk is full. Free some.');
  assert.equal(tooltip['Best validation'], '0.612 at step 10');
  const alone = Object.fromEntries(item({ state: 'running', pid: 4711, contact: 'unheard' }).tooltip);
  assert.equal(alone['Process'], '4711');
  assert.match(alone[''] ?? '', /has not answered/);
});

test('a trainer that does not answer does not look as if it trained, and the way out is named', () => {
  const { description, spoken, icon, contextValue, tooltip } = item({ state: 'running', contact: 'silent' });
  assert.deepEqual(
    [description, spoken, icon, contextValue],
    ['12/75 · does not answer · best 0.61', 'does not answer', 'debug-disconnect', 'run endProcess reveal'],
  );
  assert.match(Object.fromEntries(tooltip)[''] ?? '', /“End Trainer Process…” ends it/);
});

test('a run that another machine holds names it, and the way out', () => {
  const { description, icon, contextValue, tooltip } = item({ state: 'running', contact: 'elsewhere' });
  assert.deepEqual(
    [description, icon, contextValue],
    ['12/75 · held by another machine · best 0.61', 'debug-disconnect', 'run takeOver reveal'],
  );
  assert.match(Object.fromEntries(tooltip)[''] ?? '', /machine old-box.*“Take Over Run…” frees the run/);
});

test('every state has an icon', () => {
  for (const state of runListStateSchema.options) assert.notEqual(item({ state }).icon, '', state);
});
