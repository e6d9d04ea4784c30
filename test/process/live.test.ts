/** Real trainers that windows start, leave, find again and steer: over real processes, files and sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunEnded } from '../../extension/run/ends.ts';
import { FolderRunStore } from '../../extension/run/folder-store.ts';
import { newRunFolder, resumeRun, startRun } from '../../extension/run/launch.ts';
import { endOf } from '../../extension/run/missed.ts';
import { runFoldersIn } from '../../extension/run/reader.ts';
import { SeenRuns } from '../../extension/run/seen-runs.ts';
import type { RunListState } from '../../trainer/protocol/reports.ts';
import { connectControl } from '../../trainer/run/control-client.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { acquireLock, holderOf, readLock } from '../../trainer/run/lock.ts';
import { keptLog } from '../extension/support/log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startNode } from './program.ts';
import { smallRun } from './small-run.ts';

const small = await smallRun(500);
after(async () => {
  // What a failed test has left running goes with it.
  for (const folder of await runFoldersIn(small.runs)) {
    const lock = await readLock(runFolder(folder));
    if (lock !== null && (await holderOf(lock)) === 'running') process.kill(lock.pid, 'SIGKILL');
  }
  await small[Symbol.asyncDispose]();
});

const program = fileURLToPath(new URL('../../trainer/cli.ts', import.meta.url));
const trainer = { node: process.execPath, program };
const { signal } = new AbortController();

interface Window extends AsyncDisposable {
  readonly store: FolderRunStore;
  readonly ends: readonly RunEnded[];
  /** Resolves when the run is in this state and its trainer, for a state of the living, is connected, or else gone. */
  reaches(folder: string, state: RunListState): Promise<void>;
}

const memories = new Map<string, unknown>();
const memory = {
  get: (key: string) => memories.get(key),
  update: (key: string, value: unknown) => Promise.resolve(void memories.set(key, value)),
};

async function openWindow(): Promise<Window> {
  const ends: RunEnded[] = [];
  const store = new FolderRunStore({
    roots: [small.runs],
    log: keptLog(),
    seen: new SeenRuns(memory),
    says: () => true,
    perform: () => Promise.resolve(),
    lookMs: { live: 50, idle: 50 },
    retryMs: { first: 20, most: 200 },
    silentMs: 30_000,
  });
  store.onDidEnd((ended) => ends.push(ended));
  await store.refresh();
  return {
    store,
    ends,
    async reaches(folder, state) {
      await until(() => {
        const entry = store.get(folder);
        const isThere = endOf(state) === null ? entry?.status !== null : entry?.summary.pid === null;
        return entry?.summary.state === state && isThere;
      });
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

const stepOf = ({ store }: Window, folder: string): number => store.get(folder)?.summary.step ?? 0;

/** Waits until a condition holds; gives up, with an error, after two minutes. */
async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 6_000; attempt += 1) {
    if (condition()) return;
    await sleep(20);
  }
  throw new Error('The awaited condition did not come about.');
}

async function reachStep(window: Window, folder: string, step: number): Promise<void> {
  await until(() => stepOf(window, folder) >= step);
}

test('a trainer outlives the window that started it, and the next window finds it and steers it', async () => {
  const folder = newRunFolder(small.runs);
  const starter = fileURLToPath(new URL('fixtures/start-and-leave.ts', import.meta.url));
  const left = await startNode([starter, folder, small.config]).ended;
  assert.equal(left.code, 0, left.stderr);
  const lock = await readLock(runFolder(folder));
  assert.ok(lock !== null && lock.pid !== Number(left.stdout), 'the trainer is a process of its own');

  await using window = await openWindow();
  await window.reaches(folder, 'running');
  assert.equal(window.store.get(folder)?.summary.pid, lock.pid);
  await reachStep(window, folder, 2);

  await window.store.steer(folder, { type: 'pause' });
  await window.reaches(folder, 'paused');
  const paused = stepOf(window, folder);
  {
    await using second = await openWindow();
    await second.reaches(folder, 'paused');
    assert.equal(stepOf(second, folder), paused);
    await second.store.steer(folder, { type: 'unpause' });
  }
  await window.reaches(folder, 'running');
  await reachStep(window, folder, paused + 1);

  await window.store.steer(folder, { type: 'stop', save: true });
  await window.reaches(folder, 'stopped');
  await until(() => window.ends.length === 1);
  assert.deepEqual(
    window.ends.map(({ end }) => end),
    ['stopped'],
  );
});

test('a trainer that is killed is interrupted, goes on from its lock, and from a checkpoint that is chosen', async () => {
  const folder = newRunFolder(small.runs);
  await using window = await openWindow();
  await window.store.begin(folder, () => startRun(trainer, folder, small.config, signal));
  await window.reaches(folder, 'running');
  await reachStep(window, folder, 2);
  process.kill((await readLock(runFolder(folder)))?.pid ?? 0, 'SIGKILL');
  await window.reaches(folder, 'interrupted');
  assert.notEqual(await readLock(runFolder(folder)), null, 'the dead trainer has left its lock');

  const before = stepOf(window, folder);
  await window.store.begin(folder, () => resumeRun(trainer, folder, { fromStep: before - 1 }, signal));
  await window.reaches(folder, 'running');
  await reachStep(window, folder, before);
  await window.store.steer(folder, { type: 'stop', save: true });
  await window.reaches(folder, 'stopped');

  const steps = stepOf(window, folder) + 1;
  await window.store.begin(folder, () => resumeRun(trainer, folder, { steps }, signal));
  await window.reaches(folder, 'finished');
  assert.deepEqual([stepOf(window, folder), window.store.get(folder)?.summary.steps], [steps, steps]);
  await until(() => window.ends.length === 3);
  assert.deepEqual(
    window.ends.map(({ end }) => end),
    ['interrupted', 'stopped', 'finished'],
  );
});

test('garbage on the socket and a wrong token are refused, and the trainer goes on', async () => {
  const folder = newRunFolder(small.runs);
  await startRun(trainer, folder, small.config, signal);
  await using window = await openWindow();
  await window.reaches(folder, 'running');
  const { socket = '', token = '' } = (await readLock(runFolder(folder))) ?? {};

  const client = createConnection(socket);
  await once(client, 'connect');
  client.end(Buffer.from([0, 255, 10, 1, 2, 3, 10]));
  let answer = '';
  for await (const chunk of client) answer += String(chunk);
  assert.match(answer, /"type":"refused".*"reason":"malformed"/);
  await assert.rejects(connectControl({ socket, token: `${token}0` }), {
    code: 'control.refused',
    message: /the token is not that of lock\.json/,
  });

  const step = stepOf(window, folder);
  await reachStep(window, folder, step + 1);
  assert.notEqual(window.store.get(folder)?.status, null, 'the window is still connected');
  await window.store.steer(folder, { type: 'stop', save: false });
  await window.reaches(folder, 'stopped');
});

test('a trainer that ends before it has taken a run is told in its own words', async () => {
  await using root = await temporaryFolder();
  const [bad, folder] = [join(root.path, 'critique-coder.json'), join(root.path, 'runs', 'run')];
  await writeFile(bad, '{"promptsPerStep": 0, "groupSize": 1}');
  await assert.rejects(startRun(trainer, folder, bad, signal), {
    code: 'shell.ended-early',
    message: /critique-coder\.json has 2 problems:\n {2}promptsPerStep = 0: .*\n {2}groupSize = 1: /,
    hint: /output\.log/,
  });
  const missing = { ...trainer, program: join(root.path, 'missing.mjs') };
  await assert.rejects(startRun(missing, folder, bad, signal), { code: 'shell.program-missing' });
});

test('a run that somebody else trains is not taken from them', async () => {
  await using root = await temporaryFolder();
  const folder = newRunFolder(small.runs);
  await startRun(trainer, folder, small.config, signal);
  await using window = await openWindow();
  await window.reaches(folder, 'running');
  await assert.rejects(resumeRun(trainer, folder, {}, signal), {
    code: 'shell.ended-early',
    message: /has been training it since/,
  });
  await window.store.steer(folder, { type: 'stop', save: false });
  await window.reaches(folder, 'stopped');
  // A lock whose holder is gone is in nobody's way.
  const { lock } = await acquireLock(runFolder(folder), join(root.path, 's'));
  await writeFile(runFolder(folder).lock, JSON.stringify({ ...lock, processStart: 'another boot:1' }));
  await window.store.begin(folder, () => resumeRun(trainer, folder, {}, signal));
  await window.reaches(folder, 'running');
  assert.notEqual((await readLock(runFolder(folder)))?.token, lock.token);
  await window.store.steer(folder, { type: 'stop', save: false });
  await window.reaches(folder, 'stopped');
});
