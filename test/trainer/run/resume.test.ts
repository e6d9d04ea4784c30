import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { TrainerError } from '../../../trainer/errors/error.ts';
import { weightsFolder } from '../../../trainer/run/checkpoint.ts';
import type { RunEnd } from '../../../trainer/run/training.ts';
import { conductRun } from '../../../trainer/run/conduct.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { openRun } from '../../../trainer/run/folder.ts';
import { planOf } from '../../../trainer/run/training.ts';
import type { ToyOptions } from './fixtures/toy-training.ts';
import { ToyTraining } from './fixtures/toy-training.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventsOf, newRun, outcome } from './fixtures/toy-run.ts';

type Options = Partial<ToyOptions> & { readonly steps: number; readonly fromStep?: number };

async function train(folder: RunFolder, { steps, fromStep, ...toy }: Options): Promise<RunEnd> {
  const { record } = await openRun(folder.path);
  return conductRun({
    folder,
    plan: planOf(record.config, steps),
    prepare: () => Promise.resolve(new ToyTraining({ seed: 5, stepMs: 0, ...toy })),
    ...(fromStep === undefined ? {} : { fromStep }),
  });
}

test('a corrupt newest checkpoint is named and kept, and the one before it gives the same run', async () => {
  await using root = await temporaryFolder();
  const [whole, cut] = [await newRun(root.path, 'whole'), await newRun(root.path, 'cut')];
  await train(whole, { steps: 9 });
  await train(cut, { steps: 7 });
  const damaged = join(weightsFolder(cut, 7), 'weights.bin');
  await writeFile(damaged, 'not weights');
  await train(cut, { steps: 9 });

  const events = await eventsOf(cut);
  const resumed = events.find((event) => event.type === 'resumed');
  const warning = events.find((event) => event.type === 'warning');
  assert.equal(resumed?.step, 6);
  assert.ok(resumed.type === 'resumed' && resumed.setAside !== null);
  assert.ok(warning?.type === 'warning');
  assert.equal(warning.code, 'run.checkpoint-corrupt');
  assert.match(
    warning.message,
    new RegExp(`${damaged} is damaged: it has 11 bytes.*from step 6; .* kept in set-aside`),
  );
  const kept = join(cut.path, resumed.setAside, 'checkpoints', 'step-000007', 'weights', 'weights.bin');
  assert.equal(await readFile(kept, 'utf8'), 'not weights');
  assert.deepEqual(await outcome(cut, 9), await outcome(whole, 9));
});

test('without one undamaged checkpoint nothing is trained, moved or deleted', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await train(folder, { steps: 2 });
  for (const name of await readdir(folder.checkpoints)) {
    await writeFile(join(folder.checkpoints, name, 'state.json'), '');
  }
  const before = await readFile(folder.metrics, 'utf8');
  await assert.rejects(train(folder, { steps: 4 }), (error) => {
    assert.ok(error instanceof TrainerError);
    assert.equal(error.code, 'run.no-usable-checkpoint');
    for (const step of [0, 1, 2])
      assert.match(error.message, new RegExp(`step-00000${step}/state.json is damaged`));
    return true;
  });
  assert.equal(await readFile(folder.metrics, 'utf8'), before);
  assert.ok(!(await readdir(folder.path)).includes('set-aside'));
});

test('a run whose checkpoints were removed does not begin anew over its metrics', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await train(folder, { steps: 2 });
  await rm(folder.checkpoints, { recursive: true });
  await assert.rejects(train(folder, { steps: 4 }), {
    code: 'run.no-usable-checkpoint',
    message: /no checkpoint/,
  });
});

test('a run goes on from any checkpoint it has, and what was beyond is kept', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run', { checkpoint: { keep: 9 } });
  await train(folder, { steps: 6 });
  const first = await outcome(folder, 6);
  await train(folder, { steps: 6, fromStep: 3 });
  assert.deepEqual(await outcome(folder, 6), first);
  const [aside = ''] = await readdir(folder.setAside);
  assert.deepEqual((await readdir(join(folder.setAside, aside))).sort(), [
    'checkpoints',
    'events.jsonl',
    'metrics.jsonl',
    'samples',
  ]);
  assert.deepEqual(
    await readdir(join(folder.setAside, aside, 'samples')),
    [4, 5, 6].map((n) => `step-00000${n}.jsonl`),
  );
  await assert.rejects(train(folder, { steps: 8, fromStep: 7 }), {
    code: 'run.checkpoint-missing',
    hint: 'There are checkpoints of the steps 0, 1, 2, 3, 4, 5, 6.',
  });
});

test('a finished run is extended by asking for more steps', async () => {
  await using root = await temporaryFolder();
  const [whole, extended] = [await newRun(root.path, 'whole'), await newRun(root.path, 'extended')];
  await train(whole, { steps: 8 });
  assert.equal((await train(extended, { steps: 4 })).kind, 'finished');
  const end = await train(extended, { steps: 8 });
  assert.deepEqual([end.kind, end.step], ['finished', 8]);
  assert.deepEqual(await outcome(extended, 8), await outcome(whole, 8));
  const resumed = (await eventsOf(extended)).find((event) => event.type === 'resumed');
  assert.ok(resumed?.type === 'resumed');
  assert.deepEqual([resumed.after, resumed.steps, resumed.setAside], ['finished', 8, null]);
});

test('a corrupt line in the middle is told with its number, and a missing step with its own', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await train(folder, { steps: 4 });
  const lines = (await readFile(folder.metrics, 'utf8')).split('\n');
  await writeFile(folder.metrics, lines.with(1, '{"step":2,').join('\n'));
  await train(folder, { steps: 5 });
  const warnings = (await eventsOf(folder)).filter((event) => event.type === 'warning');
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['run.line-corrupt', 'run.steps-missing'],
  );
  assert.match(warnings[0]?.message ?? '', new RegExp(`^Line 2 of ${folder.metrics} cannot be read`));
  assert.match(warnings[1]?.message ?? '', /metrics\.jsonl cannot be read for step 2; the weights are whole/);
});

test('a torn last line is moved aside, not completed', async () => {
  await using root = await temporaryFolder();
  const [whole, cut] = [await newRun(root.path, 'whole'), await newRun(root.path, 'cut')];
  await train(whole, { steps: 5 });
  await train(cut, { steps: 3 });
  await writeFile(cut.metrics, `${await readFile(cut.metrics, 'utf8')}{"step":4,"pha`);
  await train(cut, { steps: 5 });
  assert.deepEqual(await outcome(cut, 5), await outcome(whole, 5));
  const [aside = ''] = await readdir(cut.setAside);
  assert.equal(await readFile(join(cut.setAside, aside, 'metrics.jsonl'), 'utf8'), '{"step":4,"pha');
});

test('a metric that is not a number fails the run before its step is saved', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await assert.rejects(train(folder, { steps: 6, nanAtStep: 4 }), {
    code: 'run.metric-not-finite',
    message: 'Step 4 failed: its metric loss is NaN, so the weights it made cannot be trusted.',
  });
  const last = (await eventsOf(folder)).at(-1);
  assert.deepEqual([last?.type, last?.step], ['failed', 3]);
  assert.ok(!(await readdir(folder.checkpoints)).includes('step-000004'));
  assert.match(await readFile(folder.log, 'utf8'), /run\.metric-not-finite: Step 4 failed/);
  assert.equal((await train(folder, { steps: 6 })).kind, 'finished');
});

test("a state that is not the training's own is refused with the file", async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await train(folder, { steps: 1 });
  const { record } = await openRun(folder.path);
  const prepare = (): Promise<ToyTraining> => {
    const training = new ToyTraining({ seed: 5, stepMs: 0 });
    const stateSchema = training.stateSchema.extend({ phase: training.stateSchema.shape.position });
    return Promise.resolve(Object.assign(training, { stateSchema }));
  };
  await assert.rejects(conductRun({ folder, plan: planOf(record.config, 2), prepare }), {
    code: 'run.record-invalid',
    message: /step-000001\/state\.json is damaged: phase/,
  });
});
