import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusText } from '../../../extension/views/status-text.ts';
import { entry, running } from '../support/entries.ts';

test('there is nothing to say while nobody trains', () => {
  assert.equal(statusText([], undefined), null);
  assert.equal(statusText([entry({ state: 'finished' })], undefined), null);
});

test('phase, whole per cent and time left of the live run', () => {
  const status = statusText([entry(), entry({ status: running, secondsLeft: 744 })], undefined);
  // 12 of 75 steps are 16 per cent.
  assert.equal(status?.text, '$(sync~spin) Phase 1 · 16% · 12 min left');
  assert.equal(status?.tooltip, 'Critique-Coder: mine, step 12 of 75, generating completions');
  assert.equal(status?.isFailure, false);
});

test('behind the last step it is said that the critic is made', () => {
  const exporting = entry({ status: { ...running, step: 75, activity: 'exporting' } });
  assert.equal(statusText([exporting], undefined)?.text, '$(sync~spin) Making the critic · 100%');
});

test('a paused run does not spin, and has no time left', () => {
  const paused = entry({ status: { ...running, state: 'paused', activity: 'waiting' } });
  assert.equal(statusText([paused], undefined)?.text, '$(debug-pause) Paused · 16%');
});

test('a run that is being prepared has no per cent yet', () => {
  const preparing = entry({ status: { ...running, state: 'preparing', step: 0 } });
  assert.equal(statusText([preparing], undefined)?.text, '$(sync~spin) Preparing');
});

test('a trainer that does not answer is said so', () => {
  const status = statusText([entry({ state: 'running', contact: 'silent' })], undefined);
  assert.equal(status?.text, '$(debug-disconnect) Does not answer · 16%');
});

test('a run that another machine holds does not count as live', () => {
  const held = entry({ state: 'running', contact: 'elsewhere' });
  assert.equal(statusText([held], undefined), null);
  assert.equal(statusText([held, entry({ status: running })], undefined)?.text, '$(sync~spin) Phase 1 · 16%');
});

test('several live runs are one item, of the newest', () => {
  const runs = [
    entry({ id: 'newest', status: running }),
    entry({ status: running }),
    entry({ status: running }),
  ];
  const status = statusText(runs, undefined);
  assert.equal(status?.text, '$(sync~spin) Phase 1 · 16% · 2 more');
  assert.match(status?.tooltip ?? '', /newest/);
});

test('a failure is shown until something trains again', () => {
  const failed = entry({ state: 'failed', folder: '/runs/failed' });
  const status = statusText([failed], failed);
  assert.deepEqual(
    [status?.text, status?.isFailure, status?.folder],
    ['$(error) Training failed', true, '/runs/failed'],
  );
  assert.equal(statusText([failed, entry({ status: running })], failed)?.isFailure, false);
});
