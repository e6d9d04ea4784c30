import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { SurveyedProvider } from '../../../../trainer/engine/providers/survey.ts';
import type { RunConfigInput } from '../../../../trainer/protocol/config.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import { providerOf } from '../../../../trainer/run/crl/provider.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const small = tinyConfig();
const large = tinyConfig({ vocabularySize: 2 ** 17, hiddenSize: 1024 });

/** The threads of each survey that was asked for. */
const surveys: number[] = [];
const survey = (threads: number): Promise<readonly SurveyedProvider[]> => {
  surveys.push(threads);
  return Promise.resolve([
    { provider: 'cpu', speed: 100 },
    { provider: 'webgpu', speed: 300 },
  ]);
};
beforeEach(() => {
  surveys.length = 0;
});

const chosen = (document: RunConfigInput, decoder = small) =>
  providerOf(runConfigOf(document, 'the test'), decoder, survey);

test('a provider that is named is taken, whatever the model', async () => {
  assert.equal(await chosen({ engine: { provider: 'webgpu' } }), 'webgpu');
  assert.equal(await chosen({ engine: { provider: 'cpu' }, adapters: { rank: 1 } }, large), 'cpu');
  assert.deepEqual(surveys, []);
});

test('without adapters, with TensorFlow, over a base in 4 bits or for a small model the processor is taken without a look at cards', async () => {
  assert.equal(await chosen({ adapters: null }, large), 'cpu');
  assert.equal(await chosen({ adapters: { rank: 1 } }, small), 'cpu');
  assert.equal(await chosen({ adapters: { basePrecision: 'int4' } }, large), 'cpu');
  assert.equal(await chosen({ adapters: { rank: 1 }, engine: { executor: 'tensorflow' } }, large), 'cpu');
  assert.deepEqual(surveys, []);
});

test('for adapters on a large model the fastest is taken, and measured once for each number of threads', async () => {
  const withThreads = (threads: number): RunConfigInput => ({ adapters: { rank: 1 }, engine: { threads } });
  for (const threads of [1, 1, 2]) assert.equal(await chosen(withThreads(threads), large), 'webgpu');
  assert.deepEqual(surveys, [1, 2]);
});
