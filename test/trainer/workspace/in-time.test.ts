import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { inTime } from '../../../trainer/workspace/in-time.ts';

/** Work that goes on until it is told to end. */
async function endless(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}

test('what is done in time is what comes out, and what fails fails', async () => {
  const [stop, time] = [new AbortController(), new AbortController()];
  const bounds = { signal: stop.signal, time: time.signal };
  assert.equal(await inTime(bounds, () => Promise.resolve(7)), 7);
  await assert.rejects(
    inTime(bounds, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
});

test('when the time is over the work is told and nothing comes out; later work does not begin', async () => {
  const [stop, time] = [new AbortController(), new AbortController()];
  const bounds = { signal: stop.signal, time: time.signal };
  const working = inTime(bounds, endless);
  time.abort();
  assert.equal(await working, null);
  assert.equal(await inTime(bounds, () => Promise.reject(new Error('begun'))), null);
});

test('being stopped is told apart from having no time', async () => {
  const [stop, time] = [new AbortController(), new AbortController()];
  const bounds = { signal: stop.signal, time: time.signal };
  const working = inTime(bounds, endless);
  stop.abort(new Error('stopped'));
  await assert.rejects(working, /stopped/);
  time.abort();
  await assert.rejects(inTime(bounds, endless), /stopped/);
});
