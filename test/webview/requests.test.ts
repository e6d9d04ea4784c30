import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SamplesAnswer } from '../../trainer/protocol/panel.ts';
import { LOG_PAGES, OTHER_METRICS, SHOWN_RUNS } from '../../trainer/protocol/panel-request.ts';
import * as protocol from '../../trainer/protocol/panel-request.ts';
import * as limits from '../../webview/state/limits.ts';
import { reduce, type PanelEvent } from '../../webview/state/reducer.ts';
import { hasNewerSamples, requestsOf, samplesWanted, viewOf } from '../../webview/state/requests.ts';
import { initialOpen, initialState, restoredOpen, type Open } from '../../webview/state/state.ts';
import { snapshotOfRuns } from '../support/panel-snapshots.ts';

const stateWith = (
  open: Partial<Open>,
  runs = [{ id: 'a', metrics: { entropy: [1], odd: [1], loss: [2] } }],
) => reduce(initialState({ ...initialOpen, ...open }), { type: 'told', message: snapshotOfRuns(runs) });

test('the page keeps to the limits of the messages', () => {
  assert.deepEqual({ ...limits }, { SHOWN_RUNS, OTHER_METRICS, LOG_PAGES });
  const view = viewOf(stateWith({ otherMetrics: true }));
  assert.deepEqual(protocol.panelViewSchema.parse(view), view);
});

test('what is only the page’s own asks nothing of the host', () => {
  const before = stateWith({});
  const change = { smoothing: 0.9, axis: 'tokens', unfolded: ['table reward'] } as const;
  assert.deepEqual(requestsOf(before, reduce(before, { type: 'opened', change })), []);
});

test('another run, a zoom and more metrics are asked for', () => {
  const before = stateWith({});
  const opened = (change: Partial<Open>) => requestsOf(before, reduce(before, { type: 'opened', change }));
  const range = { axis: 'step', from: 1, to: 5 } as const;
  assert.deepEqual(opened({ range }), [{ type: 'view', view: { runs: [], metrics: [], range } }]);
  assert.deepEqual(opened({ otherMetrics: true }), [
    { type: 'view', view: { runs: [], metrics: ['loss', 'odd'], range: null } },
  ]);
});

test('samples are asked for when their tab is opened, and for every other question', () => {
  const before = stateWith({});
  const open = reduce(before, { type: 'opened', change: { tab: 'samples' } });
  const query = { run: '/runs/a', task: 'any', reward: 'any', timeouts: false, from: null };
  assert.deepEqual(requestsOf(before, open), [{ type: 'samples', query }]);
  const older = reduce(open, { type: 'opened', change: { samplesFrom: { step: 3, row: 1 } } });
  assert.deepEqual(requestsOf(open, older), [
    { type: 'samples', query: { ...query, from: { step: 3, row: 1 } } },
  ]);
  assert.deepEqual(requestsOf(undefined, open), [{ type: 'samples', query }]);
});

test('a question that comes back with its answer is known again, whatever VS Code kept of the page', () => {
  const open = restoredOpen({
    ...initialOpen,
    tab: 'samples',
    filter: { timeouts: true, reward: 'some', task: 'solve', ofAnotherVersion: 1 },
    samplesFrom: { step: 3, row: 1 },
  });
  const query = samplesWanted(stateWith(open));
  assert.equal(JSON.stringify(protocol.sampleQuerySchema.parse(query)), JSON.stringify(query));
});

test('samples are asked for again at each step until there are some, and newer ones are only known of', () => {
  const at = (step: number): PanelEvent => ({
    type: 'told',
    message: snapshotOfRuns([{ id: 'a', entry: { step } }]),
  });
  const query = { run: '/runs/a', task: 'any', reward: 'any', timeouts: false, from: null } as const;
  const answer = (steps: SamplesAnswer['steps']): PanelEvent => ({
    type: 'told',
    message: { type: 'samples', query, samples: [], steps, older: null, unreadable: 0 },
  });
  const begun = reduce(stateWith({ tab: 'samples' }), at(0));
  const without = reduce(begun, answer(null));
  assert.deepEqual(requestsOf(begun, without), []);
  const first = reduce(without, at(1));
  assert.deepEqual(requestsOf(without, first), [{ type: 'samples', query }]);
  assert.equal(hasNewerSamples(first), false);
  const second = reduce(first, at(2));
  assert.deepEqual(requestsOf(first, second), [{ type: 'samples', query }], 'the answer is still on its way');
  const read = reduce(second, answer({ first: 1, last: 2 }));
  assert.deepEqual([requestsOf(second, read), hasNewerSamples(read)], [[], false]);
  const third = reduce(read, at(3));
  assert.deepEqual([requestsOf(read, third), hasNewerSamples(third)], [[], true]);
});

test('the log is asked for again when the run has gone on', () => {
  const before = stateWith({ tab: 'log' });
  const message = snapshotOfRuns([{ id: 'a', entry: { step: 2 } }]);
  const next = reduce(before, { type: 'told', message });
  const query = { run: '/runs/a', level: 'info', pages: 1 };
  assert.deepEqual(requestsOf(before, next), [{ type: 'log', query }]);
  assert.deepEqual(requestsOf(next, reduce(next, { type: 'told', message })), []);
  assert.deepEqual(requestsOf(next, reduce(next, { type: 'older-log' })), [
    { type: 'log', query: { ...query, pages: 2 } },
  ]);
});

test('the log is asked for again at a warning, however many there are already', () => {
  const before = stateWith({ tab: 'log' });
  const warned = (message: string): PanelEvent => {
    const snapshot = snapshotOfRuns([{ id: 'a' }]);
    const notice = { kind: 'warning', step: 1, time: '2026-11-22T15:00:00.000Z', message, hint: '' } as const;
    const shown = snapshot.shown.map((run) => ({ ...run, notices: [notice] }));
    return { type: 'told', message: { ...snapshot, shown } };
  };
  const first = reduce(before, warned('The first.'));
  assert.deepEqual(requestsOf(first, reduce(first, warned('The first.'))), []);
  assert.equal(requestsOf(first, reduce(first, warned('Another.'))).length, 1);
});

test('what VS Code kept is taken up, and what is of another form is not', () => {
  const kept = { ...initialOpen, tab: 'samples', runs: ['/runs/a'], focusId: 'wish' };
  assert.deepEqual(restoredOpen(JSON.parse(JSON.stringify(kept))), kept);
  assert.deepEqual(restoredOpen({ ...kept, runs: 'x', smoothing: null, tab: 'gone', range: 7, filter: [] }), {
    ...kept,
    runs: [],
    tab: 'charts',
  });
  assert.deepEqual(restoredOpen(undefined), initialOpen);
});
