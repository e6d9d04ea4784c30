/** What a configuration leaves to the base model. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDecoderConfig } from '../../../../trainer/model/config.ts';
import { runConfigSchema, type RunConfigInput } from '../../../../trainer/protocol/config.ts';
import { settled, settledAs, settledHere } from '../../../../trainer/run/crl/settle.ts';
import { adapterFolder, adaptedConfig, ofValue } from '../../../support/peft.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const settle = (document: RunConfigInput) => settled(runConfigSchema.parse(document));

/** A folder with the shape of a model, which is all that counts here. */
async function shapeOf(config = tinyConfig()) {
  const folder = await temporaryFolder();
  await writeFile(join(folder.path, 'config.json'), JSON.stringify(formatDecoderConfig(config)));
  return folder;
}

test('the starter and other small models are trained themselves', async () => {
  assert.equal((await settle({})).adapters, null);
  await using base = await shapeOf();
  assert.equal((await settle({ base: base.path })).adapters, null);
});

test('a base of more than 100 million parameters gets adapters of rank 16 and alpha 32 on all projections', async () => {
  // The embedding alone has 16 × 6,250,000 = 100 million.
  await using base = await shapeOf(tinyConfig({ vocabularySize: 6_250_000 }));
  const { adapters } = await settle({ base: base.path });
  assert.deepEqual(adapters, {
    rank: 16,
    alpha: 32,
    targets: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    dropout: 0,
    rankStabilised: false,
    basePrecision: 'fp32',
  });
});

test('what the configuration says of adapters counts, whatever the size', async () => {
  await using large = await shapeOf(tinyConfig({ vocabularySize: 6_250_000 }));
  await using small = await shapeOf();
  assert.equal((await settle({ base: large.path, adapters: null })).adapters, null);
  assert.equal((await settle({ base: small.path, adapters: { rank: 2 } })).adapters?.rank, 2);
});

test('adapters that training goes on from bring their own figures', async () => {
  await using base = await shapeOf(adaptedConfig);
  await using folder = await adapterFolder(ofValue);
  const adapters = { from: folder.path, rank: 64, dropout: 0.2, basePrecision: 'int4' as const };
  const found = await settle({ base: base.path, adapters });
  assert.deepEqual(found.adapters, {
    rank: 2,
    alpha: 3,
    targets: ['v_proj'],
    dropout: 0.2,
    rankStabilised: false,
    basePrecision: 'int4',
    from: folder.path,
  });
});

const survey = () =>
  Promise.resolve([
    { provider: 'cpu' as const, speed: 100 },
    { provider: 'webgpu' as const, speed: 300 },
  ]);

async function settleHere(document: RunConfigInput) {
  const config = runConfigSchema.parse(document);
  const here = await settledHere(config, survey);
  assert.deepEqual(settledAs(config, here), here, 'the configuration is known again by what was settled');
  return here.engine;
}

test('what computes a large model, and with how many threads, is settled when its run is created', async () => {
  await using base = await shapeOf(tinyConfig({ vocabularySize: 2 ** 17, hiddenSize: 1024 }));
  const settledTo = async (engine: RunConfigInput['engine'], adapters: RunConfigInput['adapters']) => {
    const { provider, threads } = await settleHere({ base: base.path, adapters, engine });
    return { provider, threads };
  };
  const all = availableParallelism();
  assert.deepEqual(await settledTo({}, { rank: 1 }), { provider: 'webgpu', threads: all });
  assert.deepEqual(await settledTo({}, null), { provider: 'cpu', threads: all });
  const named = { provider: 'cpu', threads: 3 } as const;
  assert.deepEqual(await settledTo(named, { rank: 1 }), named);
});

test('a small model is computed by the processor, with whatever cores there are when its run goes on', async () => {
  const { provider, threads } = await settleHere({});
  assert.deepEqual([provider, threads], ['cpu', 'auto']);
  assert.equal((await settleHere({ engine: { threads: 2 } })).threads, 2);
});
