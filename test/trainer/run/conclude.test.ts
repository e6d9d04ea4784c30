/** What is made of the last step, such as the critic, belongs to the run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conductRun } from '../../../trainer/run/conduct.ts';
import { openRun, type RunFolder } from '../../../trainer/run/folder.ts';
import { planOf, type Training, type Warning } from '../../../trainer/run/training.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventsOf, newRun } from './fixtures/toy-run.ts';
import { ToyTraining, type ToyState } from './fixtures/toy-training.ts';

/** Trains two steps; says whether what it trained with was given back before it was concluded. */
async function train(
  folder: RunFolder,
  conclude: (signal: AbortSignal) => Promise<void>,
  { steps = 2, warnings = [] }: { steps?: number; warnings?: readonly Warning[] } = {},
) {
  const { record } = await openRun(folder.path);
  let isOpen = false;
  let wasOpen = false;
  const prepare = (): Promise<Training<ToyState>> => {
    const training = new ToyTraining({ seed: 5, stepMs: 0 });
    isOpen = true;
    const close = (): Promise<void> => {
      isOpen = false;
      return Promise.resolve();
    };
    return Promise.resolve(Object.assign(training, { warnings, [Symbol.asyncDispose]: close }));
  };
  const end = await conductRun({
    folder,
    plan: planOf(record.config, steps),
    prepare,
    conclude: (signal) => {
      wasOpen = isOpen;
      return conclude(signal);
    },
  });
  return { end, wasOpen };
}

const typesOf = async (folder: RunFolder): Promise<string[]> =>
  (await eventsOf(folder)).map(({ type }) => type);

test('a run is finished after it was concluded, and what trained it is closed before', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  let before: string[] = [];
  const { end, wasOpen } = await train(folder, async () => {
    before = await typesOf(folder);
  });
  assert.equal(end.kind, 'finished');
  assert.equal(wasOpen, false);
  assert.equal(before.includes('finished'), false);
  assert.equal((await typesOf(folder)).at(-1), 'finished');
});

test('a run that cannot be concluded has failed, and resuming it concludes it without another step', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await assert.rejects(
    train(folder, () => Promise.reject(new Error('no room for the critic'))),
    /no room for the critic/,
  );
  assert.equal((await typesOf(folder)).at(-1), 'failed');
  const { end } = await train(folder, () => Promise.resolve());
  assert.deepEqual([end.kind, end.step], ['finished', 2]);
});

test('a run that ended early and cannot be concluded is only concluded when it is resumed', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run', {
    validation: { every: 1 },
    earlyStop: { patience: 2, minimumGain: 100 },
  });
  await assert.rejects(
    train(folder, () => Promise.reject(new Error('no room')), { steps: 10 }),
    /no room/,
  );
  const concluded = await train(folder, () => Promise.resolve(), { steps: 10 });
  assert.deepEqual(concluded.end, {
    kind: 'finished',
    step: 2,
    best: concluded.end.best,
    reason: 'patience',
  });
  // Whoever resumes what is finished wants more of it.
  const extended = await train(folder, () => Promise.resolve(), { steps: 10 });
  assert.deepEqual([extended.end.kind, extended.end.step], ['finished', 3]);
});

test('what was noticed while the training was opened is among the events of the run', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const warning = { type: 'warning', code: 'run.prompts-too-long', message: '3 are left out.' } as const;
  await train(folder, () => Promise.resolve(), { warnings: [warning] });
  const [started, noticed] = await eventsOf(folder);
  assert.equal(started?.type, 'started');
  assert.ok(noticed?.type === 'warning');
  assert.deepEqual([noticed.step, noticed.message], [0, warning.message]);
});
