import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows, runMeant } from '../../../extension/commands/choose-run.ts';
import { entry, running } from '../support/entries.ts';

const live = entry({ folder: '/runs/live', status: running });
const other = entry({ folder: '/runs/other', status: running });
const stopped = entry({ folder: '/runs/stopped' });
const suits = allows('pause');

test('a run that the command was called with is meant, whatever is selected', () => {
  const meant = runMeant({ argument: '/runs/other', selected: '/runs/live', runs: [live, other], suits });
  assert.deepEqual(meant, { kind: 'run', folder: '/runs/other' });
});

test('the only run that suits is meant without asking', () => {
  const meant = runMeant({ argument: undefined, selected: '/runs/stopped', runs: [stopped, live], suits });
  assert.deepEqual(meant, { kind: 'run', folder: '/runs/live' });
});

test('the selected run is meant where it suits', () => {
  const meant = runMeant({ argument: undefined, selected: '/runs/other', runs: [live, other], suits });
  assert.deepEqual(meant, { kind: 'run', folder: '/runs/other' });
});

test('among several that suit the user is asked', () => {
  const meant = runMeant({ argument: undefined, selected: undefined, runs: [live, stopped, other], suits });
  assert.deepEqual(meant, { kind: 'ask', among: [live, other] });
});

test('where none suits there is nothing to ask', () => {
  assert.deepEqual(runMeant({ argument: undefined, selected: undefined, runs: [stopped], suits }), {
    kind: 'none',
  });
});
