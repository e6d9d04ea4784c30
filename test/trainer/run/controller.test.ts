import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { runStateSchema } from '../../../trainer/protocol/control.ts';
import { RunController } from '../../../trainer/run/controller.ts';
import type { RunAction } from '../../../trainer/run/run-state.ts';
import { nextState } from '../../../trainer/run/run-state.ts';

test('a run passes through its states in order', () => {
  const path: readonly RunAction[] = ['begin', 'pause', 'rest', 'unpause', 'stop', 'stopped'];
  const controller = new RunController(5);
  const states = path.map((action) => {
    controller.report(action);
    return controller.status.state;
  });
  assert.deepEqual(states, ['running', 'pausing', 'paused', 'running', 'stopping', 'stopped']);
});

test('a run that is paused and goes on before it has begun begins as it would have', () => {
  const controller = new RunController(5);
  for (const action of ['pause', 'unpause', 'begin'] as const) controller.report(action);
  assert.equal(controller.status.state, 'running');
});

test('nothing leads out of an end', () => {
  const actions: readonly RunAction[] = [
    'pause',
    'unpause',
    'stop',
    'begin',
    'rest',
    'stopped',
    'finish',
    'fail',
  ];
  for (const state of ['stopped', 'finished', 'failed'] as const) {
    for (const action of actions) assert.equal(nextState(state, action), undefined, `${state}, ${action}`);
  }
});

test('every state that is no end can be stopped and can fail', () => {
  for (const state of runStateSchema.options) {
    if (['stopped', 'finished', 'failed'].includes(state)) continue;
    assert.equal(nextState(state, 'stop'), 'stopping');
    assert.equal(nextState(state, 'fail'), 'failed');
  }
});

test('a run that is told to pause before it begins rests before its first step', () => {
  const controller = new RunController(5);
  controller.command({ type: 'pause' });
  controller.report('begin');
  assert.equal(controller.status.state, 'pausing');
});

test('stop with saving leaves the step alone, stop without abandons it', () => {
  const controller = new RunController(5);
  controller.report('begin');
  controller.command({ type: 'stop', save: true });
  assert.equal(controller.signal.aborted, false);
  controller.command({ type: 'stop', save: false });
  assert.equal(controller.signal.aborted, true);
});

test('waiting for the end of a state ends with it, or at once if it is over', async () => {
  const controller = new RunController(5);
  await controller.left('paused');
  controller.report('begin');
  controller.report('pause');
  controller.report('rest');
  let isOver = false;
  const waiting = controller.left('paused').then(() => (isOver = true));
  controller.busy('waiting');
  await setImmediate();
  assert.equal(isOver, false, 'another activity in the same state ends no waiting');
  controller.command({ type: 'unpause' });
  await waiting;
  assert.equal(controller.status.state, 'running');
});

test('a watcher hears every change until it is disposed', () => {
  const controller = new RunController(5);
  const heard: string[] = [];
  const watch = controller.watch((status) => heard.push(`${status.state} ${status.activity} ${status.step}`));
  controller.report('begin');
  controller.busy('updating');
  controller.reached(1, 1);
  watch[Symbol.dispose]();
  controller.busy('saving');
  assert.deepEqual(heard, ['running loading 0', 'running updating 0', 'running updating 1']);
});
