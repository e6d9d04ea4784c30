/** What the threads of the engine share. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  gradientTensors,
  loadBase,
  parameterTensors,
  trainedSpecs,
} from '../../../../trainer/engine/local/shared-model.ts';
import { parameterCount, parameterSpecs } from '../../../../trainer/model/parameters.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { numbersAtOnce } from '../../../../trainer/model/checkpoint-weights.ts';
import { quantiseRows } from '../../../../trainer/model/quantise.ts';
import { tinyConfig, tinyModel, tinyWeights } from '../../../support/tiny-model.ts';

const config = tinyConfig();

test('without adapters every parameter is trained, and its tensor is a view of the vector', () => {
  const trained = tinyWeights(config);
  const tensors = parameterTensors({ config, adapters: null, frozen: new Map(), stored: new Map(), trained });
  const { name, shape, offset, size } = parameterSpecs(config)[1] ?? assert.fail();
  const tensor = tensors[name] ?? assert.fail();
  assert.deepEqual(tensor.dims, shape);
  assert.deepEqual(tensor.data, trained.subarray(offset, offset + size));
  trained[offset] = 77;
  assert.equal(tensor.data[0], 77);
});

test('with adapters the base is read into shared memory, and gradients are of the adapters alone', async () => {
  await using folder = await tinyModel(config);
  const adapters = tinyAdapters();
  const specs = trainedSpecs({ config, adapters });
  const trained = normalArray(parameterCount(specs), 4);
  const { frozen, stored } = await loadBase(folder.path, config);
  const model = { config, adapters, frozen, stored, trained };
  assert.ok([...frozen.values()].every(({ buffer }) => buffer instanceof SharedArrayBuffer));
  const own = tinyWeights(config);
  const tensors = parameterTensors(model);
  for (const { name, offset, size } of parameterSpecs(config)) {
    assert.deepEqual(Array.from(tensors[name]?.data ?? [], Number), [...own.subarray(offset, offset + size)]);
  }
  assert.equal(Object.keys(tensors).length, parameterSpecs(config).length + specs.length);
  const gradient = new Float32Array(trained.length);
  assert.deepEqual(
    Object.keys(gradientTensors(model, gradient)),
    specs.map(({ name }) => `gradient.${name}`),
  );
});

test('in 4 bits only the matrices of the layers are stored, in shared memory, and nothing is there twice', async () => {
  const biased = tinyConfig({ family: 'qwen2', tiedHead: false });
  await using folder = await tinyModel(biased);
  const { frozen, stored } = await loadBase(folder.path, biased, 'int4');
  const own = tinyWeights(biased);
  for (const { name, shape, offset, size } of parameterSpecs(biased)) {
    const isMatrixOfLayer = shape.length === 2 && name.startsWith('model.layers.');
    const numbers = own.subarray(offset, offset + size);
    assert.deepEqual(frozen.get(name), isMatrixOfLayer ? undefined : numbers, name);
    const found = stored.get(name);
    assert.equal(found !== undefined, isMatrixOfLayer, name);
    if (found === undefined) continue;
    const expected = quantiseRows(numbers, shape[1] ?? 0, { bits: 4, blockSize: 32 });
    assert.deepEqual({ numbers: found.numbers, scales: found.scales }, expected);
    assert.ok(found.numbers.buffer instanceof SharedArrayBuffer);
    assert.ok(found.scales.buffer instanceof SharedArrayBuffer);
  }
});

test('a matrix that is read in several parts is stored as if it were read at once', async () => {
  const wide = tinyConfig({ layers: 1, intermediateSize: numbersAtOnce / 16 + 5, vocabularySize: 4 });
  await using folder = await tinyModel(wide);
  const { stored } = await loadBase(folder.path, wide, 'int4');
  const spec = parameterSpecs(wide).find(({ name }) => name.endsWith('up_proj.weight')) ?? assert.fail();
  const numbers = tinyWeights(wide).subarray(spec.offset, spec.offset + spec.size);
  const found = stored.get(spec.name) ?? assert.fail();
  const expected = quantiseRows(numbers, 16, { bits: 4, blockSize: 32 });
  assert.ok(Buffer.compare(found.numbers, expected.numbers) === 0);
  assert.deepEqual(found.scales, expected.scales);
});
