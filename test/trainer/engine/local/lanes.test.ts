/** Several cores, each with micro-batches and samples of its own, compute what one core computes. */
import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import type { ToWorker } from '../../../../trainer/engine/local/messages.ts';
import { divideThreads } from '../../../../trainer/engine/local/lanes.ts';
import { weightIndexFile, weightsFile } from '../../../../trainer/model/files.ts';
import { parameterSpecs } from '../../../../trainer/model/parameters.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { endless, request } from '../../../support/sampling.ts';
import { tinyConfig, tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, lossCurve, objectives } from '../../../support/updates.ts';

/** Micro-batches of one row: eight of them, so two or three lanes take turns, the last of three incomplete. */
const open = (model: string, threads: number) => LocalCore.create({ model, threads, microBatchTokens: 64 });

/** The verbs that the thread of each other core has been called with, once each; the cores of `open` come first. */
async function verbsOf(open: () => Promise<LocalCore>) {
  const verbs: Set<string>[] = [];
  const note = (worker: Worker) => {
    const called = new Set<string>();
    verbs.push(called);
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message: ToWorker) => {
      if (message.kind === 'call') called.add(message.verb);
      post(message);
    };
  };
  process.on('worker', note);
  const core = await open();
  process.off('worker', note);
  return { core, verbs };
}

test('each other core differentiates, scores and samples its share', async () => {
  await using folder = await tinyModel();
  const { core, verbs } = await verbsOf(() => open(folder.path, 3));
  await using three = core;
  const expected = new Set<string>();
  for (const [verb, work] of [
    ['differentiate', () => three.forwardBackward(eightRows, objectives.crossEntropy)],
    ['score', () => three.forward(eightRows, 1)],
    ['sample', () => three.sample([request(), request(), request()])],
  ] as const) {
    await work();
    expected.add(verb);
    assert.deepEqual(verbs.slice(0, 2), [expected, expected]);
  }
});

for (const objective of Object.values(objectives)) {
  test(`20 updates with ${objective.kind} have the same losses on one, two and three cores`, async () => {
    await using folder = await tinyModel();
    await using one = await open(folder.path, 1);
    const expected = await lossCurve(one, [eightRows], objective, 20);
    for (const threads of [2, 3]) {
      await using several = await open(folder.path, threads);
      const losses = await lossCurve(several, [eightRows], objective, 20);
      losses.forEach((loss, step) => {
        const error = Math.abs(loss / (expected[step] ?? NaN) - 1);
        assert.ok(error <= 1e-6, `${threads} cores: the loss of step ${step} is off by ${error}`);
      });
    }
  });
}

test('per-token results come back in the order of the completions', async () => {
  await using folder = await tinyModel();
  await using one = await open(folder.path, 1);
  await using three = await open(folder.path, 3);
  assert.deepEqual(await three.forward(eightRows, 1), await one.forward(eightRows, 1));
});

test('the same requests sample the same tokens, in their order', async () => {
  await using folder = await tinyModel();
  await using one = await open(folder.path, 1);
  await using three = await open(folder.path, 3);
  const requests = Array.from({ length: 7 }, (_, index) =>
    request({ count: 1 + (index % 3), seed: index, prompt: Int32Array.of(1, 2, index) }),
  );
  const tokens = async (core: LocalCore) =>
    (await core.sample(requests)).map((group) => group.map((completion) => [...completion.tokens]));
  assert.deepEqual(await tokens(three), await tokens(one));
  assert.deepEqual(await three.sample([]), []);
});

test('a request that one core refuses fails the call, and the cores go on', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 2);
  const tooLong = request({ prompt: new Int32Array(96).fill(1) });
  await assert.rejects(core.sample([request(), tooLong]), { code: 'engine.prompt-too-long' });
  await assert.rejects(core.sample([tooLong, request()]), { code: 'engine.prompt-too-long' });
  assert.equal((await core.sample([request(), request()])).length, 2);
});

test('an aborted call is heard on every core, and the cores go on', { timeout: 60_000 }, async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 2);
  for (const requests of [
    [endless, request()],
    [request(), endless],
  ]) {
    const controller = new AbortController();
    const running = core.sample(requests, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 100);
    await assert.rejects(running, /enough/);
    assert.equal((await core.sample([request(), request()])).length, 2);
  }
});

test('disposing ends the threads of all cores', { timeout: 60_000 }, async () => {
  await using folder = await tinyModel();
  const exits: Promise<number>[] = [];
  const note = (worker: Worker) =>
    exits.push(new Promise((resolve) => worker.once('exit', (code) => resolve(code))));
  process.on('worker', note);
  const core = await open(folder.path, 3);
  process.off('worker', note);
  await core[Symbol.asyncDispose]();
  assert.deepEqual(await Promise.all(exits), [0, 0]);
});

test('an engine that fails to open behind its lanes ends their threads', async () => {
  await using folder = await tinyModel();
  const places = Object.fromEntries(
    parameterSpecs(tinyConfig()).map(({ name }) => [name, 'all.safetensors']),
  );
  await rename(join(folder.path, weightsFile), join(folder.path, 'all.safetensors'));
  // Nothing is read of this shard until the base is hashed, which comes after the lanes.
  const index = { weight_map: { ...places, 'rotary_emb.inv_freq': 'missing.safetensors' } };
  await writeFile(join(folder.path, weightIndexFile), JSON.stringify(index));
  const workers: Worker[] = [];
  const note = (worker: Worker) => workers.push(worker);
  process.on('worker', note);
  const adapters = { adapters: tinyAdapters(), seed: 1 };
  const opening = LocalCore.create({ model: folder.path, threads: 3, microBatchTokens: 64, adapters });
  await assert.rejects(opening, /missing\.safetensors/);
  process.off('worker', note);
  const ended = workers.map(({ threadId }) => threadId === -1);
  await Promise.all(workers.map((worker) => worker.terminate()));
  assert.deepEqual(ended, [true, true]);
});

test('a small model gets a lane a core, a large one all cores in one lane', () => {
  assert.deepEqual(divideThreads(2 ** 25, 4), { lanes: 4, threadsInside: 1 });
  assert.deepEqual(divideThreads(2 ** 25 + 1, 4), { lanes: 1, threadsInside: 4 });
  assert.deepEqual(divideThreads(1000, 1), { lanes: 1, threadsInside: 1 });
});
