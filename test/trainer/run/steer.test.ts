import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlClient } from '../../../trainer/run/control-client.ts';
import { connectToRun } from '../../../trainer/run/control-client.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { readLock } from '../../../trainer/run/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventsOf, newRun, outcome, startToy, trainToy, until } from './fixtures/toy-run.ts';

/** Waits for a trainer to listen. */
async function steer(folder: RunFolder): Promise<ControlClient> {
  const connections: ControlClient[] = [];
  await until(async () => {
    connections.push(
      ...(await connectToRun(folder).then(
        (client) => [client],
        () => [],
      )),
    );
    return connections.length > 0;
  });
  const [client] = connections;
  assert.ok(client);
  return client;
}

test('a run that is paused, goes on, is stopped and is resumed ends like one that never was', async () => {
  await using root = await temporaryFolder();
  const options = { steps: 30, stepMs: 20 };
  const whole = await newRun(root.path, 'whole');
  await trainToy(whole, options);

  const folder = await newRun(root.path, 'run');
  const { ended } = startToy(folder, options);
  await using client = await steer(folder);
  await until(() => client.status.step >= 2);
  await client.request({ type: 'pause' });
  await until(() => client.status.state === 'paused');
  const pausedAt = client.status.step;
  assert.equal((await eventsOf(folder)).at(-1)?.type, 'paused');
  await client.request({ type: 'unpause' });
  await until(() => client.status.step > pausedAt + 1);
  await client.request({ type: 'stop', save: true });
  const { code, stdout } = await ended;
  assert.equal(code, 130);
  const end = JSON.parse(stdout) as { kind: string; step: number };
  assert.equal(end.kind, 'stopped');
  const stopped = (await eventsOf(folder)).at(-1);
  assert.ok(stopped?.type === 'stopped');
  assert.deepEqual([stopped.step, stopped.savedStep], [end.step, end.step]);

  await trainToy(folder, options);
  const resumed = (await eventsOf(folder)).find((event) => event.type === 'resumed');
  assert.ok(resumed?.type === 'resumed');
  assert.deepEqual([resumed.after, resumed.step, resumed.setAside], ['stopped', end.step, null]);
  assert.deepEqual(await outcome(folder, 30), await outcome(whole, 30));
});

test('stop with saving saves what no checkpoint has yet', async () => {
  await using root = await temporaryFolder();
  const config = { checkpoint: { every: 50 }, validation: { every: 0 } };
  const folder = await newRun(root.path, 'run', config);
  const { ended } = startToy(folder, { steps: 40, stepMs: 20 });
  await using client = await steer(folder);
  await until(() => client.status.step >= 3);
  await client.request({ type: 'stop', save: true });
  const { code, stderr } = await ended;
  assert.equal(code, 130, stderr);
  const stopped = (await eventsOf(folder)).at(-1);
  assert.ok(stopped?.type === 'stopped');
  assert.ok(stopped.step >= 3);
  assert.equal(stopped.savedStep, stopped.step);
  assert.equal(await readLock(folder), null);
});

test('stop without saving abandons a step that would take for ever', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { ended } = startToy(folder, { steps: 5, stepMs: 3_600_000 });
  await using client = await steer(folder);
  await until(() => client.status.activity === 'updating');
  await client.request({ type: 'stop', save: false });
  assert.equal((await ended).code, 130);
  const stopped = (await eventsOf(folder)).at(-1);
  assert.ok(stopped?.type === 'stopped');
  assert.deepEqual([stopped.step, stopped.savedStep], [0, 0]);
  assert.equal(await readLock(folder), null);
});

test('a paused run can be stopped, and nothing is lost', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run', { checkpoint: { every: 50 } });
  const { ended } = startToy(folder, { steps: 1000, stepMs: 10 });
  await using client = await steer(folder);
  await until(() => client.status.step >= 3);
  await client.request({ type: 'pause' });
  await until(() => client.status.state === 'paused');
  const { step } = client.status;
  await client.request({ type: 'stop', save: false });
  assert.equal((await ended).code, 130);
  const stopped = (await eventsOf(folder)).at(-1);
  assert.ok(stopped?.type === 'stopped');
  assert.equal(stopped.savedStep, step);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} stops a run with exit code 130`, { skip: process.platform === 'win32' }, async () => {
    await using root = await temporaryFolder();
    const folder = await newRun(root.path, 'run');
    const { child, ended } = startToy(folder, { steps: 5, stepMs: 3_600_000 });
    await using client = await steer(folder);
    await until(() => client.status.activity === 'updating');
    child.kill(signal);
    const { code, stdout } = await ended;
    assert.equal(code, 130);
    assert.equal((JSON.parse(stdout) as { kind: string }).kind, 'stopped');
    assert.equal((await eventsOf(folder)).at(-1)?.type, 'stopped');
  });
}

test(
  'a second SIGINT ends a run that does not hear the first',
  { skip: process.platform === 'win32' },
  async () => {
    await using root = await temporaryFolder();
    const folder = await newRun(root.path, 'run');
    const { child, ended } = startToy(folder, { steps: 5, stepMs: 3_600_000, deaf: true });
    await using client = await steer(folder);
    await until(() => client.status.activity === 'updating');
    child.kill('SIGINT');
    await until(() => client.status.state === 'stopping');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    assert.deepEqual([code, stdout], [130, '']);
    await trainToy(folder, { steps: 2 });
  },
);
