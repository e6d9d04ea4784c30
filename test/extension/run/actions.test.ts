import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLive, possibleActions, type Contact } from '../../../extension/run/actions.ts';
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
    for (const action of possibleActions(state, 'answers')) {
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
      const isOffered = possibleActions(state, 'answers').includes(action);
      assert.equal(
        isOffered,
        !(state === 'stopping' && action === 'stopAndSave'),
        `${action} while ${state}`,
      );
    }
  }
});

test('nothing is said to a trainer that does not answer', () => {
  for (const contact of ['unheard', 'elsewhere', 'silent', 'none'] satisfies Contact[]) {
    for (const state of states) {
      const offered = possibleActions(state, contact);
      assert.ok(!offered.some((action) => steering[action] !== undefined), `${state}, ${contact}`);
    }
  }
});

test('the process of a trainer is ended only where it is there and hears nothing, or does not come to its end', () => {
  for (const state of states) {
    assert.deepEqual(possibleActions(state, 'silent'), ['endProcess', 'reveal'], state);
    assert.deepEqual(possibleActions(state, 'unheard'), ['reveal'], state);
    assert.deepEqual(possibleActions(state, 'elsewhere'), ['takeOver', 'reveal'], state);
    assert.ok(!possibleActions(state, 'none').includes('endProcess'), state);
    assert.equal(possibleActions(state, 'answers').includes('endProcess'), state === 'stopping', state);
  }
});

test('a run is deleted, resumed and extended only while nobody trains it', () => {
  const changes: readonly RunAction[] = ['delete', 'resume', 'extend'];
  const live: readonly RunListState[] = ['preparing', 'running', 'pausing', 'paused', 'stopping'];
  for (const state of states) {
    assert.ok(
      !possibleActions(state, 'answers').some((action) => changes.includes(action)),
      `${state}, attached`,
    );
    const alone = possibleActions(state, 'none').some((action) => changes.includes(action));
    assert.equal(alone, !live.includes(state), `${state}, alone`);
    assert.equal(isLive(state), live.includes(state), state);
  }
});

test('the table as it is', () => {
  const rows = states.map((state) => [
    state,
    possibleActions(state, 'answers').join(' '),
    possibleActions(state, 'none').join(' '),
  ]);
  assert.deepEqual(rows, [
    ['preparing', 'pause stopAndSave stop reveal', 'reveal'],
    ['running', 'pause stopAndSave stop reveal', 'reveal'],
    ['pausing', 'unpause stopAndSave stop reveal', 'reveal'],
    ['paused', 'unpause stopAndSave stop reveal', 'reveal'],
    ['stopping', 'stop endProcess reveal', 'reveal'],
    ['stopped', 'reveal', 'resume delete reveal'],
    ['finished', 'reveal', 'extend delete reveal'],
    ['failed', 'reveal', 'resume delete reveal'],
    ['interrupted', 'reveal', 'resume delete reveal'],
    ['unreadable', 'reveal', 'delete reveal'],
  ]);
});
