/** When the critic server is started, ended, restarted and given up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advance,
  offLifecycle,
  type Lifecycle,
  type LifecycleEvent,
  type LifecycleStep,
} from '../../../extension/critic/lifecycle.ts';

/** The phases and effects of events, a second apart. */
function play(events: readonly LifecycleEvent[], from: Lifecycle = offLifecycle) {
  let life = from;
  const effects: LifecycleStep['effect'][] = [];
  events.forEach((event, index) => {
    const { next, effect } = advance(life, event, 1000 * index);
    life = next;
    effects.push(effect);
  });
  return {
    life,
    effects: effects.map((effect) => ('milliseconds' in effect ? effect.milliseconds : effect.kind)),
  };
}

test('it starts when it is first needed, and only once', () => {
  const { life, effects } = play(['needed', 'needed', 'started', 'needed']);
  assert.deepEqual(effects, ['start', 'none', 'none', 'none']);
  assert.equal(life.phase, 'running');
});

test('it stops when nobody needs it, and starts again when somebody does', () => {
  const { life, effects } = play(['needed', 'started', 'released', 'ended', 'needed']);
  assert.deepEqual(effects, ['start', 'none', 'stop', 'none', 'start']);
  assert.equal(life.phase, 'starting');
});

test('what is needed while it stops starts as soon as it has stopped', () => {
  const { life, effects } = play(['needed', 'started', 'released', 'needed', 'ended']);
  assert.deepEqual(effects, ['start', 'none', 'stop', 'none', 'start']);
  assert.equal(life.phase, 'starting');
});

test('what is released while it starts stops as soon as it has started', () => {
  const { life, effects } = play(['needed', 'released', 'started', 'ended']);
  assert.deepEqual(effects, ['start', 'none', 'stop', 'none']);
  assert.equal(life.phase, 'off');
});

test('one that ends itself for want of work is off, and no death', () => {
  const { life } = play(['needed', 'started', 'ended']);
  assert.deepEqual([life.phase, life.deaths], ['off', []]);
});

test('each death in a row doubles the wait, and the fifth is the last', () => {
  const death: readonly LifecycleEvent[] = ['died', 'waited', 'started'];
  const { life, effects } = play([
    'needed',
    'started',
    ...death,
    ...death,
    ...death,
    ...death,
    'died',
    'needed',
  ]);
  assert.deepEqual(
    effects.filter((effect) => typeof effect === 'number'),
    [1000, 2000, 4000, 8000],
  );
  assert.equal(life.phase, 'broken');
  assert.equal(effects.at(-1), 'none');
});

test('a death that was long ago counts no more', () => {
  const old: Lifecycle = { phase: 'running', needed: true, deaths: [0, 0, 0, 0] };
  const { next, effect } = advance(old, 'died', 10 * 60_000);
  assert.deepEqual([next.phase, effect], ['waiting', { kind: 'wait', milliseconds: 1000 }]);
});

test('one that waits to be restarted is not, if nobody needs it any more', () => {
  const { life, effects } = play(['needed', 'died', 'released', 'waited']);
  assert.deepEqual(effects, ['start', 1000, 'none', 'none']);
  assert.equal(life.phase, 'off');
});

test('the user’s restart ends a running one first, and forgives the deaths of a broken one', () => {
  assert.deepEqual(play(['needed', 'started', 'retry', 'ended']).effects, ['start', 'none', 'stop', 'start']);
  const broken: Lifecycle = { phase: 'broken', needed: true, deaths: [0, 0, 0, 0, 0] };
  const { life, effects } = play(['retry', 'died'], broken);
  assert.deepEqual(effects, ['start', 1000]);
  assert.equal(life.deaths.length, 1);
});

test('a process that dies while it is told to stop has stopped', () => {
  const { life, effects } = play(['needed', 'started', 'released', 'died', 'ended']);
  assert.deepEqual([life.phase, life.deaths, effects.at(-1)], ['off', [], 'none']);
});
