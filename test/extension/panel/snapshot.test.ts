import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FollowedRun } from '../../../extension/panel/series/follow.ts';
import { rowLimit, snapshotOf } from '../../../extension/panel/snapshot.ts';
import { chartedMetrics } from '../../../trainer/protocol/panel-chart-table.ts';
import { snapshotSchema } from '../../../trainer/protocol/panel-snapshot.ts';
import { runFolder } from '../../../trainer/run/folder.ts';
import { entryOf } from '../../support/run-entries.ts';
import { appendEvents, hostileText, writeRun, type WrittenRun } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const view = { runs: [], metrics: [], range: null };
const bytesOf = (document: unknown): number => Buffer.byteLength(JSON.stringify(document));

async function followed(root: string, run: WrittenRun): Promise<FollowedRun> {
  const folder = await writeRun(root, run);
  const reader = new FollowedRun(folder.path);
  await reader.refresh(new AbortController().signal, () => undefined);
  return reader;
}

const shownOf = (run: FollowedRun, id: string) => ({ entry: entryOf(run.folder, id), followed: run });

test('a snapshot holds everything that the page draws of a run', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'run', steps: 20 });
  await appendEvents(runFolder(run.folder), [
    { type: 'phase-switched', step: 7, time: '2026-11-22T15:00:00.000Z', phase: 2, reason: 'x' },
  ]);
  await run.refresh(new AbortController().signal, () => undefined);
  const entry = entryOf(
    run.folder,
    'run',
    { step: 20, state: 'running' },
    {
      status: { state: 'pausing', activity: 'saving', step: 21, steps: 80, phase: 2 },
      actions: ['stop'],
      secondsLeft: 90,
    },
  );
  const snapshot = snapshotOf({
    entries: [entry],
    shown: [{ entry, followed: run }],
    view,
    system: [],
    focus: null,
  });
  const [shown] = snapshotSchema.parse(snapshot).shown;
  assert.deepEqual(
    [shown?.state, shown?.step, shown?.steps, shown?.phase, shown?.activity, shown?.actions],
    ['pausing', 21, 80, 2, 'saving', ['stop']],
  );
  assert.equal(shown?.frames.steps.step.length, 20);
  assert.deepEqual(shown?.frames.validation.step, [0, 10, 20]);
  assert.deepEqual(shown?.marks, [
    { kind: 'phase', label: 'Phase 2', step: 7, tokens: 53_200, seconds: run.steps.seconds.at(6) },
  ]);
  assert.equal(shown?.latest['critique/tpr'], shown?.frames.steps.values['critique/tpr']?.at(-1));
  assert.ok(shown?.metrics.includes('learning_rate'));
  assert.equal(snapshot.config.find(({ path }) => path === 'length.steps')?.values[0], '75');
});

test('the list offers the 200 newest runs, and of the older ones those that are drawn', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'old', steps: 3 });
  const newer = Array.from({ length: 250 }, (_, index) => entryOf(`/runs/run-${index}`, `run-${index}`));
  const shown = [shownOf(run, 'old')];
  const entries = [...newer, ...shown.map(({ entry }) => entry)];
  const { runs } = snapshotOf({ entries, shown, view, system: [], focus: null });
  assert.deepEqual([runs.length, runs[199]?.id, runs[200]?.id], [201, 'run-199', 'old']);
});

test('other metrics are sent when they are wanted', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'run', steps: 3 });
  const shown = [shownOf(run, 'run')];
  const parts = { entries: [], shown, system: [], focus: null };
  const without = snapshotOf({ ...parts, view });
  const withOne = snapshotOf({ ...parts, view: { ...view, metrics: ['learning_rate'] } });
  assert.equal(without.shown[0]?.frames.steps.values['learning_rate'], undefined);
  assert.deepEqual(withOne.shown[0]?.frames.steps.values['learning_rate'], [0.0002, 0.0002, 0.0002]);
});

test('a snapshot of 100,000 steps has at most 200 KB, with every metric that is logged and with six runs', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'run', steps: 100_000 });
  const entries = Array.from({ length: 300 }, (_, index) =>
    entryOf(`${run.folder}-${index}`, `run-${index}`),
  );
  const parts = { entries, view, system: [], focus: null };
  const one = snapshotOf({ ...parts, shown: [shownOf(run, 'run')] });
  assert.ok(bytesOf(one) <= 200_000, `${bytesOf(one)} bytes`);
  assert.ok((one.shown[0]?.frames.steps.step.length ?? 0) >= 400);
  const metrics = [...run.steps.names].slice(0, 100);
  const all = snapshotOf({ ...parts, shown: [shownOf(run, 'run')], view: { ...view, metrics } });
  assert.ok(bytesOf(all) <= 200_000, `${bytesOf(all)} bytes`);
  const six = snapshotOf({
    ...parts,
    shown: Array.from({ length: 6 }, () => shownOf(run, 'run')),
    view: { ...view, metrics },
  });
  assert.ok(bytesOf(six) <= 200_000, `${bytesOf(six)} bytes`);
});

test('texts of any length leave a snapshot within 200 KB: they are cut, and those of the run in focus alone are sent', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'run', steps: 3000 });
  const time = '2026-11-22T15:00:00.000Z';
  const long = '\u0001'.repeat(5000);
  const code = 'x';
  await appendEvents(runFolder(run.folder), [
    { type: 'warning', step: 1, time, code, message: 'The oldest.' },
    ...Array.from({ length: 48 }, () => ({ type: 'warning', step: 2, time, code, message: long }) as const),
    { type: 'failed', step: 3, time, code, message: hostileText, hint: 'h'.repeat(600) },
  ]);
  await run.refresh(new AbortController().signal, () => undefined);
  const entries = Array.from({ length: 200 }, (_, index) =>
    entryOf(`${run.folder}-${index}`, `run-${index}`),
  );
  const shown = Array.from({ length: 6 }, () => ({
    entry: entryOf(run.folder, 'run', { state: 'failed', problem: long }),
    followed: run,
  }));
  const metrics = run.steps.names.slice(0, 100);
  const snapshot = snapshotOf({ entries, shown, view: { ...view, metrics }, system: [], focus: null });
  assert.ok(bytesOf(snapshot) <= 200_000, `${bytesOf(snapshot)} bytes`);
  const [first, ...others] = snapshot.shown;
  const last = first?.notices.at(-1);
  assert.equal(last?.message, `${hostileText.slice(0, 600)} … (the rest is in the log)`);
  assert.equal(last.hint, 'h'.repeat(600));
  assert.ok(first !== undefined && first.notices.length > 1 && first.notices.length < 50, 'the newest');
  assert.equal(first.problem, `${long.slice(0, 600)} …`);
  assert.deepEqual(
    others.map(({ problem, notices }) => [problem, notices]),
    Array.from({ length: 5 }, () => [null, []]),
  );
});

test('short warnings and failures are sent as they are', async () => {
  await using root = await temporaryFolder();
  const run = await followed(root.path, { id: 'run', steps: 1 });
  const time = '2026-11-22T15:00:00.000Z';
  const warnings = Array.from({ length: 50 }, (_, index) => `Warning ${index} of a run.`);
  await appendEvents(
    runFolder(run.folder),
    warnings.map((message) => ({ type: 'warning', step: 1, time, code: 'x', message })),
  );
  await run.refresh(new AbortController().signal, () => undefined);
  const { shown } = snapshotOf({
    entries: [],
    shown: [shownOf(run, 'run')],
    view,
    system: [],
    focus: null,
  });
  assert.deepEqual(
    shown[0]?.notices.map(({ message }) => message),
    warnings,
  );
});

test('whether the verdict has collapsed is told of the last steps, whatever part is looked at', () => {
  const collapseOf = (says: (step: number) => number, from: number, to: number) => {
    const followed = new FollowedRun('/runs/run');
    for (let step = 1; step <= 3000; step += 1) {
      followed.steps.append({ step, tokens: step, seconds: step }, { 'critique/says_correct': says(step) });
    }
    const range = { axis: 'step', from, to } as const;
    const shown = [{ entry: entryOf('/runs/run', 'run'), followed }];
    return [null, range].map(
      (each) =>
        snapshotOf({ entries: [], shown, view: { ...view, range: each }, system: [], focus: null }).shown[0]
          ?.collapse,
    );
  };
  const recovered = (step: number): number => (step < 100 ? 1 : 0.5);
  assert.deepEqual(collapseOf(recovered, 20, 40), [null, null]);
  const collapsed = (step: number): number => (step < 100 ? 0.5 : 0);
  assert.deepEqual(collapseOf(collapsed, 20, 40), ['incorrect', 'incorrect']);
});

test('runs share the rows that fit', () => {
  assert.equal(rowLimit(chartedMetrics.length, 1), Math.floor(150_000 / (26 + 8 * chartedMetrics.length)));
  assert.equal(rowLimit(10, 3), Math.floor(150_000 / 106 / 3));
  assert.equal(rowLimit(1, 1), 1000);
});
