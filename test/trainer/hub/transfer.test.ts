/** A file comes whole, whatever happens on the way, and what has come is never thrown away without a reason. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import type { Hub } from '../../../trainer/hub/hub.ts';
import { blobOf, partialOf, placesOf } from '../../../trainer/hub/layout.ts';
import { hubOfTest, listening, modelId, type Heard, type HubOfTest } from '../../support/hub/client.ts';
import { noise } from '../../support/hub/content.ts';

const weights = 'model.safetensors';

async function get(hub: Hub, heard: Heard = listening()): Promise<Heard> {
  const description = await describeModel(hub, modelId(), heard);
  await getModel(hub, modelId(), description, heard);
  return heard;
}

/** Where the weights are, whole and in part. */
function weightsOf({ cache, server }: HubOfTest) {
  const places = placesOf(cache, modelId());
  const { hash, content } = server.file(weights);
  return { hash, content, blob: blobOf(places, hash), part: partialOf(places, hash), places };
}

async function assertWhole(world: HubOfTest): Promise<void> {
  const { blob, part, content } = weightsOf(world);
  assert.ok((await readFile(blob)).equals(content));
  assert.equal(existsSync(part), false);
}

const rangesAsked = ({ server }: HubOfTest): (string | undefined)[] =>
  server.asked('cdn', weights).map(({ headers }) => headers.range);

test('a connection that is cut goes on where it was cut', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 100_000 });
  const { retries } = await get(await world.hub());
  await assertWhole(world);
  const [first, second, ...more] = rangesAsked(world);
  assert.deepEqual([first, more], [undefined, []]);
  const start = Number(/^bytes=(\d+)-$/.exec(second ?? '')?.[1]);
  assert.ok(start > 0 && start <= 100_000, `it went on at ${start}`);
  assert.equal(retries.length, 1);
});

test('each byte that comes gives new patience, so a line that is cut again and again still ends well', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 30_000 }, 9);
  const { retries } = await get(await world.hub());
  await assertWhole(world);
  assert.ok(retries.length >= 9, `${retries.length} retries`);
});

test('cuts without a byte between them end in an error that names the address, without its key', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 0 }, 9);
  await assert.rejects(get(await world.hub()), (cause: Error & { code: string; hint: string }) => {
    assert.equal(cause.code, 'hub.unreachable');
    assert.match(cause.message, /\/ada\/tiny\/resolve\/\w{40}\/model\.safetensors failed 4 times in a row/);
    assert.doesNotMatch(cause.message, /signature/);
    return true;
  });
  assert.equal(world.server.asked('cdn', weights).length, 4);
});

test('a server that begins anew each time and never comes further is given up, though bytes come', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 100_000, isWhole: true }, 1000);
  await assert.rejects(get(await world.hub()), {
    code: 'hub.unreachable',
    message: /failed 4 times in a row/,
  });
  // The first attempts may come further than those before, since a cut is somewhere in what was sent.
  assert.ok(world.server.asked('cdn', weights).length < 20);
});

test('parts from elsewhere between beginnings that are cut are given up as well', async () => {
  await using world = await hubOfTest();
  for (let round = 0; round < 100; round++) {
    world.server.trouble('cdn', weights, { kind: 'cut', after: 50_000, isWhole: true });
    world.server.trouble('cdn', weights, { kind: 'wrong-part' });
  }
  await assert.rejects(get(await world.hub()), { code: 'hub.unreachable' });
  assert.ok(world.server.asked('cdn', weights).length < 20);
});

test('a connection on which nothing comes is given up after the time limit, and the rest is asked for', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'stall', after: 50_000 });
  const { retries } = await get(await world.hub());
  await assertWhole(world);
  assert.deepEqual(retries, ['no byte came for 0.4 seconds']);
  assert.match(rangesAsked(world)[1] ?? '', /^bytes=[1-9]\d*-$/);
});

test('a server that never answers is given up after the time limit too', async () => {
  await using world = await hubOfTest();
  world.server.trouble('hub', 'config.json', { kind: 'stall', after: 0 });
  const { retries } = await get(await world.hub());
  assert.deepEqual(retries, ['no byte came for 0.4 seconds']);
  await assertWhole(world);
});

test('slow is not dead: pieces that keep coming are waited for', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'slow', bytes: 10_000, ms: 25 });
  const { retries } = await get(await world.hub());
  assert.deepEqual(retries, []);
  await assertWhole(world);
});

test('a server that ignores the range is read from the beginning, and nothing is there twice', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 100_000 });
  world.server.trouble('cdn', weights, { kind: 'whole' });
  const { progress } = await get(await world.hub());
  await assertWhole(world);
  assert.equal(rangesAsked(world).length, 2);
  const { doneBytes, totalBytes } = progress.at(-1) ?? {};
  assert.equal(doneBytes, totalBytes);
});

test('a server that sends another part than was asked for is asked for all', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 100_000 });
  world.server.trouble('cdn', weights, { kind: 'wrong-part' });
  await get(await world.hub());
  await assertWhole(world);
  assert.equal(rangesAsked(world)[2], undefined);
});

test('when the other host has something else than before, it says so to If-Range and all is read anew', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'cut', after: 100_000 });
  const heard = listening();
  const loading = get(await world.hub(), {
    ...heard,
    onRetry: () => void (world.server.tag = '"second"'),
  });
  await loading;
  await assertWhole(world);
  const [, again] = world.server.asked('cdn', weights);
  assert.equal(again?.headers['if-range'], '"first"');
});

test('what an earlier process has left is gone on with', async () => {
  await using world = await hubOfTest();
  const { part, content, places } = weightsOf(world);
  await mkdir(places.blobs, { recursive: true });
  await writeFile(part, content.subarray(0, 123_456));
  const { progress } = await get(await world.hub());
  await assertWhole(world);
  assert.deepEqual(rangesAsked(world), ['bytes=123456-']);
  assert.ok((progress[0]?.doneBytes ?? 0) >= 123_456);
});

test('what an earlier process has left is checked too: if it is wrong, the file is loaded once more', async () => {
  await using world = await hubOfTest();
  const { part, places } = weightsOf(world);
  await mkdir(places.blobs, { recursive: true });
  await writeFile(part, noise(123_456, 'something else'));
  await get(await world.hub());
  await assertWhole(world);
  assert.deepEqual(rangesAsked(world), ['bytes=123456-', undefined]);
});

test('a part that is longer than the file is no part of it', async () => {
  await using world = await hubOfTest();
  const { part, places } = weightsOf(world);
  await mkdir(places.blobs, { recursive: true });
  await writeFile(part, noise(400_000));
  await get(await world.hub());
  await assertWhole(world);
  assert.deepEqual(rangesAsked(world), [undefined]);
});

test('a part that is the whole needs no request', async () => {
  await using world = await hubOfTest();
  const { part, content, places } = weightsOf(world);
  await mkdir(places.blobs, { recursive: true });
  await writeFile(part, content);
  await get(await world.hub());
  await assertWhole(world);
  assert.deepEqual(rangesAsked(world), []);
});

test('a large file with a wrong hash is deleted, and the error says so', async () => {
  await using world = await hubOfTest();
  const wrong = noise(300_000, 'wrong');
  world.server.trouble('cdn', weights, { kind: 'content', content: wrong }, 9);
  await assert.rejects(get(await world.hub()), {
    code: 'hub.wrong-hash',
    message: new RegExp(`model\\.safetensors of ada/tiny .*not ${world.server.file(weights).hash}.*deleted`),
  });
  const { blob, part } = weightsOf(world);
  assert.deepEqual([existsSync(blob), existsSync(part)], [false, false]);
  assert.equal(world.server.asked('cdn', weights).length, 1, 'the same answer is not asked for twice');
});

test('a small file with a wrong hash is deleted as well', async () => {
  await using world = await hubOfTest();
  const content = Buffer.from('{"model_type": "qwen2"}');
  world.server.trouble('hub', 'config.json', { kind: 'content', content });
  await assert.rejects(get(await world.hub()), { code: 'hub.wrong-hash', message: /config\.json/ });
});

test('a file that is longer than the hub has listed is refused before it fills the disk', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'content', content: noise(900_000) });
  await assert.rejects(get(await world.hub()), { code: 'hub.changed', message: /longer than 300000 bytes/ });
  assert.ok((await stat(weightsOf(world).part)).size <= 300_000);
});

test('a hub that announces another hash than it has listed is not loaded from', async () => {
  await using world = await hubOfTest();
  const headers = { 'x-linked-etag': `"${'a'.repeat(64)}"` };
  world.server.trouble('hub', weights, { kind: 'headers', headers });
  await assert.rejects(get(await world.hub()), { code: 'hub.changed', message: /the hash is a{64}/ });
  assert.equal(existsSync(weightsOf(world).part) && (await stat(weightsOf(world).part)).size > 0, false);
});

test('a server that compresses the file is no server for this', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'headers', headers: { 'content-encoding': 'gzip' } });
  await assert.rejects(get(await world.hub()), { code: 'hub.bad-answer', message: /as gzip/ });
});

test('stopping keeps what has come, and the next time goes on from there', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', weights, { kind: 'slow', bytes: 60_000, ms: 50 });
  const stopped = new AbortController();
  const heard = listening(stopped.signal);
  const reason = new Error('enough');
  const loading = get(await world.hub(), {
    ...heard,
    onProgress: ({ file, doneBytes }) => {
      if (file === weights && doneBytes > 120_000) stopped.abort(reason);
    },
  });
  await assert.rejects(loading, reason);
  const { size } = await stat(weightsOf(world).part);
  assert.ok(size >= 100_000 && size < 300_000, `${size} bytes were kept`);
  await get(await world.hub());
  await assertWhole(world);
  assert.equal(rangesAsked(world).at(-1), `bytes=${size}-`);
});
