/** Weights and optimiser state as files. */
import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Weights } from '../../../../trainer/engine/local/weights.ts';
import { writeSafetensors, type TensorToWrite } from '../../../../trainer/model/safetensors.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig, tinyModel, tinyWeights } from '../../../support/tiny-model.ts';

/** Weights with numbers in every vector. */
function filledWeights(): Weights {
  const weights = new Weights(tinyConfig());
  weights.values.set(tinyWeights(tinyConfig()));
  weights.firstMoment.set(normalArray(weights.values.length, 8));
  weights.secondMoment.set(normalArray(weights.values.length, 9).map(Math.abs));
  weights.updates = 12;
  return weights;
}

test('saved weights and optimiser state are loaded bit for bit', async () => {
  await using folder = await temporaryFolder();
  const saved = filledWeights();
  await saved.save(folder.path);
  await saved.saveOptimiser(folder.path);
  const loaded = new Weights(tinyConfig());
  await loaded.restore(folder.path);
  assert.deepEqual(loaded.values, saved.values);
  assert.deepEqual(loaded.firstMoment, saved.firstMoment);
  assert.deepEqual(loaded.secondMoment, saved.secondMoment);
  assert.equal(loaded.updates, 12);
});

test('a checkpoint with a head beside tied embeddings is loaded, the head left unread', async () => {
  await using folder = await tinyModel();
  const weights = new Weights(tinyConfig());
  const extra = { name: 'lm_head.weight', shape: [2], data: Float32Array.of(1, 2), type: 'F32' as const };
  await writeModel(folder.path, filledWeights(), [extra]);
  await weights.load(folder.path);
  assert.deepEqual(weights.values, filledWeights().values);
});

/** Writes the weights' tensors changed by `change`, and the extra ones. */
async function writeModel(
  folder: string,
  weights: Weights,
  extra: readonly TensorToWrite[],
  change: (tensor: TensorToWrite) => TensorToWrite | undefined = (tensor) => tensor,
): Promise<void> {
  const tensors = weights.specs.map(({ name, shape, offset, size }) =>
    change({ name, shape, data: weights.values.subarray(offset, offset + size), type: 'F32' }),
  );
  await writeSafetensors(
    join(folder, 'model.safetensors'),
    [...tensors.filter((tensor) => tensor !== undefined), ...extra],
    {},
  );
}

test('a half-precision checkpoint is widened as it is loaded', async () => {
  await using folder = await temporaryFolder();
  const ones = (tensor: TensorToWrite) => ({
    ...tensor,
    data: new Uint16Array(tensor.data.length).fill(0x3f80),
    type: 'BF16' as const,
  });
  await writeModel(folder.path, filledWeights(), [], ones);
  const weights = new Weights(tinyConfig());
  await weights.load(folder.path);
  assert.ok(weights.values.every((weight) => weight === 1));
});

test('a checkpoint of another model is refused by the parameter that does not fit', async () => {
  await using folder = await temporaryFolder();
  const weights = new Weights(tinyConfig());
  const stranger = {
    name: 'model.layers.9.bias',
    shape: [1],
    data: Float32Array.of(0),
    type: 'F32' as const,
  };
  await writeModel(folder.path, filledWeights(), [stranger]);
  await assert.rejects(weights.load(folder.path), {
    code: 'model.bad-tensor',
    message: /"model\.layers\.9\.bias".*no such parameter/,
  });
  await writeModel(folder.path, filledWeights(), [], (tensor) =>
    tensor.name === 'model.norm.weight' ? undefined : tensor,
  );
  await assert.rejects(weights.load(folder.path), { message: /"model\.norm\.weight".*missing/ });
  await writeModel(folder.path, filledWeights(), [], (tensor) =>
    tensor.name === 'model.norm.weight' ? { ...tensor, shape: [4, 4] } : tensor,
  );
  await assert.rejects(weights.load(folder.path), {
    message: /"model\.norm\.weight".*\[4, 4\] where \[16\]/,
  });
});

test('a folder without weights is refused by the missing file', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(new Weights(tinyConfig()).load(folder.path), {
    code: 'model.unreadable-file',
    message: /model\.safetensors.*ENOENT/,
  });
});

for (const updates of ['many', '-1', '1.5', '', '0x10', undefined]) {
  test(`an optimiser file that counts ${JSON.stringify(updates)} updates is refused`, async () => {
    await using folder = await temporaryFolder();
    const { firstMoment, secondMoment } = filledWeights();
    await filledWeights().save(folder.path);
    const shape = [firstMoment.length];
    await writeSafetensors(
      join(folder.path, 'optimizer.safetensors'),
      [
        { name: 'first_moment', shape, data: firstMoment, type: 'F32' },
        { name: 'second_moment', shape, data: secondMoment, type: 'F32' },
      ],
      updates === undefined ? {} : { updates },
    );
    await assert.rejects(new Weights(tinyConfig()).restore(folder.path), {
      code: 'engine.bad-checkpoint',
      message: new RegExp(`optimizer\\.safetensors.*update count is "${updates ?? 'missing'}"`),
      hint: /earlier checkpoint/,
    });
  });
}

test('an optimiser file that is cut off, overwritten, of another model or missing is refused by its path', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'optimizer.safetensors');
  const load = () => new Weights(tinyConfig()).restore(folder.path);
  await filledWeights().save(folder.path);
  await assert.rejects(load(), { code: 'model.unreadable-file', message: /optimizer\.safetensors/ });
  await filledWeights().saveOptimiser(folder.path);
  await load();
  const bytes = await readFile(file);
  await truncate(file, bytes.length - 1);
  await assert.rejects(load(), { code: 'model.bad-tensor', message: /second_moment.*outside the file/ });
  await truncate(file, 100);
  await assert.rejects(load(), { code: 'model.bad-safetensors', message: /header claims/ });
  await writeFile(file, 'not a checkpoint at all, but long enough to look at');
  await assert.rejects(load(), { code: 'model.bad-safetensors' });
  await new Weights(tinyConfig({ layers: 1 })).saveOptimiser(folder.path);
  await assert.rejects(load(), { code: 'model.bad-tensor', message: /"first_moment".*shape/ });
});
