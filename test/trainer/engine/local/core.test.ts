/** The local engine on the calling thread: accumulation, cancelling, checkpoints, export. */
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import { readDecoderConfig } from '../../../../trainer/model/config.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { lossCurve as curve, eightRows as eight, objectives, settings } from '../../../support/updates.ts';
import { sequencesOf } from '../../../support/sequences.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig, tinyModel } from '../../../support/tiny-model.ts';

const { crossEntropy, policy } = objectives;

const open = (model: string, microBatchTokens = 1024) =>
  LocalCore.create({ model, threads: 1, microBatchTokens });

test('results come back in the order of the completions, whatever order they were computed in', async () => {
  await using folder = await tinyModel();
  const sequences = sequencesOf([
    { prompt: 3, completions: [2, 40, 0] },
    { prompt: 50, completions: [9] },
    { prompt: 1, completions: [] },
    { prompt: 7, completions: [5, 1] },
  ]);
  await using core = await open(folder.path, 64);
  const together = await core.forward(sequences, 0.9);
  assert.deepEqual(
    together.logprobs.map(({ length }) => length),
    [2, 40, 0, 9, 5, 1],
  );
  const flat = sequences.flatMap(({ prompt, completions }) => completions.map((one) => ({ prompt, one })));
  for (const [index, { prompt, one }] of flat.entries()) {
    const alone = await core.forward([{ prompt, completions: [one] }], 0.9);
    assertArraysClose(together.logprobs[index] ?? [], alone.logprobs[0] ?? [], 1e-5);
    assertArraysClose(together.entropies[index] ?? [], alone.entropies[0] ?? [], 1e-5);
  }
});

test('a row may be longer than the model has positions, since each completion starts behind its prompt', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 512);
  const [group] = sequencesOf([{ prompt: 60, completions: [30, 36] }]);
  assert.ok(group);
  const { logprobs, tokensComputed } = await core.forward([group], 1);
  assert.equal(tokensComputed, 128, 'one row, beyond the 96 positions of the model');
  for (const [index, completion] of group.completions.entries()) {
    const alone = await core.forward([{ prompt: group.prompt, completions: [completion] }], 1);
    assertArraysClose(logprobs[index] ?? [], alone.logprobs[0] ?? [], 1e-5);
  }
});

test('forwardBackward and forward agree, and the tokens computed count padding', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path);
  const { logprobs, entropies, tokensComputed } = await core.forward(eight, 1);
  const trained = await core.forwardBackward(eight, { ...policy, temperature: 1 });
  assert.equal(tokensComputed, 8 * 64);
  assert.equal(trained.tokensComputed, 8 * 64);
  for (const index of eight.keys()) {
    assertArraysClose(trained.logprobs[index] ?? [], logprobs[index] ?? [], 1e-6);
    assertArraysClose(trained.entropies[index] ?? [], entropies[index] ?? [], 1e-6);
  }
});

test('forward leaves the accumulated gradient alone, zeroGrad empties it', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path);
  const frozen = { ...settings, learningRate: 0 };
  const normOf = async (after: () => Promise<unknown>) => {
    await core.forwardBackward(eight, crossEntropy);
    await after();
    return (await core.optimStep(frozen)).gradNorm;
  };
  const alone = await normOf(() => Promise.resolve());
  assert.ok(alone > 0);
  assert.equal(await normOf(() => core.forward(eight, 1)), alone);
  assertClose(await normOf(() => core.forwardBackward(eight, crossEntropy)), 2 * alone, 1e-5);
  assert.equal(await normOf(() => Promise.resolve(core.zeroGrad())), 0);
  assert.equal((await core.optimStep(frozen)).gradNorm, 0, 'optimStep empties it too');
});

test('nothing to train on is a loss of 0 and no gradient', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path);
  const result = await core.forwardBackward([], crossEntropy);
  assert.deepEqual(result, { loss: 0, logprobs: [], entropies: [], tokensComputed: 0 });
  assert.equal((await core.optimStep(settings)).gradNorm, 0);
});

test('a cancelled forwardBackward leaves no gradient behind, even one of earlier calls', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 64);
  await core.forwardBackward(eight, crossEntropy);
  const controller = new AbortController();
  // Far more micro-batches than are computed before the timer, which is heard between two of them.
  const many = Array.from({ length: 300 }, () => eight).flat();
  const cancelled = core.forwardBackward(many, crossEntropy, controller.signal);
  setTimeout(() => controller.abort(new Error('enough')), 1);
  await assert.rejects(cancelled, { message: 'enough' });
  assert.equal((await core.optimStep({ ...settings, learningRate: 0 })).gradNorm, 0);
  const afterwards = await core.forwardBackward(eight, crossEntropy);
  await using other = await open(folder.path, 64);
  assert.deepEqual(afterwards, await other.forwardBackward(eight, crossEntropy));
});

test('a forwardBackward that fails leaves no gradient behind either', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 64);
  const frozen = { ...settings, learningRate: 0 };
  const unknownToken = { prompt: Int32Array.of(24), completions: eight[0]?.completions ?? [] };
  await assert.rejects(core.forwardBackward([...eight, unknownToken], crossEntropy), {
    code: 'engine.runtime-failed',
  });
  assert.equal((await core.optimStep(frozen)).gradNorm, 0);
  await core.forwardBackward(eight, crossEntropy);
  const tooLong = { prompt: new Int32Array(96), completions: unknownToken.completions };
  await assert.rejects(core.forwardBackward([tooLong], crossEntropy), { code: 'engine.sequence-too-long' });
  assert.equal((await core.optimStep(frozen)).gradNorm, 0);
});

test('a cancelled forward rejects with the reason of its signal', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 64);
  await assert.rejects(core.forward(eight, 1, AbortSignal.abort(new Error('stopped'))), {
    message: 'stopped',
  });
  assert.equal((await core.forward(eight, 1)).logprobs.length, 8);
});

/** Name and bytes of every file of a folder. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort())
    files[name] = (await readFile(join(folder, name))).toString('hex');
  return files;
}

test('a restored engine continues bit for bit', async () => {
  await using folder = await tinyModel();
  await using saves = await temporaryFolder();
  const at = async (name: string) => {
    await mkdir(join(saves.path, name));
    return join(saves.path, name);
  };
  const [middle, end, again] = [await at('middle'), await at('end'), await at('again')];
  await using core = await open(folder.path, 128);
  await curve(core, [eight], policy, 3);
  await core.save(middle);
  const expected = await curve(core, [eight], policy, 3);
  await core.save(end);
  const request = {
    prompt: Int32Array.of(1, 2),
    count: 3,
    seed: 4,
    params: { maxTokens: 9, temperature: 1, topP: 1, topK: 0, stop: [] },
  };
  const sampled = await core.sample([request]);

  await using fresh = await open(folder.path, 128);
  // A gradient that was accumulated before is not part of what continues.
  await fresh.forwardBackward(eight.slice(3), crossEntropy);
  await fresh.restore(middle);
  assert.deepEqual(await curve(fresh, [eight], policy, 3), expected);
  await fresh.save(again);
  assert.deepEqual(await contentOf(again), await contentOf(end));
  assert.notDeepEqual(await contentOf(middle), await contentOf(end));
  assert.deepEqual(await fresh.sample([request]), sampled);
});

test('a checkpoint with a damaged optimiser file is refused, and a sound one accepted after it', async () => {
  await using folder = await tinyModel();
  await using saves = await temporaryFolder();
  const [sound, damaged] = [join(saves.path, 'sound'), join(saves.path, 'damaged')];
  await mkdir(sound);
  await mkdir(damaged);
  await using core = await open(folder.path);
  await curve(core, [eight], crossEntropy, 2);
  await core.save(sound);
  const expected = await curve(core, [eight], crossEntropy, 2);
  await core.save(damaged);
  await truncate(join(damaged, 'optimizer.safetensors'), 5000);
  await assert.rejects(core.restore(damaged), { message: /optimizer\.safetensors/ });
  await core.restore(sound);
  assert.deepEqual(await curve(core, [eight], crossEntropy, 2), expected);
});

test('an exported model is a folder that opens as the same model', async () => {
  await using folder = await tinyModel(tinyConfig({ endTokens: [3, 5], tiedHead: false }));
  await using exported = await temporaryFolder();
  await using core = await open(folder.path);
  await curve(core, [eight], crossEntropy, 2);
  await core.exportModel(exported.path);
  assert.deepEqual((await readdir(exported.path)).sort(), [
    'config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
  assert.deepEqual(
    await readDecoderConfig(join(exported.path, 'config.json')),
    await readDecoderConfig(join(folder.path, 'config.json')),
  );
  assert.equal(await readFile(join(exported.path, 'tokenizer.json'), 'utf8'), '{"stub":true}');
  await using again = await open(exported.path);
  assert.deepEqual(await again.forward(eight, 1), await core.forward(eight, 1));
});

test('a folder that is no model is refused with the error of the model', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(open(folder.path), { code: 'model.unreadable-file', message: /config\.json/ });
});
