/** The store over real folders, sockets and processes; what they train is small enough to be done at once. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, trainToy, until } from '../../trainer/run/fixtures/toy-run.ts';
import { memory, openWindow, stateOf, type Window } from '../support/window.ts';

test('runs of several roots stand in one list, newest first, and other folders do not', async () => {
  await using root = await temporaryFolder();
  const [a, b] = [join(root.path, 'a'), join(root.path, 'b')];
  const first = await newRun(a, 'first');
  await trainToy(first, { steps: 3 });
  const second = await newRun(b, 'second');
  await writeFile(join(a, 'notes.txt'), '');
  await using window = await openWindow([a, b, join(root.path, 'missing')]);
  assert.deepEqual(
    window.store.runs.map(({ summary }) => [summary.id, summary.state, summary.step, summary.steps]),
    [
      ['second', 'interrupted', 0, 75],
      ['first', 'finished', 3, 3],
    ],
  );
  assert.deepEqual(window.store.get(first.path)?.actions, ['extend', 'delete', 'reveal']);
  assert.equal(window.store.get(join(second.path, '..', 'other')), undefined);
});

test('two runs of one minute have a name each, also where they lie in different folders', async () => {
  await using root = await temporaryFolder();
  const first = await newRun(join(root.path, 'a'), '2026-11-22-1200-05-3fa9');
  const second = await newRun(join(root.path, 'b'), '2026-11-22-1200-41-0c11');
  await using window = await openWindow([join(root.path, 'a'), join(root.path, 'b')]);
  assert.match(window.store.get(first.path)?.name ?? '', /:05/);
  assert.match(window.store.get(second.path)?.name ?? '', /:41/);
});

test('a run that appears is listed, and one that is removed is not, without being asked for', async () => {
  await using root = await temporaryFolder();
  await using window = await openWindow([root.path]);
  assert.deepEqual(window.store.runs, []);
  const folder = await newRun(root.path, 'late');
  await until(() => window.store.runs.length === 1);
  await rm(folder.path, { recursive: true });
  await until(() => window.store.runs.length === 0);
});

test('a damaged run is listed with its problem and can be deleted', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'damaged');
  await writeFile(folder.record, '{"protocol":1');
  await using window = await openWindow([root.path]);
  const entry = window.store.get(folder.path);
  assert.deepEqual([entry?.summary.state, entry?.actions], ['unreadable', ['delete', 'reveal']]);
  assert.match(entry?.summary.problem ?? '', /run\.json is damaged/);
});

test('a live run is found by its lock and steered through the store', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using window = await openWindow([root.path]);
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  await until(
    () =>
      stateOf(window, folder) === 'running' && (window.store.get(folder.path)?.secondsLeft ?? null) !== null,
  );
  assert.deepEqual(window.store.get(folder.path)?.actions, ['pause', 'stopAndSave', 'stop', 'reveal']);

  await window.store.steer(folder.path, { type: 'pause' });
  await until(() => stateOf(window, folder) === 'paused');
  assert.equal(window.store.get(folder.path)?.secondsLeft, null, 'a paused run has no time left');
  await assert.rejects(window.store.steer(folder.path, { type: 'pause' }), { code: 'control.not-possible' });
  await window.store.steer(folder.path, { type: 'unpause' });
  await until(() => stateOf(window, folder) === 'running');
  await window.store.steer(folder.path, { type: 'stop', save: true });
  await until(() => stateOf(window, folder) === 'stopped');
  assert.equal((await toy.ended).code, 130);
  assert.deepEqual(window.store.get(folder.path)?.actions, ['resume', 'delete', 'reveal']);
  await until(() => window.ends.length === 1);
  assert.deepEqual(
    window.ends.map(({ end }) => end),
    ['stopped'],
  );
});

test('while the critic is made, behind the last step, no time left is said', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using window = await openWindow([root.path]);
  const toy = startToy(folder, { steps: 4, concludeMs: 60_000 });
  await until(() => window.store.get(folder.path)?.status?.activity === 'exporting');
  const { summary, secondsLeft } = window.store.get(folder.path) ?? assert.fail();
  assert.deepEqual([summary.state, summary.step, secondsLeft], ['running', 4, null]);
  await window.store.steer(folder.path, { type: 'stop', save: false });
  assert.equal((await toy.ended).code, 130);
});

test('two windows see one run, and what one of them says the other sees', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  await using one = await openWindow([root.path]);
  await using two = await openWindow([root.path]);
  const isAttached = ({ store }: Window): boolean => store.get(folder.path)?.status?.state === 'running';
  await until(() => isAttached(one) && isAttached(two));
  await one.store.steer(folder.path, { type: 'pause' });
  await until(() => stateOf(two, folder) === 'paused');
  await two.store.steer(folder.path, { type: 'stop', save: false });
  await until(() => stateOf(one, folder) === 'stopped' && stateOf(two, folder) === 'stopped');
  await toy.ended;
});

test('a trainer that is killed leaves an interrupted run, and its end is told once', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using window = await openWindow([root.path]);
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  await until(() => (window.store.get(folder.path)?.status?.step ?? 0) >= 2);
  toy.child.kill('SIGKILL');
  await until(() => stateOf(window, folder) === 'interrupted');
  assert.deepEqual(window.store.get(folder.path)?.actions, ['resume', 'delete', 'reveal']);
  await until(() => window.ends.length === 1);
  await window.store.refresh();
  assert.deepEqual(
    window.ends.map(({ end }) => end),
    ['interrupted'],
  );
});

test('a window that was closed tells what it missed, in one line', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const remembered = memory();
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  await using other = await openWindow([root.path]);
  const stepOf = ({ store }: Window): number => store.get(folder.path)?.summary.step ?? 0;
  let seen = 0;
  {
    await using before = await openWindow([root.path], remembered);
    await until(() => (before.store.get(folder.path)?.status?.step ?? 0) >= 3);
    // While the run rests, the last that is seen of it is certain.
    await before.store.steer(folder.path, { type: 'pause' });
    await until(() => stateOf(before, folder) === 'paused');
    await before.store.refresh();
    seen = stepOf(before);
  }
  await until(() => stateOf(other, folder) === 'paused');
  await other.store.steer(folder.path, { type: 'unpause' });
  await until(() => stepOf(other) >= seen + 3);
  await other.store.steer(folder.path, { type: 'stop', save: true });
  await toy.ended;
  await using after = await openWindow([root.path], remembered);
  const missed = after.store.missed(folder.path);
  assert.deepEqual([missed?.from, missed?.to, missed?.end], [seen + 1, stepOf(after), 'stopped']);
  assert.ok(seen >= 3 && stepOf(after) >= seen + 3, `seen ${seen}, ended at ${stepOf(after)}`);
  const lines = after.log.lines.filter((line) => line.includes('while away'));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^info: run, while away: steps \d+–\d+,.* stopped\.$/);
  assert.deepEqual(
    after.ends.map(({ end }) => end),
    ['stopped'],
    'the end is told as if the window had been there',
  );
  let changes = 0;
  after.store.onDidChange(() => (changes += 1));
  after.store.acknowledge(folder.path);
  assert.deepEqual([after.store.missed(folder.path), changes], [null, 1]);
});

test('a change is fired when something has changed, and not at every look', async () => {
  await using root = await temporaryFolder();
  await trainToy(await newRun(root.path, 'run'), { steps: 2 });
  await using window = await openWindow([root.path]);
  let changes = 0;
  window.store.onDidChange(() => (changes += 1));
  await window.store.refresh();
  await window.store.refresh();
  assert.equal(changes, 0);
  await window.store.setRoots([]);
  assert.deepEqual([window.store.runs, changes], [[], 1]);
});

test('a run that fails as soon as it is started is told as failed', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using window = await openWindow([root.path]);
  await window.store.begin(folder.path, async () => {
    await startToy(folder, { steps: 5, nanAtStep: 1 }).ended;
  });
  assert.deepEqual(
    window.ends.map(({ end, entry }) => [end, /loss is NaN/.test(entry.summary.problem ?? '')]),
    [['failed', true]],
  );
});
