/** What fails for a while only is tried again, and not for ever. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainerError } from '../../../trainer/errors/error.ts';
import { PassingFailure, persist, secondsOfRetryAfter } from '../../../trainer/net/persist.ts';

const signal = new AbortController().signal;
const giveUp = (reason: string, failures: number): TrainerError =>
  new TrainerError('test.given-up', `${failures}: ${reason}`, '');

test('pauses double up to the longest, and something gained begins them anew', async () => {
  const pauses: number[] = [];
  const patience = { attempts: 5, pauseMs: 4, mostPauseMs: 10 };
  let count = 0;
  const onRetry = (_: string, seconds: number): void => void pauses.push(seconds * 1000);
  await persist({ patience, signal, onRetry, giveUp }, (progressed) => {
    count += 1;
    if (count === 5) progressed();
    return count === 7 ? Promise.resolve() : Promise.reject(new Error('no'));
  });
  const longest = [4, 8, 10, 10, 4, 8];
  assert.equal(pauses.length, longest.length);
  for (const [index, most] of longest.entries()) {
    const pause = pauses[index] ?? 0;
    assert.ok(pause <= most && pause >= most * 0.75, `pause ${index} is ${pause}`);
  }
});

test('stopping ends a pause', async () => {
  const stopped = new AbortController();
  const patience = { attempts: 5, pauseMs: 60_000, mostPauseMs: 60_000 };
  const onRetry = (): void => stopped.abort(new Error('enough'));
  const trying = persist({ patience, signal: stopped.signal, onRetry, giveUp }, () =>
    Promise.reject(new Error('no')),
  );
  await assert.rejects(trying, /enough/);
});

test('too many failures in a row, or a longer wish than anybody waits, end in the error that is asked for', async () => {
  const patience = { attempts: 3, pauseMs: 1, mostPauseMs: 2_000 };
  const fail = (failure: Error) => persist({ patience, signal, giveUp }, () => Promise.reject(failure));
  await assert.rejects(fail(new Error('no')), { code: 'test.given-up', message: '3: no' });
  await assert.rejects(fail(new PassingFailure('later', 3)), {
    message: '1: later (it asks to wait 3 seconds)',
  });
});

test('a failure that has its words for the user already is not tried again', async () => {
  const patience = { attempts: 3, pauseMs: 1, mostPauseMs: 1 };
  const known = giveUp('known', 7);
  let count = 0;
  const trying = persist({ patience, signal, giveUp }, () => {
    count += 1;
    return Promise.reject(known);
  });
  await assert.rejects(trying, known);
  assert.equal(count, 1);
});

test('Retry-After is a number of seconds or a date, and anything else is no wish', () => {
  assert.equal(secondsOfRetryAfter(' 7 '), 7);
  assert.equal(secondsOfRetryAfter('Sat, 01 Jan 2000 00:00:00 GMT'), 0);
  assert.equal(secondsOfRetryAfter('soon'), undefined);
  assert.equal(secondsOfRetryAfter(''), undefined);
});
