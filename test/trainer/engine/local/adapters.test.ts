/** The engine training adapters on a frozen model. */
import assert from 'node:assert/strict';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import type { LocalEngineOptions } from '../../../../trainer/engine/local/options.ts';
import type { TrainerError } from '../../../../trainer/errors/error.ts';
import { mergeAdapters } from '../../../../trainer/model/merge.ts';
import { assertSamplerAgrees } from '../../../support/sampler-agrees.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { request } from '../../../support/sampling.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig, tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, lossCurve, objectives } from '../../../support/updates.ts';

const { crossEntropy, policy } = objectives;

const open = (model: string, changes: Partial<LocalEngineOptions> = {}) =>
  LocalCore.create({
    model,
    threads: 1,
    microBatchTokens: 128,
    adapters: { adapters: tinyAdapters(), seed: 5 },
    ...changes,
  });

const requests = [
  request({ count: 4 }),
  request({ count: 3, prompt: Int32Array.of(7) }, { temperature: 0.7 }),
];

test('fresh adapters change nothing: scores, samples and the loss are those of the base, to the last bit', async () => {
  await using folder = await tinyModel();
  await using base = await open(folder.path, { adapters: null });
  await using adapted = await open(folder.path);
  assert.deepEqual(await adapted.forward(eightRows, 0.8), await base.forward(eightRows, 0.8));
  assert.deepEqual(await adapted.sample(requests), await base.sample(requests));
  const { loss } = await base.forwardBackward(eightRows, policy);
  assert.equal((await adapted.forwardBackward(eightRows, policy)).loss, loss);
});

test('training through adapters lowers the loss and leaves the base as it was', async () => {
  await using folder = await tinyModel();
  const before = await readFile(join(folder.path, 'model.safetensors'));
  await using core = await open(folder.path);
  const losses = await lossCurve(core, [eightRows], crossEntropy, 30);
  assert.ok((losses.at(-1) ?? NaN) < 0.8 * (losses[0] ?? NaN), losses.join());
  assert.deepEqual(await readFile(join(folder.path, 'model.safetensors')), before);
});

test('the sampler and the trainer give a sampled token the same log-probability', async () => {
  for (const recompute of ['never', 'always'] as const) {
    await using folder = await tinyModel();
    await using core = await open(folder.path, { recompute });
    await lossCurve(core, [eightRows], crossEntropy, 10);
    await assertSamplerAgrees(core, requests);
  }
});

for (const recompute of ['never', 'always'] as const) {
  test(`a restored run of adapters goes on bit for bit, recomputing ${recompute}`, async () => {
    await using folder = await tinyModel();
    await using saved = await temporaryFolder();
    await using core = await open(folder.path, { recompute });
    await lossCurve(core, [eightRows], policy, 3);
    await core.save(saved.path);
    const expected = await lossCurve(core, [eightRows], policy, 3);
    const sampled = await core.sample(requests);
    // Another seed: what it begins with is replaced.
    await using fresh = await open(folder.path, {
      recompute,
      adapters: { adapters: tinyAdapters(), seed: 6 },
    });
    await fresh.restore(saved.path);
    assert.deepEqual(await lossCurve(fresh, [eightRows], policy, 3), expected);
    assert.deepEqual(await fresh.sample(requests), sampled);
  });
}

test('the base still scores as it did before its adapters were trained', async () => {
  for (const recompute of ['never', 'always'] as const) {
    await using folder = await tinyModel();
    await using core = await open(folder.path, { recompute });
    const before = await core.forward(eightRows, 0.8);
    await lossCurve(core, [eightRows], crossEntropy, 5);
    assert.notDeepEqual(await core.forward(eightRows, 0.8), before);
    assert.deepEqual(await core.forwardBase(eightRows, 0.8), before);
    assert.notDeepEqual(await core.forward(eightRows, 0.8), before);
  }
});

test('an engine that trains the model itself has no base to score by', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, { adapters: null });
  await assert.rejects(core.forwardBase(eightRows, 1), { code: 'adapters.none' });
});

test('several cores have the losses of one', async () => {
  await using folder = await tinyModel();
  await using one = await open(folder.path, { microBatchTokens: 64 });
  await using three = await open(folder.path, { microBatchTokens: 64, threads: 3 });
  const expected = await lossCurve(one, [eightRows], policy, 5);
  assert.deepEqual(await lossCurve(three, [eightRows], policy, 5), expected);
});

test('a checkpoint is the adapters in the layout of PEFT, the optimiser, and what the base was', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await core.save(saved.path);
  assert.deepEqual((await readdir(saved.path)).sort(), [
    'adapter_config.json',
    'adapter_model.safetensors',
    'base.json',
    'optimizer.safetensors',
  ]);
  const config = JSON.parse(await readFile(join(saved.path, 'adapter_config.json'), 'utf8')) as unknown;
  assert.partialDeepStrictEqual(config, {
    peft_type: 'LORA',
    base_model_name_or_path: folder.path,
    r: 3,
    lora_alpha: 6,
    target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
  });
});

test('a checkpoint for other weights of the base is refused, one for the same weights elsewhere is not', async () => {
  await using folder = await tinyModel();
  await using other = await tinyModel(tinyConfig(), 2);
  await using moved = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await core.save(saved.path);
  await using onOther = await open(other.path);
  await assert.rejects(onOther.restore(saved.path), {
    code: 'adapters.base-changed',
    message: /SHA-256 [0-9a-f]{12}…, and [0-9a-f]{12}… was recorded/,
  });
  await using onMoved = await open(moved.path);
  await onMoved.restore(saved.path);
});

test('a checkpoint whose record of the base is damaged or missing is refused with the name of that file', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await core.save(saved.path);
  const record = join(saved.path, 'base.json');
  const refused = async (reason: RegExp): Promise<void> => {
    await assert.rejects(core.restore(saved.path), ({ code, message }: TrainerError) => {
      assert.equal(code, 'engine.bad-checkpoint');
      assert.ok(message.startsWith(`The record of the base model ${record} cannot be used: `), message);
      assert.match(message, reason);
      return true;
    });
  };
  await writeFile(record, '{"path": "x"}');
  await refused(/: it does not have the path and the SHA-256 of a model\.$/);
  await writeFile(record, '{');
  await refused(/JSON/);
  await rm(record);
  await refused(/ENOENT/);
});

test('a checkpoint whose adapters have another scale than the run is refused', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await core.save(saved.path);
  const file = join(saved.path, 'adapter_config.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"lora_alpha": 6', '"lora_alpha": 9'));
  await assert.rejects(core.restore(saved.path), {
    code: 'adapters.different',
    message: /rank 3 and scale 3 where 3 and 2 are needed/,
  });
});

for (const family of ['qwen3', 'qwen2', 'llama'] as const) {
  test(`an export is an ordinary model of the family ${family} with the scores of the adapted one`, async () => {
    await using folder = await tinyModel(tinyConfig({ family, tiedHead: family !== 'llama' }));
    await using exported = await temporaryFolder();
    await using merged = await temporaryFolder();
    await using saved = await temporaryFolder();
    await using core = await open(folder.path);
    await lossCurve(core, [eightRows], crossEntropy, 10);
    const { logprobs, entropies } = await core.forward(eightRows, 1);
    await core.exportModel(exported.path);
    await core.save(saved.path);
    await mergeAdapters(folder.path, saved.path, merged.path);
    for (const path of [exported.path, merged.path]) {
      await using again = await open(path, { adapters: null });
      const found = await again.forward(eightRows, 1);
      logprobs.forEach((own, index) => assertArraysClose(found.logprobs[index] ?? [], own, 1e-4));
      entropies.forEach((own, index) => assertArraysClose(found.entropies[index] ?? [], own, 1e-4));
    }
    assert.deepEqual(
      await readFile(join(merged.path, 'model.safetensors')),
      await readFile(join(exported.path, 'model.safetensors')),
    );
  });
}

test('training goes on from the adapters of a folder', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await lossCurve(core, [eightRows], crossEntropy, 5);
  await core.save(saved.path);
  const adapters = { adapters: tinyAdapters(), seed: 5, from: saved.path };
  await using further = await open(folder.path, { adapters });
  assert.deepEqual(await further.forward(eightRows, 1), await core.forward(eightRows, 1));
});
