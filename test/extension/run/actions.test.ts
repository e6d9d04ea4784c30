import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLive, possibleActions } from '../../../extension/run/actions.ts';
import type { RunAction } from '../../../extension/run/store.ts';
import { runListStateSchema, type RunListState } from '../../../trainer/protocol/reports.ts';
import { nextState } from '../../../trainer/run/run-state.ts';
import { runStateSchema } from '../../../trainer/protocol/control.ts';

const states = runListStateSchema.options;
const steering: Partial<Record<RunAction, 'pause' | 'unpause' | 'stop'>> = {
  pause: 'pause',
  unpause: 'unpause',
  stop: 'stop',
  stopAndSave: 'stop',
};

test('whatever is offered while a trainer answers, that trainer accepts', () => {
  for (const state of runStateSchema.options) {
    for (const action of possibleActions(state, true)) {
      const command = steering[action];
      if (command !== undefined)
        assert.notEqual(nextState(state, command), undefined, `${action} while ${state}`);
    }
  }
});

test('whatever a trainer accepts is offered, but for a second request to save', () => {
  for (const state of runStateSchema.options) {
    for (const [action, command] of Object.entries(steering) as [RunAction, 'pause'][]) {
      if (nextState(state, command) === undefined) continue;
      const isOffered = possibleActions(state, true).includes(action);
      assert.equal(
        isOffered,
        !(state === 'stopping' && action === 'stopAndSave'),
        `${action} while ${state}`,
      );
    }
  }
});

test('nothing is said to a trainer that does not answer', () => {
  for (const state of states) {
    const offered = possibleActions(state, false);
    assert.ok(!offered.some((action) => steering[action] !== undefined), state);
  }
});

test('a run is deleted, resumed and extended only while nobody trains it', () => {
  const changes: readonly RunAction[] = ['delete', 'resume', 'extend'];
  const live: readonly RunListState[] = ['preparing', 'running', 'pausing', 'paused', 'stopping'];
  for (const state of states) {
    assert.ok(!possibleActions(state, true).some((action) => changes.includes(action)), `${state}, attached`);
    const alone = possibleActions(state, false).some((action) => changes.includes(action));
    assert.equal(alone, !live.includes(state), `${state}, alone`);
    assert.equal(isLive(state), live.includes(state), state);
  }
});

test('the table as it is', () => {
  const rows = states.map((state) => [
    state,
    possibleActions(state, true).join(' '),
    possibleActions(state, false).join(' '),
  ]);
  assert.deepEqual(rows, [
    ['preparing', 'pause stopAndSave stop reveal', 'reveal'],
    ['running', 'pause stopAndSave stop reveal', 'reveal'],
    ['pausing', 'unpause stopAndSave stop reveal', 'reveal'],
    ['paused', 'unpause stopAndSave stop reveal', 'reveal'],
    ['stopping', 'stop reveal', 'reveal'],
    ['stopped', 'reveal', 'resume delete reveal'],
    ['finished', 'reveal', 'extend delete reveal'],
    ['failed', 'reveal', 'resume delete reveal'],
    ['interrupted', 'reveal', 'resume delete reveal'],
    ['unreadable', 'reveal', 'delete reveal'],
  ]);
});
