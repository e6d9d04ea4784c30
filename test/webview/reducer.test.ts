import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogAnswer, SamplesAnswer } from '../../trainer/protocol/panel.ts';
import { reduce, type PanelEvent } from '../../webview/state/reducer.ts';
import { initialOpen, initialState, textKey, type PanelState } from '../../webview/state/state.ts';
import { snapshotOfRuns } from '../support/panel-snapshots.ts';

const after = (events: readonly PanelEvent[], from = initialState(initialOpen)): PanelState =>
  events.reduce(reduce, from);

const samples: SamplesAnswer = {
  type: 'samples',
  query: { run: '/runs/a', task: 'any', reward: 'any', timeouts: false, from: null },
  samples: [],
  steps: null,
  older: null,
  unreadable: 0,
};
const log: LogAnswer = {
  type: 'log',
  query: { run: '/runs/a', level: 'info', pages: 1 },
  entries: [],
  older: true,
};

test('a snapshot replaces the one before it and leaves alone what is open', () => {
  const open = { ...initialOpen, tab: 'log' as const, smoothing: 0.2 };
  const first = snapshotOfRuns([{ id: 'a' }]);
  const second = snapshotOfRuns([{ id: 'b' }]);
  const state = after(
    [first, second].map((message) => ({ type: 'told', message })),
    initialState(open),
  );
  assert.equal(state.snapshot, second);
  assert.equal(state.open, open);
});

test('whatever is unfolded before the page is drawn again stays so, and 200 things at most', () => {
  const fold = (key: string, isOpen: boolean): PanelEvent => ({ type: 'folded', key, isOpen });
  const two = after([fold('sample', true), fold('completion', true)]);
  assert.deepEqual(two.open.unfolded, ['sample', 'completion']);
  assert.deepEqual(after([fold('sample', false)], two).open.unfolded, ['completion']);
  const many = after(Array.from({ length: 201 }, (_, index) => fold(`${index}`, true)));
  assert.deepEqual([many.open.unfolded.length, many.open.unfolded[0]], [200, '1']);
});

test('a run that the host asks for is selected once, so that the user can go elsewhere', () => {
  const message = snapshotOfRuns([{ id: 'a' }, { id: 'b' }], { id: 'wish', runs: ['/runs/b'] });
  const told = after([{ type: 'told', message }]);
  assert.deepEqual(told.open.runs, ['/runs/b']);
  const elsewhere = after(
    [
      { type: 'run-chosen', folder: '/runs/a' },
      { type: 'told', message },
    ],
    told,
  );
  assert.deepEqual(elsewhere.open.runs, ['/runs/a']);
});

const shown = (id: string): PanelEvent => ({ type: 'told', message: snapshotOfRuns([{ id }]) });
const tab = (name: PanelState['open']['tab']): PanelEvent => ({ type: 'opened', change: { tab: name } });

test('another run in focus forgets what was told of the one before', () => {
  const told = after([
    shown('a'),
    tab('samples'),
    { type: 'told', message: samples },
    tab('log'),
    { type: 'told', message: log },
    { type: 'older-log' },
    { type: 'opened', change: { range: { axis: 'step', from: 1, to: 2 }, samplesFrom: { step: 3, row: 0 } } },
  ]);
  assert.deepEqual([told.samples, told.log, told.logPages], [samples, log, 2]);
  const chosen = after([{ type: 'run-chosen', folder: '/runs/b' }], told);
  assert.deepEqual([chosen.open.range, chosen.open.samplesFrom], [null, null]);
  const state = after([shown('b')], chosen);
  assert.deepEqual([state.samples, state.log, state.logPages], [null, null, 1]);
  const newest = after([shown('c')], told);
  assert.deepEqual([newest.samples, newest.log], [null, null], 'also where nobody chose it');
});

test('an answer to another question than the one that is asked now is not shown', () => {
  const open = after([shown('a'), tab('samples'), { type: 'told', message: samples }]);
  const filtered = after(
    [{ type: 'opened', change: { filter: { ...initialOpen.filter, reward: 'full' } } }],
    open,
  );
  const query = { ...samples.query, reward: 'full' as const };
  const answer = { ...samples, query };
  const late = after(
    [
      { type: 'told', message: answer },
      { type: 'told', message: samples },
    ],
    filtered,
  );
  assert.equal(late.samples, answer);
  const errors = { ...log, query: { ...log.query, level: 'error' as const } };
  const logs = after(
    [
      tab('log'),
      { type: 'told', message: log },
      { type: 'told', message: errors },
      shown('b'),
      { type: 'told', message: log },
    ],
    open,
  );
  assert.equal(logs.log, null, 'the log is another run’s by now');
  const level = after([tab('log'), { type: 'told', message: log }, { type: 'told', message: errors }], open);
  assert.equal(level.log, log);
});

/** All of these runs are there, and so many of them are drawn. */
const told = (ids: readonly string[], drawn: number): PanelEvent => {
  const message = snapshotOfRuns(ids.map((id) => ({ id })));
  return { type: 'told', message: { ...message, shown: message.shown.slice(0, drawn) } };
};
const compare = (id: string, shown: boolean): PanelEvent => ({
  type: 'run-compared',
  folder: `/runs/${id}`,
  shown,
});

test('runs are drawn over the one in focus, up to six, and taken away again', () => {
  const two = after([told(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 1), compare('b', true)]);
  assert.deepEqual(two.open.runs, ['/runs/a', '/runs/b']);
  const many = after(
    ['c', 'd', 'e', 'f', 'g'].map((id) => compare(id, true)),
    two,
  );
  assert.equal(many.open.runs.length, 6);
  assert.deepEqual(after([compare('b', false)], two).open.runs, ['/runs/a']);
});

test('a run that was deleted leaves its place to another', () => {
  const runs = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => `/runs/${id}`);
  const open = initialState({ ...initialOpen, runs });
  const other = after([told(['a', 'b', 'd', 'e', 'f', 'g'], 5), compare('g', true)], open);
  assert.deepEqual(other.open.runs, ['/runs/a', '/runs/b', '/runs/d', '/runs/e', '/runs/f', '/runs/g']);
  const gone = initialState({ ...initialOpen, runs: ['/runs/gone'] });
  const beside = after([told(['a', 'b'], 1), compare('b', true)], gone);
  assert.deepEqual(beside.open.runs, ['/runs/a', '/runs/b'], 'the one that is seen stays in focus');
});

test('pieces of a text are put together in their places', () => {
  const place = { run: '/runs/a', step: 1, row: 0, completion: 2, field: 'text' as const };
  const piece = (from: number, text: string): PanelEvent => ({
    type: 'told',
    message: { type: 'text', place, from, text, length: 8 },
  });
  const state = after([piece(0, 'abcd'), piece(4, 'efgh'), piece(4, 'efgh')]);
  assert.equal(state.texts[textKey(place)], 'abcdefgh');
});

test('a failure is shown until it is dismissed, a refusal for good', () => {
  const failed = after([{ type: 'told', message: { type: 'failed', message: 'No.', hint: 'Try again.' } }]);
  assert.deepEqual(failed.failure, { message: 'No.', hint: 'Try again.' });
  assert.equal(after([{ type: 'failure-dismissed' }], failed).failure, null);
  const refused = after([{ type: 'told', message: { type: 'refused', protocol: 2, message: 'Reload.' } }]);
  assert.equal(refused.refused, 'Reload.');
});
