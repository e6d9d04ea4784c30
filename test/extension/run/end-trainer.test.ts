/** Trainers that hear nothing any more, as processes: they are ended, and nobody else is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { endTrainer } from '../../../extension/run/end-trainer.ts';
import type { Lock } from '../../../trainer/protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../../../trainer/protocol/version.ts';
import { processStart } from '../../../trainer/process-identity.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, until } from '../../trainer/run/fixtures/toy-run.ts';
import { openWindow, stateOf } from '../support/window.ts';

/** Windows can neither halt a process nor say when one started. */
const skip = process.platform === 'win32';

test(
  'a trainer that hangs is told apart, ended, and leaves a run that can be resumed',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const folder = await newRun(root.path, 'run');
    const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
    {
      await using before = await openWindow([root.path]);
      await until(() => (before.store.get(folder.path)?.status?.step ?? 0) >= 2);
    }
    toy.child.kill('SIGSTOP');
    await using window = await openWindow([root.path]);
    await using other = await openWindow([root.path]);
    assert.deepEqual(window.store.get(folder.path)?.actions, ['reveal'], 'it may still answer');
    await until(() => window.store.get(folder.path)?.contact === 'silent');
    assert.deepEqual(window.store.get(folder.path)?.actions, ['endProcess', 'reveal']);
    await window.store.endTrainer(folder.path);
    assert.equal(stateOf(window, folder), 'interrupted');
    assert.deepEqual(window.store.get(folder.path)?.actions, ['resume', 'delete', 'reveal']);
    await window.store.refresh();
    await until(() => stateOf(other, folder) === 'interrupted');
    await other.store.refresh();
    assert.deepEqual(
      [...window.ends, ...other.ends],
      [],
      'whoever ends a trainer need not be told, anywhere',
    );
    assert.equal((await toy.ended).signal, 'SIGKILL');
    const again = startToy(folder, { steps: 3 });
    assert.equal((await again.ended).code, 0);
  },
);

/** A process that has nothing to do with the run, and the lock that a run of this machine's would have with its number. */
async function stranger() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? assert.fail('it has a number');
  const lock: Lock = {
    protocol: PROTOCOL_VERSION,
    pid,
    processStart: await processStart(pid),
    host: hostname(),
    socket: 'none',
    token: 'none',
    createdAt: new Date().toISOString(),
  };
  return {
    lock,
    lives: () => child.exitCode === null && child.signalCode === null,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a process that got the number later, or may have, is left alone', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using other = await stranger();
  await writeFile(folder.lock, JSON.stringify({ ...other.lock, processStart: 'another boot:1' }));
  await endTrainer(folder.path);
  await writeFile(folder.lock, JSON.stringify({ ...other.lock, processStart: null }));
  await assert.rejects(endTrainer(folder.path), { code: 'shell.process-unknown' });
  assert.ok(other.lives());
});

test('a trainer of another machine is not ended from here', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using other = await stranger();
  await writeFile(folder.lock, JSON.stringify({ ...other.lock, host: 'elsewhere' }));
  await assert.rejects(endTrainer(folder.path), { code: 'shell.process-elsewhere' });
  assert.ok(other.lives());
});

test('a run that nobody trains any more needs no ending', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await endTrainer(folder.path);
});
