/** A base in 4 bits below adapters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import type { LocalEngineOptions } from '../../../../trainer/engine/local/options.ts';
import { loadBase } from '../../../../trainer/engine/local/shared-model.ts';
import { StoredLayers, storedTensors } from '../../../../trainer/engine/local/stored-base.ts';
import { Training } from '../../../../trainer/engine/local/training.ts';
import { packSequences } from '../../../../trainer/engine/local/packing.ts';
import { adapterSpecs } from '../../../../trainer/model/adapters.ts';
import type { DecoderConfig } from '../../../../trainer/model/config.ts';
import { parameterCount, parameterSpecs } from '../../../../trainer/model/parameters.ts';
import { dequantiseRows } from '../../../../trainer/model/quantise.ts';
import { createRandom } from '../../../../trainer/random.ts';
import { assertSamplerAgrees } from '../../../support/sampler-agrees.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { request } from '../../../support/sampling.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig, tinyModel, tinyWeights, writeTinyModel } from '../../../support/tiny-model.ts';
import { eightRows, lossCurve, objectives } from '../../../support/updates.ts';

const blockSize = 32;

/** Weights whose matrices of layers lose nothing in 4 bits: whole numbers from −8 to 7, a −8 in each block, times 2⁻⁶. */
function exactWeights(config: DecoderConfig): Float32Array {
  const weights = tinyWeights(config);
  const random = createRandom(3);
  for (const { name, shape, offset, size } of parameterSpecs(config)) {
    const [, columns] = shape;
    if (columns === undefined || !name.startsWith('model.layers.')) continue;
    for (let index = 0; index < size; index++) {
      const isFirst = (index % columns) % blockSize === 0;
      weights[offset + index] = (isFirst ? -8 : random.integer(16) - 8) * 2 ** -6;
    }
  }
  return weights;
}

/** Rows of one block and a half, of one and of half a one. */
const shapes = [
  tinyConfig({ hiddenSize: 48, intermediateSize: 32, layers: 3 }),
  tinyConfig({ family: 'qwen2', tiedHead: false }),
];

async function exactModel(config: DecoderConfig) {
  const folder = await temporaryFolder();
  await writeTinyModel(folder.path, config, 1, exactWeights(config));
  return folder;
}

const open = (
  model: string,
  basePrecision: 'fp32' | 'int4',
  changes: Partial<LocalEngineOptions> = {},
): Promise<LocalCore> =>
  LocalCore.create({
    model,
    threads: 1,
    microBatchTokens: 128,
    recompute: 'always',
    adapters: { adapters: tinyAdapters(), seed: 5, basePrecision },
    ...changes,
  });

const requests = [
  request({ count: 4 }),
  request({ count: 3, prompt: Int32Array.of(7, 2, 11, 5, 9) }, { temperature: 0.7, maxTokens: 40 }),
];

for (const config of shapes) {
  test(`where 4 bits lose nothing, losses, scores and samples are those of float32: ${config.family}`, async () => {
    await using folder = await exactModel(config);
    await using full = await open(folder.path, 'fp32');
    await using stored = await open(folder.path, 'int4');
    const base = await full.forwardBase(eightRows, 0.8);
    // Every loss but the first depends on the gradients before it.
    const losses = await lossCurve(full, [eightRows], objectives.policy, 5);
    assertArraysClose(await lossCurve(stored, [eightRows], objectives.policy, 5), losses, 1e-4);
    const [expected, found] = [await full.forward(eightRows, 1), await stored.forward(eightRows, 1)];
    expected.logprobs.forEach((own, index) => assertArraysClose(found.logprobs[index] ?? [], own, 1e-4));
    const foundBase = await stored.forwardBase(eightRows, 0.8);
    base.logprobs.forEach((own, index) => assertArraysClose(foundBase.logprobs[index] ?? [], own, 1e-4));
    const [ofFull, ofStored] = [await full.sample(requests), await stored.sample(requests)];
    ofFull.flat().forEach((completion, index) => {
      const other = ofStored.flat()[index] ?? assert.fail();
      assert.deepEqual(other.tokens, completion.tokens);
      assertArraysClose(other.policyLogprobs, completion.policyLogprobs, 1e-4);
    });
  });

  test(`the gradient of the adapters is that on float32 where 4 bits lose nothing: ${config.family}`, async () => {
    await using folder = await exactModel(config);
    const adapters = tinyAdapters();
    const trained = normalArray(parameterCount(adapterSpecs(config, adapters)), 5, 0.3);
    const [batch] = packSequences(eightRows, { tokens: 1024, maxPositions: config.maxPositions });
    assert.ok(batch);
    const gradients: Float32Array[] = [];
    for (const precision of ['fp32', 'int4'] as const) {
      const model = { config, adapters, ...(await loadBase(folder.path, config, precision)), trained };
      await using training = new Training(model, { threads: 1, recompute: true });
      const gradient = new Float32Array(trained.length);
      await training.differentiate(batch, objectives.crossEntropy, gradient);
      gradients.push(gradient);
    }
    const [full, stored] = gradients as [Float32Array, Float32Array];
    const largest = Math.max(...full.map(Math.abs));
    assert.ok(largest > 0.01);
    assertArraysClose(stored, full, 1e-4 * largest);
  });
}

test('the sampler and the trainer compute with the same rounded numbers', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path, 'int4', { recompute: 'auto' });
  await lossCurve(core, [eightRows], objectives.crossEntropy, 10);
  await assertSamplerAgrees(core, requests);
  await using full = await open(folder.path, 'fp32');
  const [own, rounded] = [await full.forwardBase(eightRows, 1), await core.forwardBase(eightRows, 1)];
  const differences = own.logprobs[0]?.map((x, index) => Math.abs(x - (rounded.logprobs[0]?.[index] ?? NaN)));
  assert.ok(Math.max(...(differences ?? [])) > 1e-3, 'and these are not the numbers of the checkpoint');
});

test('several cores have the losses and the samples of one, also after other lengths were sampled', async () => {
  await using folder = await tinyModel();
  await using one = await open(folder.path, 'int4', { microBatchTokens: 64 });
  await using three = await open(folder.path, 'int4', { microBatchTokens: 64, threads: 3 });
  const expected = await lossCurve(one, [eightRows], objectives.policy, 5);
  assert.deepEqual(await lossCurve(three, [eightRows], objectives.policy, 5), expected);
  await three.sample([request({ count: 2 }, { maxTokens: 60 })]);
  assert.deepEqual(
    (await three.sample(requests)).map((group) => group.map(({ tokens }) => tokens)),
    (await one.sample(requests)).map((group) => group.map(({ tokens }) => tokens)),
  );
});

test('a restored run goes on bit for bit, and its checkpoint belongs to the same base in float32', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path, 'int4');
  await lossCurve(core, [eightRows], objectives.policy, 3);
  await core.save(saved.path);
  const expected = await lossCurve(core, [eightRows], objectives.policy, 3);
  const sampled = await core.sample(requests);
  await using fresh = await open(folder.path, 'int4');
  await fresh.restore(saved.path);
  assert.deepEqual(await lossCurve(fresh, [eightRows], objectives.policy, 3), expected);
  assert.deepEqual(await fresh.sample(requests), sampled);
  await using full = await open(folder.path, 'fp32');
  await full.restore(saved.path);
});

test('an export is an ordinary model with the scores of the adapters on the rounded base', async () => {
  await using folder = await tinyModel(tinyConfig({ hiddenSize: 48, intermediateSize: 32 }));
  await using exported = await temporaryFolder();
  await using core = await open(folder.path, 'int4');
  await lossCurve(core, [eightRows], objectives.crossEntropy, 5);
  const { logprobs } = await core.forward(eightRows, 1);
  await core.exportModel(exported.path);
  await using again = await LocalCore.create({ model: exported.path, threads: 1, microBatchTokens: 128 });
  const found = await again.forward(eightRows, 1);
  logprobs.forEach((own, index) => assertArraysClose(found.logprobs[index] ?? [], own, 1e-4));
});

test("a layer's unpacked matrices are what its stored ones stand for, under the first layer's names", async () => {
  for (const config of shapes) {
    await using folder = await tinyModel(config);
    const model = await loadBase(folder.path, config, 'int4');
    const layers = new StoredLayers(model);
    // There and back, as a pass goes.
    for (const layer of [...Array(config.layers).keys(), ...[...Array(config.layers).keys()].reverse()]) {
      const unpacked = layers.of(layer);
      assert.deepEqual(Object.keys(unpacked).length, 7);
      for (const [name, { data, dims }] of Object.entries(unpacked)) {
        const matrix = model.stored.get(name.replace('layers.0.', `layers.${layer}.`)) ?? assert.fail(name);
        assert.deepEqual(dims, matrix.shape);
        assert.deepEqual(data, dequantiseRows(matrix, matrix.shape[1], matrix.format));
      }
    }
  }
});

test('a base in float32 has nothing stored', async () => {
  await using folder = await tinyModel();
  const model = await loadBase(folder.path, tinyConfig());
  assert.deepEqual(storedTensors(model), {});
  assert.deepEqual(new StoredLayers(model).of(1), {});
});
