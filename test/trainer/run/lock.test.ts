import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockSchema } from '../../../trainer/protocol/run-folder.ts';
import { connectToRun } from '../../../trainer/run/control-client.ts';
import { holderOf, acquireLock, readLock } from '../../../trainer/run/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, until } from './fixtures/toy-run.ts';

const skip = process.platform === 'win32';

/** The number of a process that has just ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a second trainer on a run is refused, with the one that is there named', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const first = startToy(folder, { steps: 1000, stepMs: 20 });
  await until(async () => (await readLock(folder)) !== null);
  const second = await startToy(folder, { steps: 1000 }).ended;
  assert.equal(second.code, 1);
  assert.match(
    second.stderr,
    new RegExp(`^run\\.locked: Training .*/run failed: process ${first.child.pid} has been`),
  );
  // What was refused has left the socket of the one that trains alone.
  await using client = await connectToRun(folder);
  assert.equal(client.status.steps, 1000);
  first.child.kill('SIGKILL');
  await first.ended;
  assert.ok(await readLock(folder), 'the killed trainer has left its lock');
  const third = await startToy(folder, { steps: 1 }).ended;
  assert.equal(third.code, 0, third.stderr);
  assert.equal(await readLock(folder), null);
});

test('of twenty who want to follow a dead trainer exactly one gets the lock', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const dead = await deadPid();
  for (let round = 0; round < 10; round += 1) {
    const stale = { ...(await acquireLock(folder, 's')).lock, pid: dead, processStart: null };
    await writeFile(folder.lock, JSON.stringify(stale));
    const wishes = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(folder, 's')));
    const held = wishes.filter((wish) => wish.status === 'fulfilled');
    assert.equal(held.length, 1);
    for (const wish of wishes) {
      if (wish.status === 'rejected') assert.equal((wish.reason as { code: string }).code, 'run.locked');
    }
    assert.equal((await readLock(folder))?.token, held[0]?.value.lock.token);
    await held[0]?.value[Symbol.asyncDispose]();
    const left = (await readdir(folder.path)).filter((name) => name.startsWith('lock.json'));
    assert.deepEqual(left, []);
  }
});

test('a claim on a dead trainer whose owner died too is followed to its end', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const held = await acquireLock(folder, 's');
  const dead = { ...held.lock, pid: await deadPid(), processStart: null };
  await writeFile(folder.lock, JSON.stringify({ ...dead, token: 'a' }));
  await writeFile(`${folder.lock}.after-a`, JSON.stringify({ ...dead, token: 'b' }));
  const next = await acquireLock(folder, 's');
  assert.equal((await readLock(folder))?.token, next.lock.token);
  await next[Symbol.asyncDispose]();
  // A claim whose owner lives holds the run, although lock.json still names the dead one.
  await writeFile(folder.lock, JSON.stringify({ ...dead, token: 'c' }));
  await writeFile(`${folder.lock}.after-c`, JSON.stringify({ ...held.lock, token: 'd' }));
  await assert.rejects(acquireLock(folder, 's'), { code: 'run.locked' });
});

test('a process number that was given to another process does not hold a lock', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { lock } = await acquireLock(folder, 's');
  assert.equal(await holderOf(lock), 'running');
  assert.equal(await holderOf({ ...lock, processStart: 'another boot:1' }), 'gone');
  assert.equal(await holderOf({ ...lock, processStart: null }), 'running');
});

test('a lock of another machine is respected, and the error says how to remove it', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { lock } = await acquireLock(folder, 's');
  await writeFile(folder.lock, JSON.stringify({ ...lock, host: 'elsewhere', pid: await deadPid() }));
  await assert.rejects(acquireLock(folder, 's'), {
    code: 'run.locked',
    message: /on the machine elsewhere/,
    hint: /delete .*lock\.json/,
  });
});

test('a damaged lock is neither trusted nor deleted', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await writeFile(folder.lock, '{"pid":');
  await assert.rejects(acquireLock(folder, 's'), {
    code: 'run.lock-unreadable',
    message: /lock\.json is damaged/,
  });
  assert.equal(await readFile(folder.lock, 'utf8'), '{"pid":');
});

test('the lock holds a secret, so only its owner may read it', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { lock } = await acquireLock(folder, join(root.path, 'socket'));
  assert.equal((await stat(folder.lock)).mode & 0o777, 0o600);
  assert.deepEqual(lockSchema.parse(JSON.parse(await readFile(folder.lock, 'utf8'))), lock);
  assert.equal(lock.token.length, 48);
});
