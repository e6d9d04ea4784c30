/** Errors on their way from the worker thread. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryError, rebuildError } from '../../../../trainer/engine/local/messages.ts';
import { TrainerError } from '../../../../trainer/errors/error.ts';

/** As an error comes out at the other side, where only plain data arrives. */
const crossed = (thrown: unknown) => rebuildError(structuredClone(carryError(thrown)));

test('an error of ours keeps its code, message and hint, and the stack of the worker', () => {
  const sent = new TrainerError('engine.some-code', 'What happened.', 'What to do.');
  const received = crossed(sent);
  assert.ok(received instanceof TrainerError);
  assert.equal(received.code, 'engine.some-code');
  assert.equal(received.message, 'What happened.');
  assert.equal(received.hint, 'What to do.');
  assert.ok(received.cause instanceof Error && received.cause.message === sent.stack);
});

test('an unexpected error stays one, with its message and stack', () => {
  const sent = new RangeError('out of range');
  const received = crossed(sent);
  assert.ok(!(received instanceof TrainerError));
  assert.equal(received.message, 'out of range');
  assert.ok(received.cause instanceof Error && received.cause.message === sent.stack);
});

test('an error of the system keeps its code and has no hint', () => {
  const received = crossed(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
  assert.ok(!(received instanceof TrainerError));
  assert.equal(Reflect.get(received, 'code'), 'ENOSPC');
});

test('what is thrown without being an error arrives as an error with its text', () => {
  assert.equal(crossed('a text').message, 'a text');
  assert.equal(crossed(undefined).message, 'undefined');
});
