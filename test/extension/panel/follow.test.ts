import assert from 'node:assert/strict';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { FollowedRun } from '../../../extension/panel/series/follow.ts';
import { appendEvents, appendSteps, writeRun } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const signal = new AbortController().signal;
const nothing = (): void => undefined;
const time = '2026-11-22T15:00:00.000Z';

test('a run is read once, and after that only what is new', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 20 });
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  assert.equal(run.steps.length, 20);
  assert.equal(run.read, 1);
  assert.equal(run.record?.id, 'run');
  assert.deepEqual([...run.validation.step.values], [0, 10, 20]);
  const first = run.validation.metric('validation/pass@1')?.at(0);
  assert.equal(Math.fround(run.baseline['validation/pass@1'] ?? NaN), first);
  await appendSteps(folder, 21, { id: 'run', steps: 25 });
  await run.refresh(signal, nothing);
  assert.equal(run.steps.length, 25);
  assert.equal(run.steps.step.at(24), 25);
});

test('speed and duration of a step are derived, and validations lie where their steps do', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 10 });
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  const seconds = run.steps.metric('step_time')?.at(0) ?? 0;
  assert.equal(run.steps.metric('tokens_per_second')?.at(0), Math.fround(7600 / (1.5 + 0.2 * Math.sin(1))));
  assert.equal(seconds, Math.fround(1.5 + 0.2 * Math.sin(1)));
  assert.equal(run.validation.tokens.at(1), 76_000);
  assert.equal(run.validation.seconds.at(1), run.steps.seconds.at(9));
});

test('a run that was resumed from an earlier step is read again from its beginning', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 30 });
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  run.observeMemory(2 ** 20);
  // As the trainer sets lines aside: other files of the same names.
  const shorter = await writeRun(root.path, { id: 'shorter', steps: 12 });
  await rename(shorter.metrics, folder.metrics);
  await rename(shorter.events, folder.events);
  await appendEvents(folder, [
    { type: 'resumed', step: 12, time, steps: 30, after: 'interrupted', setAside: 'set-aside/x' },
  ]);
  await run.refresh(signal, nothing);
  assert.equal(run.steps.length, 12);
  assert.deepEqual([...run.validation.step.values], [0, 10]);
  assert.equal(run.memory.length, 0);
  assert.deepEqual(run.moments, [{ kind: 'resumed', step: 12, label: 'Resumed' }]);
});

test('what happened is kept as marks and notices, the best checkpoint only once', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 3, validationEvery: 0 });
  await appendEvents(folder, [
    { type: 'best-checkpoint', step: 1, time, score: 0.5, previous: null },
    { type: 'phase-switched', step: 2, time, phase: 2, reason: 'step 2 was reached' },
    { type: 'best-checkpoint', step: 3, time, score: 0.6, previous: 0.5 },
    { type: 'warning', step: 3, time, code: 'odd', message: 'Something is odd.' },
    { type: 'failed', step: 3, time, code: 'run.disk-full', message: 'No room.', hint: 'Free some.' },
  ]);
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  assert.deepEqual(run.moments, [
    { kind: 'phase', step: 2, label: 'Phase 2' },
    { kind: 'best', step: 3, label: 'Best' },
  ]);
  assert.deepEqual(
    run.notices.map(({ kind, message, hint }) => [kind, message, hint]),
    [
      ['warning', 'Something is odd.', ''],
      ['failure', 'No room.', 'Free some.'],
    ],
  );
});

test('a line that cannot be read is counted, and an unfinished one waits', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 2 });
  await appendFile(folder.metrics, '{"step":\n{"step":3');
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  assert.deepEqual([run.steps.length, run.unreadable], [2, 1]);
});

test('a folder without a run is told as such', async () => {
  await using root = await temporaryFolder();
  await assert.rejects(new FollowedRun(root.path).refresh(signal, nothing), { code: 'run.not-found' });
  await writeFile(`${root.path}/run.json`, '{"protocol":99}');
  await assert.rejects(new FollowedRun(root.path).refresh(signal, nothing), { code: 'run.too-new' });
});

test('a long journal is read in pages, and reading ends when it is no longer wanted', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 3000, validationEvery: 0 });
  const run = new FollowedRun(folder.path);
  const stop = new AbortController();
  const reached: number[] = [];
  await run.refresh(stop.signal, () => {
    reached.push(run.read);
    if (reached.length === 2) stop.abort();
  });
  assert.equal(reached.length, 2);
  assert.ok(reached[0] !== undefined && reached[0] > 0 && reached[0] < 1);
  assert.ok(run.steps.length < 3000);
  await run.refresh(signal, nothing);
  assert.equal(run.steps.length, 3000);
});

test('who shared a reading that another page began and left reads the rest', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 3000, validationEvery: 0 });
  const run = new FollowedRun(folder.path);
  const closed = new AbortController();
  const began = run.refresh(closed.signal, () => closed.abort());
  await run.refresh(signal, nothing);
  assert.deepEqual([run.steps.length, run.read], [3000, 1]);
  await began;
});

test('the memory of the trainer is noted once a step', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 2 });
  const run = new FollowedRun(folder.path);
  await run.refresh(signal, nothing);
  run.observeMemory(1000);
  run.observeMemory(2000);
  await appendSteps(folder, 3, { id: 'run', steps: 3 });
  await run.refresh(signal, nothing);
  run.observeMemory(3000);
  assert.deepEqual([...(run.memory.metric('memory/trainer')?.values ?? [])], [1000, 3000]);
  assert.deepEqual([...run.memory.step.values], [2, 3]);
});
