/** Weights in one file and in shards. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckpointWeights, hashWeights, weightFilesOf } from '../../../trainer/model/checkpoint-weights.ts';
import { parameterSpecs } from '../../../trainer/model/parameters.ts';
import { writeSafetensors, type TensorToWrite } from '../../../trainer/model/safetensors.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig, tinyWeights } from '../../support/tiny-model.ts';

const config = tinyConfig({ family: 'llama' });
const specs = parameterSpecs(config);
const values = tinyWeights(config);
const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
const index = 'model.safetensors.index.json';

/** The first half of the parameters is in the first shard. */
const shardOf = (place: number): string => shards[place < specs.length / 2 ? 0 : 1];
const map: Readonly<Record<string, string>> = Object.fromEntries(
  specs.map(({ name }, place) => [name, shardOf(place)]),
);
const tensors: readonly TensorToWrite[] = specs.map(({ name, shape, offset, size }) => ({
  name,
  shape,
  data: values.subarray(offset, offset + size),
  type: 'F32',
}));

async function shardedModel(weightMap: unknown = map): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  for (const shard of shards) {
    const own = tensors.filter((_, place) => shardOf(place) === shard);
    await writeSafetensors(join(folder.path, shard), own, { format: 'pt' });
  }
  const content = { metadata: { total_size: 4 * values.length }, weight_map: weightMap };
  await writeFile(join(folder.path, index), JSON.stringify(content));
  return folder;
}

async function readAll(directory: string): Promise<Float32Array> {
  await using weights = await CheckpointWeights.open(directory, specs);
  const target = new Float32Array(values.length);
  for (const spec of specs) await weights.read(spec, target.subarray(spec.offset, spec.offset + spec.size));
  return target;
}

test('the parameters of a sharded checkpoint are found in their shards', async () => {
  await using folder = await shardedModel();
  assert.deepEqual(await readAll(folder.path), values);
  assert.deepEqual(
    await weightFilesOf(folder.path),
    [index, ...shards].map((file) => join(folder.path, file)),
  );
});

test('one file goes before an index', async () => {
  await using folder = await shardedModel();
  const file = join(folder.path, 'model.safetensors');
  await writeSafetensors(
    file,
    tensors.map((tensor) => ({ ...tensor, data: new Float32Array(tensor.data.length).fill(5) })),
    {},
  );
  assert.ok((await readAll(folder.path)).every((weight) => weight === 5));
  assert.deepEqual(await weightFilesOf(folder.path), [file]);
});

test('a stored copy of a tied head and stored rotary frequencies are left unread', async () => {
  const extra = [
    'lm_head.weight',
    'model.layers.0.self_attn.rotary_emb.inv_freq',
    'model.rotary_emb.inv_freq',
  ];
  // No such shard exists, so reading one of them would fail.
  await using folder = await shardedModel({
    ...map,
    ...Object.fromEntries(extra.map((name) => [name, 'none.safetensors'])),
  });
  assert.deepEqual(await readAll(folder.path), values);
});

test('a shard that is not there is refused by its path', async () => {
  await using folder = await shardedModel();
  await rm(join(folder.path, shards[1]));
  await assert.rejects(readAll(folder.path), {
    code: 'model.unreadable-file',
    message: /model-00002-of-00002\.safetensors.*ENOENT/,
    hint: /all files that its index names/,
  });
});

test('a parameter that the index leaves out is refused, and so is one that its shard lacks', async () => {
  const last = specs.at(-1)?.name ?? '';
  await using without = await shardedModel({ ...map, [last]: undefined });
  await assert.rejects(readAll(without.path), {
    code: 'model.bad-tensor',
    message: /"model\.norm\.weight" in .*index\.json.*it is missing/,
  });
  await using misplaced = await shardedModel({ ...map, [last]: shards[0] });
  await assert.rejects(readAll(misplaced.path), {
    code: 'model.bad-tensor',
    message: /"model\.norm\.weight" in .*00001-of-00002\.safetensors.*it is missing/,
  });
});

test('a tensor that the model does not have is refused before a shard is opened', async () => {
  await using folder = await shardedModel({ ...map, 'model.layers.0.mlp.gate.weight': 'none.safetensors' });
  await assert.rejects(readAll(folder.path), {
    code: 'model.bad-tensor',
    message: /"model\.layers\.0\.mlp\.gate\.weight".*no such parameter/,
  });
});

const strayed = [
  '../model.safetensors',
  'sub/model.safetensors',
  '/model.safetensors',
  'sub\\model.safetensors',
  'C:model.safetensors',
  'model.bin',
  '..',
  '.safetensors/..',
  '',
];

for (const shard of strayed) {
  test(`a shard named "${shard}" is refused`, async () => {
    await using folder = await shardedModel({ ...map, 'model.norm.weight': shard });
    await mkdir(join(folder.path, 'sub'));
    await assert.rejects(readAll(folder.path), (error: Error & { code: string }) => {
      assert.equal(error.code, 'model.bad-index');
      assert.ok(error.message.includes(`"model.norm.weight" lies in "${shard}"`), error.message);
      return true;
    });
  });
}

test('an index that is no JSON or has no map of texts is refused', async () => {
  for (const weightMap of [null, [], 'x', { 'model.norm.weight': 1 }]) {
    await using folder = await shardedModel(weightMap);
    await assert.rejects(readAll(folder.path), { code: 'model.bad-index', message: /no weight_map/ });
  }
  await using folder = await shardedModel();
  await writeFile(join(folder.path, index), '{}');
  await assert.rejects(readAll(folder.path), { code: 'model.bad-index', message: /no weight_map/ });
  await writeFile(join(folder.path, index), '{"weight_map":');
  await assert.rejects(readAll(folder.path), { code: 'model.unreadable-file', message: /index\.json.*JSON/ });
});

test('a folder with neither is refused by the missing file', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(readAll(folder.path), {
    code: 'model.unreadable-file',
    message: /model\.safetensors.*ENOENT/,
  });
});

test('a shard that is missing is named before anything is hashed, with the index that lists it', async () => {
  await using folder = await shardedModel();
  await rm(join(folder.path, shards[1]));
  for (const attempt of [weightFilesOf, hashWeights]) {
    await assert.rejects(attempt(folder.path), {
      code: 'model.missing-shard',
      message: /model-00002-of-00002\.safetensors are missing: .*model\.safetensors\.index\.json lists them/,
    });
  }
});
