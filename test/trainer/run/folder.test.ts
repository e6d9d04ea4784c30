import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROTOCOL_VERSION } from '../../../trainer/protocol/version.ts';
import {
  createRun,
  newRunId,
  openRun,
  readBest,
  runFolder,
  stepName,
  stepOfName,
} from '../../../trainer/run/folder.ts';
import { listRuns } from '../../../trainer/run/list.ts';
import { acquireLock } from '../../../trainer/run/lock.ts';
import { openRunJournal } from '../../../trainer/run/run-journal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, startToy, trainToy, until } from './fixtures/toy-run.ts';

test('names of runs sort by time and differ within a second', () => {
  const now = new Date('2026-11-22T14:30:05.678Z');
  assert.match(newRunId(now), /^2026-11-22-1430-05-[0-9a-f]{4}$/);
  assert.ok(newRunId(now) < newRunId(new Date('2026-11-22T14:30:06Z')));
});

test('a step and its name lead to one another', () => {
  assert.equal(stepName(123), 'step-000123');
  assert.equal(stepOfName('step-1234567'), 1234567);
  for (const name of ['step-12', '.tmp-step-000001', 'step-000001x', 'best'])
    assert.equal(stepOfName(name), undefined);
});

test('a new run is its record and two empty folders', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(join(root.path, 'runs'), 'demo');
  assert.deepEqual((await readdir(folder.path)).sort(), ['checkpoints', 'run.json', 'samples']);
  const { record } = await openRun(folder.path);
  assert.deepEqual(
    [record.id, record.protocol, record.config.validation.every],
    ['demo', PROTOCOL_VERSION, 2],
  );
  assert.equal(await readBest(folder), null);
});

test('a run is never written over', async () => {
  await using root = await temporaryFolder();
  await newRun(root.path, 'demo');
  await assert.rejects(newRun(root.path, 'demo'), {
    code: 'run.exists',
    message: /demo failed: the folder exists/,
  });
});

test('a name that leads elsewhere is refused', async () => {
  await using root = await temporaryFolder();
  for (const id of ['', '..', '../x', 'a/b', '.hidden', 'x'.repeat(65)]) {
    await assert.rejects(newRun(root.path, id), { code: 'run.id-invalid' });
  }
});

test('a folder without a run, a damaged record and a newer one are told apart', async () => {
  await using root = await temporaryFolder();
  await assert.rejects(openRun(root.path), { code: 'run.not-found' });
  const folder = await newRun(root.path, 'run');
  await writeFile(folder.record, '{"protocol":1}');
  await assert.rejects(openRun(folder.path), {
    code: 'run.record-invalid',
    message: /run\.json is damaged: id: /,
  });
  await writeFile(folder.record, '{"protocol":');
  await assert.rejects(openRun(folder.path), { code: 'run.record-invalid' });
  await writeFile(folder.record, `{"protocol":${PROTOCOL_VERSION + 1},"shape":"unknown"}`);
  await assert.rejects(openRun(folder.path), { code: 'run.too-new', hint: /Update/ });
});

test('runs are listed newest first with their state, step and best', async () => {
  await using root = await temporaryFolder();
  assert.deepEqual(await listRuns(join(root.path, 'none')), { runs: [] });
  const done = await newRun(root.path, 'done');
  await trainToy(done, { steps: 2 });
  const failed = await newRun(root.path, 'failed');
  await startToy(failed, { steps: 5, nanAtStep: 2 }).ended;
  const cut = await newRun(root.path, 'cut');
  const { child, ended } = startToy(cut, { steps: 500, stepMs: 10 });
  await until(async () => (await listRuns(root.path)).runs.some(({ id, step }) => id === 'cut' && step > 0));
  const [running] = (await listRuns(root.path)).runs;
  assert.deepEqual(
    [running?.id, running?.state, running?.steps, running?.pid],
    ['cut', 'running', 500, child.pid],
  );
  child.kill('SIGKILL');
  await ended;
  await mkdir(join(root.path, 'stray'));
  await newRun(root.path, 'new');

  const { runs } = await listRuns(root.path);
  assert.deepEqual(
    runs.map(({ id, state }) => [id, state]),
    [
      ['new', 'interrupted'],
      ['cut', 'interrupted'],
      ['failed', 'failed'],
      ['done', 'finished'],
      ['stray', 'unreadable'],
    ],
  );
  const [, , failure, finished] = runs;
  assert.deepEqual([failure?.step, failure?.steps, failure?.best?.step], [1, 5, 0]);
  assert.match(failure?.problem ?? '', /^Step 2 failed: its metric loss is NaN/);
  assert.deepEqual([finished?.step, finished?.steps, finished?.pid], [2, 2, null]);
});

test('a run that is paused is listed so, and one whose trainer has said nothing yet as preparing', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await using held = await acquireLock(folder, 'socket');
  const state = async (): Promise<string | undefined> => (await listRuns(root.path)).runs[0]?.state;
  assert.equal(await state(), 'preparing');
  assert.equal((await listRuns(root.path)).runs[0]?.pid, held.lock.pid);
  await using journal = await openRunJournal(folder, []);
  await journal.event(0, { type: 'started', steps: 9 });
  assert.equal(await state(), 'running');
  await journal.event(1, { type: 'paused' });
  assert.equal(await state(), 'paused');
});

test('a relative path of a run becomes absolute', () => {
  assert.equal(runFolder('runs/x').metrics, join(process.cwd(), 'runs', 'x', 'metrics.jsonl'));
});

test('a run gets a name of its own when none is chosen', async () => {
  await using root = await temporaryFolder();
  const { record } = await openRun((await newRun(root.path, 'a')).path);
  const { config, versions, seeds, datasets } = record;
  const { folder } = await createRun(root.path, { config, versions, seeds, datasets });
  assert.match(folder.path, /\d{4}-\d\d-\d\d-\d{4}-\d\d-[0-9a-f]{4}$/);
});
