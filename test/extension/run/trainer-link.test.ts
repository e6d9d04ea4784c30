/** Runs whose lock or trainer is not as it should be. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeOver } from '../../../extension/run/take-over.ts';
import { lockSchema } from '../../../trainer/protocol/run-folder.ts';
import { acquireLock, readLock } from '../../../trainer/run/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, until } from '../../trainer/run/fixtures/toy-run.ts';
import { openWindow, stateOf } from '../support/window.ts';

test('a stale lock of a process that is gone is an interrupted run', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { lock } = await acquireLock(folder, join(folder.path, 'control.sock'));
  await writeFile(folder.lock, JSON.stringify({ ...lock, processStart: 'another boot:1' }));
  await using window = await openWindow([root.path]);
  assert.equal(stateOf(window, folder), 'interrupted');
});

test('a lock whose socket answers with garbage, or with nothing, leaves only the folder to be shown', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const socket = join(root.path, 's');
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.write('\u0000{"type":"welcome"}garbage\n');
  }).listen(socket);
  await once(server, 'listening');
  await acquireLock(folder, socket);
  await using window = await openWindow([root.path]);
  await until(() =>
    window.log.lines.some((line) => line.includes('a message that this version does not know')),
  );
  const entry = window.store.get(folder.path);
  assert.deepEqual([entry?.status, entry?.actions], [null, ['reveal']]);
  await assert.rejects(window.store.steer(folder.path, { type: 'pause' }), { code: 'control.not-running' });
  const said = window.log.lines.filter((line) => line.startsWith('warn'));
  await window.store.refresh();
  assert.deepEqual(
    window.log.lines.filter((line) => line.startsWith('warn')),
    said,
    'the reason is said once, however often it is met',
  );
  server.close();
});

test('a wrong token is refused and said; with the right one the window is connected again', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  await until(async () => (await readFile(folder.lock, 'utf8').catch(() => '')) !== '');
  const right = await readFile(folder.lock, 'utf8');
  const lock = lockSchema.parse(JSON.parse(right));
  await writeFile(folder.lock, JSON.stringify({ ...lock, token: 'wrong' }));
  await using window = await openWindow([root.path]);
  await until(() => window.log.lines.some((line) => line.includes('the token is not that of lock.json')));
  assert.equal(window.store.get(folder.path)?.status, null);
  await writeFile(folder.lock, right);
  await until(() => stateOf(window, folder) === 'running' && window.store.get(folder.path)?.status !== null);
  toy.child.kill('SIGKILL');
  await toy.ended;
});

/** A run whose lock another machine has left behind, or holds. */
async function heldElsewhere(root: string) {
  const folder = await newRun(root, 'run');
  const { lock } = await acquireLock(folder, join(folder.path, 'control.sock'));
  await writeFile(folder.lock, JSON.stringify({ ...lock, host: 'old-box' }));
  return { folder, lock };
}

test('a run that another machine holds names it and is left alone', async () => {
  await using root = await temporaryFolder();
  const { folder } = await heldElsewhere(root.path);
  await using window = await openWindow([root.path]);
  await until(() => window.store.get(folder.path)?.contact === 'elsewhere');
  const { host, actions } = window.store.get(folder.path) ?? assert.fail();
  assert.deepEqual([host, actions], ['old-box', ['takeOver', 'reveal']]);
  assert.deepEqual(window.log.lines, []);
});

test('a run that a machine of the past holds is taken over, and can be resumed', async () => {
  await using root = await temporaryFolder();
  const { folder } = await heldElsewhere(root.path);
  await using window = await openWindow([root.path]);
  await until(() => window.store.get(folder.path)?.contact === 'elsewhere');
  await window.store.takeOver(folder.path, 'old-box');
  assert.equal(stateOf(window, folder), 'interrupted');
  assert.deepEqual(window.store.get(folder.path)?.actions, ['resume', 'delete', 'reveal']);
  assert.equal(existsSync(folder.lock), false);
  assert.deepEqual(window.ends, [], 'whoever takes it over need not be told');
});

test('a lock that somebody has taken meanwhile is not removed', async () => {
  await using root = await temporaryFolder();
  const { folder, lock } = await heldElsewhere(root.path);
  await takeOver(folder.path, 'another-box');
  assert.equal((await readLock(folder))?.host, 'old-box');
  // Of this machine, by the process that runs this test.
  await writeFile(folder.lock, JSON.stringify(lock));
  await takeOver(folder.path, 'old-box');
  await takeOver(folder.path, lock.host);
  assert.deepEqual(await readLock(folder), lock);
});
