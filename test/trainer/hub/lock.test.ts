/** Two processes that want the same model into the same cache: one loads, the other waits and finds it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import type { Hub } from '../../../trainer/hub/hub.ts';
import { placesOf } from '../../../trainer/hub/layout.ts';
import { hubOfTest, listening, modelId, type HubOfTest } from '../../support/hub/client.ts';

async function get(hub: Hub, heard = listening()) {
  return getModel(hub, modelId(), await describeModel(hub, modelId(), heard), heard);
}

async function writeLock({ cache }: HubOfTest, text: string): Promise<string> {
  const { lock } = placesOf(cache, modelId());
  await mkdir(dirname(lock), { recursive: true });
  await writeFile(lock, text);
  return lock;
}

const holder = (changes: object): string =>
  JSON.stringify({ pid: process.pid, processStart: null, host: hostname(), token: 'ab', ...changes });

test('of two at once, one loads each file and the other waits for it', async () => {
  await using world = await hubOfTest();
  const weights = 'model.safetensors';
  world.server.trouble('cdn', weights, { kind: 'slow', bytes: 60_000, ms: 50 });
  const hub = await world.hub();
  const [one, other] = [listening(), listening()];
  const reports = await Promise.all([get(hub, one), get(hub, other)]);
  const { content } = world.server.file(weights);
  const loaded = reports.map(({ loadedBytes }) => loadedBytes).sort((a, b) => a - b);
  assert.ok(loaded[0] === 0 && (loaded[1] ?? 0) > content.length, loaded.join(' and '));
  assert.deepEqual([...one.waits, ...other.waits], [process.pid]);
  assert.equal(world.server.asked('cdn', weights).length, 1);
  assert.deepEqual(await readdir(dirname(placesOf(world.cache, modelId()).lock)), []);
});

test('a process that has died in the middle holds nobody up', async () => {
  await using world = await hubOfTest();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeLock(world, holder({ pid: child.pid }));
  const heard = listening();
  await get(await world.hub(), heard);
  assert.deepEqual(heard.waits, []);
});

test('waiting can be stopped', async () => {
  await using world = await hubOfTest();
  await writeLock(world, holder({}));
  const stopped = new AbortController();
  const heard = { ...listening(stopped.signal), onWait: () => stopped.abort(new Error('enough')) };
  await assert.rejects(get(await world.hub(), heard), /enough/);
});

test('of a process on another machine nothing is known, so it is an error that says what to delete', async () => {
  await using world = await hubOfTest();
  const lock = await writeLock(world, holder({ host: 'elsewhere', pid: 7 }));
  await assert.rejects(get(await world.hub()), (cause: Error & { code: string; hint: string }) => {
    assert.equal(cause.code, 'hub.locked');
    assert.match(cause.message, /process 7 on the machine elsewhere/);
    assert.ok(cause.hint.includes(lock));
    return true;
  });
});

test('a damaged lock is neither trusted nor deleted', async () => {
  await using world = await hubOfTest();
  const lock = await writeLock(world, '{"pid":');
  await assert.rejects(get(await world.hub()), { code: 'hub.lock-unreadable' });
  assert.equal(await readFile(lock, 'utf8'), '{"pid":');
});
