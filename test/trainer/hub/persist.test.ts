/** What the hub refuses for a while is asked for again, as it wishes; and not for ever. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { hubOfTest, listening, modelId } from '../../support/hub/client.ts';

const signal = new AbortController().signal;

for (const status of [408, 429, 500, 502, 503, 504]) {
  test(`${status} is asked again`, async () => {
    await using world = await hubOfTest();
    world.server.trouble('api', '', { kind: 'status', status });
    const heard = listening();
    await describeModel(await world.hub(), modelId(), heard);
    assert.deepEqual(heard.retries, [`the hub says ${status}`]);
    assert.equal(world.server.asked('api').length, 2);
  });
}

test('a server that names a time to wait gets it', async () => {
  await using world = await hubOfTest();
  const headers = { 'retry-after': '1' };
  world.server.trouble('api', '', { kind: 'status', status: 429, headers });
  const began = performance.now();
  const seconds: number[] = [];
  const onRetry = (_: string, each: number): void => void seconds.push(each);
  await describeModel(await world.hub(), modelId(), { signal, onRetry });
  assert.deepEqual(seconds, [1]);
  assert.ok(performance.now() - began >= 1000);
});

test('the time may be a date, or the end of a rate limit that is used up', async () => {
  const wishes: readonly Readonly<Record<string, string>>[] = [
    { 'retry-after': new Date(Date.now() + 120_000).toUTCString() },
    { ratelimit: '"api";r=0;t=120' },
  ];
  for (const headers of wishes) {
    await using world = await hubOfTest();
    world.server.trouble('api', '', { kind: 'status', status: 429, headers });
    await assert.rejects(describeModel(await world.hub(), modelId(), { signal }), {
      code: 'hub.unreachable',
      message: /says 429 \(it asks to wait 1(20|19|18) seconds\)/,
    });
  }
});

test('a wish that is longer than anybody waits is an error at once', async () => {
  await using world = await hubOfTest();
  world.server.trouble('api', '', { kind: 'status', status: 503, headers: { 'retry-after': '3600' } });
  await assert.rejects(describeModel(await world.hub(), modelId(), { signal }), {
    code: 'hub.unreachable',
    message: / failed because: the hub says 503 \(it asks to wait 3600 seconds\)/,
  });
});

test('too many refusals in a row are an error with the last of them', async () => {
  await using world = await hubOfTest();
  world.server.trouble('api', '', { kind: 'status', status: 502 }, 9);
  await assert.rejects(describeModel(await world.hub(), modelId(), { signal }), {
    code: 'hub.unreachable',
    message: /failed 4 times in a row, at last because: the hub says 502/,
  });
});

test('a server that nobody reaches is an error with the reason of the system', async () => {
  await using world = await hubOfTest();
  const hub = await world.hub({ HF_ENDPOINT: 'http://127.0.0.1:1' });
  await assert.rejects(describeModel(hub, modelId(), { signal }), {
    code: 'hub.unreachable',
    message: /ECONNREFUSED/,
  });
});
