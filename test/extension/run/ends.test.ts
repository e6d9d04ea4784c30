/** Several windows over one folder: an end is heard of by all of them, and told by one. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { startFiles } from '../../../extension/run/contents.ts';
import { RunEnds, type RunEnded } from '../../../extension/run/ends.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { entryOf } from '../../support/run-entries.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, until } from '../../trainer/run/fixtures/toy-run.ts';
import { memory, openWindow, type Window } from '../support/window.ts';

const told = (windows: readonly Window[]): number =>
  windows.flatMap(({ ends }) => ends).filter(({ tells }) => tells).length;

/** Whether a window is connected to the trainer of a run. */
const sees = ({ store }: Window, { path }: RunFolder): boolean =>
  store.get(path)?.status?.state === 'running';

test('of two windows one tells the end of a run, and so again when the run goes on and ends again', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using one = await openWindow([root.path]);
  await using two = await openWindow([root.path]);
  const both = [one, two];
  const marks = async (): Promise<string[]> => readdir(startFiles(root.path, 'run').folder);
  for (const rounds of [1, 2]) {
    const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
    await until(() => both.every((window) => sees(window, folder)));
    await one.store.steer(folder.path, { type: 'stop', save: true });
    await toy.ended;
    await until(() => both.every(({ ends }) => ends.length === rounds));
    assert.equal(told(both), rounds);
    assert.equal((await marks()).length, 1, 'one mark lies beside the run, and none in it');
  }
  assert.deepEqual(
    (await readdir(folder.path)).filter((name) => name.startsWith('told-')),
    [],
  );
});

test('a window that was closed meanwhile hears of the end and leaves the telling to the one that was open', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const remembered = memory();
  await using open = await openWindow([root.path]);
  const toy = startToy(folder, { steps: 10_000, stepMs: 5 });
  {
    await using closed = await openWindow([root.path], remembered);
    await until(() => sees(open, folder) && sees(closed, folder));
  }
  await open.store.steer(folder.path, { type: 'stop', save: true });
  await toy.ended;
  await until(() => open.ends.length === 1);
  await using after = await openWindow([root.path], remembered);
  assert.deepEqual(
    [open, after].map(({ ends }) => ends.map(({ end, tells }) => [end, tells])),
    [[['stopped', true]], [['stopped', false]]],
  );
  assert.equal(after.store.missed(folder.path)?.end, 'stopped');
});

test('a window that does not say ends leaves the telling to one that does', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const finished = { entry: entryOf(folder.path, 'run', { state: 'finished' }), end: 'finished' } as const;
  const heard: boolean[] = [];
  for (const says of [false, true, true]) {
    const ends = new RunEnds(() => says);
    ends.event(({ tells }) => heard.push(tells));
    await ends.tell(finished);
  }
  assert.deepEqual(heard, [false, true, false]);
});

test('a trainer that could not be ended by hand has an end to tell', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const ends = new RunEnds(() => true);
  const heard: RunEnded[] = [];
  ends.event((ended) => heard.push(ended));
  const interrupted = {
    entry: entryOf(folder.path, 'run', { state: 'interrupted' }),
    end: 'interrupted',
  } as const;
  await assert.rejects(ends.quietly(folder.path, () => Promise.reject(new Error('It stays.'))));
  await ends.tell(interrupted);
  assert.deepEqual(heard, [{ ...interrupted, tells: true }]);
});
