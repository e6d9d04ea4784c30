/** The local engine behind its worker thread. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import { TrainerError } from '../../../../trainer/errors/error.ts';
import { endless, request } from '../../../support/sampling.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, enormous, lossCurve, objectives, settings } from '../../../support/updates.ts';

/** A call that is not heard, or a promise that is never settled, fails its test after this long. */
const patience = { timeout: 60_000 };

const options = (model: string) => ({ model, threads: 1, microBatchTokens: 64 });

/** The next worker thread that is started. */
function nextWorker(): Promise<Worker> {
  return new Promise((resolve) => process.once('worker', resolve));
}

/** Settles when the thread has ended. */
function ended(worker: Worker): Promise<void> {
  return worker.threadId === -1
    ? Promise.resolve()
    : new Promise((resolve) => worker.once('exit', () => resolve()));
}

test('the engine in a worker gives the answers of the engine on this thread', patience, async () => {
  await using folder = await tinyModel();
  await using saves = await temporaryFolder();
  await using core = await LocalCore.create(options(folder.path));
  await using engine = await LocalEngine.open(options(folder.path));
  const one = request({ count: 3 });
  assert.deepEqual(await engine.sample([one]), await core.sample([one]));
  assert.deepEqual(await engine.forward(eightRows, 0.8), await core.forward(eightRows, 0.8));
  for (const objective of Object.values(objectives)) {
    const ours = await engine.forwardBackward(eightRows, objective);
    assert.deepEqual(ours, await core.forwardBackward(eightRows, objective));
    assert.deepEqual(await engine.optimStep(settings), await core.optimStep(settings));
  }
  await engine.save(saves.path);
  const expected = await lossCurve(engine, [eightRows], objectives.policy, 2);
  await engine.restore(saves.path);
  assert.deepEqual(await lossCurve(engine, [eightRows], objectives.policy, 2), expected);
  const exported = join(saves.path, 'exported');
  await mkdir(exported);
  await engine.exportModel(exported);
  await using again = await LocalEngine.open(options(exported));
  assert.deepEqual(await again.sample([one]), await engine.sample([one]));
});

test('zeroGrad empties the gradient in the worker', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  await engine.forwardBackward(eightRows, objectives.crossEntropy);
  await engine.zeroGrad();
  assert.deepEqual(await engine.optimStep(settings), { gradNorm: 0 });
});

test('calls are answered in order, whether they are awaited or not', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  await using core = await LocalCore.create(options(folder.path));
  const expected = await lossCurve(core, [eightRows], objectives.crossEntropy, 3);
  const calls = [1, 2, 3].map(async () => {
    const [{ loss }] = await Promise.all([
      engine.forwardBackward(eightRows, objectives.crossEntropy),
      engine.optimStep(settings),
    ]);
    return loss;
  });
  assert.deepEqual(await Promise.all(calls), expected);
});

test('an abort is heard while sampling, and the engine goes on', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  const expected = await engine.sample([request()]);
  const controller = new AbortController();
  const reason = new Error('the user pressed stop');
  const cancelled = engine.sample([endless], { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(cancelled, (error) => error === reason);
  assert.deepEqual(await engine.sample([request()]), expected);
});

test('an abort is heard while training, and leaves no gradient', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  const controller = new AbortController();
  const reason = new Error('the user pressed stop');
  const cancelled = engine.forwardBackward(enormous, objectives.crossEntropy, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 100);
  await assert.rejects(cancelled, (error) => error === reason);
  assert.deepEqual(await engine.optimStep({ ...settings, learningRate: 0 }), { gradNorm: 0 });
  await using core = await LocalCore.create(options(folder.path));
  const afterwards = await engine.forwardBackward(eightRows, objectives.crossEntropy);
  assert.deepEqual(afterwards, await core.forwardBackward(eightRows, objectives.crossEntropy));
});

test('an abort is heard while scoring, before a call and while it waits', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  const controller = new AbortController();
  const { signal } = controller;
  const scoring = engine.forward(enormous, 1, { signal });
  const waiting = engine.sample([request()], { signal });
  const unharmed = engine.sample([request()]);
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(scoring, { name: 'AbortError' });
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(engine.sample([request()], { signal }), { name: 'AbortError' });
  assert.equal((await unharmed).length, 1);
});

test('an error in the worker arrives with its code and hint, and the engine goes on', patience, async () => {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open(options(folder.path));
  const prompt = new Int32Array(96);
  await assert.rejects(engine.sample([request({ prompt })]), (error) => {
    assert.ok(error instanceof TrainerError);
    assert.equal(error.code, 'engine.prompt-too-long');
    assert.match(error.hint, /maxPromptTokens/);
    return true;
  });
  await assert.rejects(engine.restore(join(folder.path, 'nowhere')), { code: 'model.unreadable-file' });
  assert.equal((await engine.sample([request()])).length, 1);
});

test('a bad folder is refused with the error of the model, and its worker ends', patience, async () => {
  await using folder = await temporaryFolder();
  const cases = [
    { about: 'nothing', code: 'model.unreadable-file', write: async () => {} },
    {
      about: 'another model',
      code: 'model.unsupported-architecture',
      write: () => writeConfig({ model_type: 'gpt2' }),
    },
    { about: 'half a model', code: 'model.bad-config', write: () => writeConfig({ model_type: 'qwen3' }) },
  ];
  const writeConfig = (json: object) => writeFile(join(folder.path, 'config.json'), JSON.stringify(json));
  for (const { about, code, write } of cases) {
    await write();
    const worker = nextWorker();
    await assert.rejects(LocalEngine.open(options(folder.path)), (error) => {
      assert.ok(error instanceof TrainerError, about);
      assert.equal(error.code, code);
      assert.ok(error.hint.length > 0);
      return true;
    });
    await ended(await worker);
  }
});
