import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunConfigInput } from '../../../../trainer/protocol/config.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import { providerOf } from '../../../../trainer/run/crl/provider.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const small = tinyConfig();
const large = tinyConfig({ vocabularySize: 2 ** 17, hiddenSize: 1024 });

const chosen = (document: RunConfigInput, decoder = small) =>
  providerOf(runConfigOf(document, 'the test'), decoder);

test('a provider that is named is taken, whatever the model', async () => {
  assert.equal(await chosen({ engine: { provider: 'webgpu' } }), 'webgpu');
  assert.equal(await chosen({ engine: { provider: 'cpu' }, adapters: { rank: 1 } }, large), 'cpu');
});

test('without adapters, with TensorFlow, over a base in 4 bits or for a small model the processor is taken without a look at cards', async () => {
  assert.equal(await chosen({ adapters: null }, large), 'cpu');
  assert.equal(await chosen({ adapters: { rank: 1 } }, small), 'cpu');
  assert.equal(await chosen({ adapters: { basePrecision: 'int4' } }, large), 'cpu');
  assert.equal(await chosen({ adapters: { rank: 1 }, engine: { executor: 'tensorflow' } }, large), 'cpu');
});
