/** Networks as files: numbers beside the model, read and stored some rows at a time. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeNetwork } from '../../../trainer/critic/write-network.ts';
import { numbersAtOnce } from '../../../trainer/model/checkpoint-weights.ts';
import { parameterSpecs } from '../../../trainer/model/parameters.ts';
import { quantiseRows } from '../../../trainer/model/quantise.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig, tinyModel, tinyWeights } from '../../support/tiny-model.ts';

/** Its embedding has a few rows more than are in memory at once. */
const vocabularySize = numbersAtOnce / 16 + 5;
const config = tinyConfig({ vocabularySize, hiddenSize: 16, layers: 1 });
const embedding = tinyWeights(config).subarray(0, vocabularySize * 16);

test('a matrix larger than what is in memory at once is stored without a seam', async () => {
  await using model = await tinyModel(config);
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'model.onnx.data');

  await writeNetwork(model.path, folder.path, 'fp32');
  const whole = await readFile(data);
  assert.deepEqual(whole.subarray(0, embedding.byteLength), Buffer.from(embedding.slice().buffer));

  await writeNetwork(model.path, folder.path, 'int4');
  const { numbers, scales } = quantiseRows(embedding, 16, { bits: 4, blockSize: 32 });
  const stored = await readFile(data);
  assert.deepEqual(stored.subarray(0, numbers.length), Buffer.from(numbers));
  const ofScales = stored.subarray(numbers.length, numbers.length + scales.byteLength);
  assert.deepEqual(ofScales, Buffer.from(scales.buffer));
});

test('every number is stored once, a tied head with its embedding', async () => {
  const small = tinyConfig({ hiddenSize: 32, intermediateSize: 64, headSize: 32, heads: 2, kvHeads: 1 });
  await using model = await tinyModel(small);
  await using folder = await temporaryFolder();
  await writeNetwork(model.path, folder.path, 'int8');
  const bytes = parameterSpecs(small).map(({ shape, size }) =>
    // A byte a number and 4 a block of 32; gains as they are.
    shape.length === 2 ? size + (4 * size) / 32 : 4 * size,
  );
  const tables = 2 * 4 * small.maxPositions * (small.headSize / 2);
  const { size } = await stat(join(folder.path, 'model.onnx.data'));
  assert.equal(size, bytes.reduce((sum, each) => sum + each, 0) + tables);
});

test('storing ends when it is cancelled', async () => {
  await using model = await tinyModel();
  await using folder = await temporaryFolder();
  const reason = new Error('stop');
  await assert.rejects(
    writeNetwork(model.path, folder.path, 'int4', AbortSignal.abort(reason)),
    (error) => error === reason,
  );
});
