import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../extension/base/emitter.ts';

test('a listener hears what is fired until it is disposed of', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const listening = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  listening.dispose();
  emitter.fire(2);
  assert.deepEqual(heard, [1]);
});

test('a function that listens twice hears twice, and each time is disposed of alone', () => {
  const emitter = new Emitter<number>();
  let heard = 0;
  const listener = (): void => void (heard += 1);
  const first = emitter.event(listener);
  emitter.event(listener);
  emitter.fire(0);
  assert.equal(heard, 2);
  first.dispose();
  emitter.fire(0);
  assert.equal(heard, 3);
});

test('a listener that is added or removed while firing does not disturb the others', () => {
  const emitter = new Emitter<string>();
  const heard: string[] = [];
  const first = emitter.event(() => {
    heard.push('first');
    first.dispose();
    emitter.event(() => heard.push('late'));
  });
  emitter.event(() => heard.push('second'));
  emitter.fire('');
  assert.deepEqual(heard, ['first', 'second']);
});

test('disposables given along are filled, and disposing of the emitter silences it', () => {
  const emitter = new Emitter<number>();
  const disposables: { dispose(): unknown }[] = [];
  let heard = 0;
  emitter.event(() => (heard += 1), undefined, disposables);
  assert.equal(disposables.length, 1);
  emitter.dispose();
  emitter.fire(1);
  assert.equal(heard, 0);
});
