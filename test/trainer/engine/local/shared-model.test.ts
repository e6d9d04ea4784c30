/** What the threads of the engine share. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  gradientTensors,
  loadFrozen,
  parameterTensors,
  trainedSpecs,
} from '../../../../trainer/engine/local/shared-model.ts';
import { parameterCount, parameterSpecs } from '../../../../trainer/model/parameters.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { tinyConfig, tinyModel, tinyWeights } from '../../../support/tiny-model.ts';

const config = tinyConfig();

test('without adapters every parameter is trained, and its tensor is a view of the vector', () => {
  const trained = tinyWeights(config);
  const tensors = parameterTensors({ config, adapters: null, frozen: new Map(), trained });
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
  const frozen = await loadFrozen(folder.path, config);
  const model = { config, adapters, frozen, trained };
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
