import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sizeOf } from '../../../../trainer/graph/shapes.ts';
import { readDecoderConfig } from '../../../../trainer/model/config.ts';
import { configFile, tokenizerFile, weightsFile } from '../../../../trainer/model/files.ts';
import { SafetensorsFile } from '../../../../trainer/model/safetensors.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { writeContinued } from '../../../../trainer/starter/base/continued.ts';
import { departure } from '../../../../trainer/starter/base/special.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { starterRows, untrainedModel } from '../../../support/starter-model.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function tensorsOf(folder: string): Promise<ReadonlyMap<string, Float32Array>> {
  await using file = await SafetensorsFile.open(join(folder, weightsFile));
  const read = new Map<string, Float32Array>();
  for (const [name, { shape }] of file.tensors) {
    const data = new Float32Array(sizeOf(shape));
    await file.read(name, shape, data);
    read.set(name, data);
  }
  return read;
}

test('a model goes on as it was', async () => {
  await using earlier = await untrainedModel(await starterRows(10));
  await using later = await temporaryFolder();
  await writeContinued(later.path, earlier.path);
  assert.deepEqual(await tensorsOf(later.path), await tensorsOf(earlier.path));
  const [before, after] = await Promise.all([earlier, later].map(({ path }) => Tokenizer.open(path)));
  const text = `def f(n):\n    return n${departure}`;
  assert.deepEqual(after?.encode(text), before?.encode(text));
});

test('a phrase that it had no token for gets one, embedded as the mean of the others', async () => {
  await using earlier = await untrainedModel(await starterRows(10));
  await using later = await temporaryFolder();
  const file = join(earlier.path, tokenizerFile);
  const written = JSON.stringify(departure).slice(1, -1);
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(written, '/*?*/'));
  await writeContinued(later.path, earlier.path);
  const { vocabularySize, hiddenSize } = await readDecoderConfig(join(earlier.path, configFile));
  const { vocabularySize: extended } = await readDecoderConfig(join(later.path, configFile));
  assert.equal(extended, vocabularySize + 1);
  assert.deepEqual((await Tokenizer.open(later.path)).encode(departure), Int32Array.of(vocabularySize));
  const name = 'model.embed_tokens.weight';
  const before = (await tensorsOf(earlier.path)).get(name) ?? assert.fail();
  const after = (await tensorsOf(later.path)).get(name) ?? assert.fail();
  assert.deepEqual(after.subarray(0, before.length), before);
  const mean = Float32Array.from({ length: hiddenSize }, (_, column) =>
    before.reduce(
      (sum, value, index) => (index % hiddenSize === column ? sum + value / vocabularySize : sum),
      0,
    ),
  );
  assertArraysClose(after.subarray(before.length), mean, 1e-6);
});
