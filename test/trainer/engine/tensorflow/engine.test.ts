/** The whole engine on a TensorFlow package that it finds in a folder, beside the engine on ONNX Runtime. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import type { LocalEngineOptions } from '../../../../trainer/engine/local/options.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { endless, request } from '../../../support/sampling.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { bundleTensorFlow } from '../../../support/tensorflow.ts';
import { tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, enormous, objectives, settings } from '../../../support/updates.ts';

/** In front of the package: it writes a letter into a file beside it for each product of matrices. */
const counting = `{
  const { matMul } = module.exports;
  const file = require('node:path').join(__dirname, 'products');
  const counted = (...operands) => {
    require('node:fs').appendFileSync(file, 'x');
    return matMul(...operands);
  };
  module.exports = { ...module.exports, matMul: counted };
}`;

/**
 * A folder in which the plain JavaScript of TensorFlow.js goes by the name of the package for processors, and how many
 * products of matrices it has computed.
 */
async function installed() {
  const folder = await temporaryFolder();
  const place = join(folder.path, 'node_modules', '@tensorflow', 'tfjs-node');
  await mkdir(place, { recursive: true });
  const silent = `module.exports.env().set('IS_TEST', true); module.exports.setBackend('cpu');`;
  await writeFile(join(place, 'index.js'), `${await bundleTensorFlow()}\n${silent}\n${counting}`);
  const products = async () => (await readFile(join(place, 'products')).catch(() => '')).length;
  return Object.assign(folder, { products });
}

for (const [about, adapters] of [
  ['the model itself', null],
  ['adapters', { adapters: tinyAdapters(), seed: 1 }],
] as const) {
  test(`an engine that trains ${about} by TensorFlow samples, scores and learns as by ONNX Runtime`, async () => {
    await using packages = await installed();
    await using model = await tinyModel();
    const options: LocalEngineOptions = { model: model.path, threads: 2, microBatchTokens: 64, adapters };
    await using expected = await LocalEngine.open(options);
    await using found = await LocalEngine.open({ ...options, tensorFlow: packages.path });
    for (let update = 0; update < 2; update++) {
      const wanted = await expected.forwardBackward(eightRows, objectives.policy);
      const result = await found.forwardBackward(eightRows, objectives.policy);
      assertClose(result.loss, wanted.loss, 1e-5, 'the loss');
      const [{ gradNorm }, other] = [await found.optimStep(settings), await expected.optimStep(settings)];
      assertClose(gradNorm, other.gradNorm, 1e-4, 'the norm of the gradient');
    }
    const trained = await packages.products();
    assert.ok(trained > 0, 'TensorFlow has computed nothing');
    const greedy = [request({ count: 2 }, { temperature: 0, maxTokens: 8 })];
    const [[sampled] = [], [wanted] = []] = [await found.sample(greedy), await expected.sample(greedy)].map(
      ([group]) => group,
    );
    assert.ok(sampled && wanted);
    assert.ok((await packages.products()) > trained, 'TensorFlow has computed nothing of the samples');
    assert.deepEqual(sampled.tokens, wanted.tokens);
    assertArraysClose(sampled.logprobs, wanted.logprobs, 1e-4);
  });
}

test(
  'an abort is heard while TensorFlow samples, scores and trains',
  { timeout: 60_000 },
  async ({ signal }) => {
    await using packages = await installed();
    await using model = await tinyModel();
    const options = { model: model.path, threads: 1, microBatchTokens: 64, tensorFlow: packages.path };
    await using engine = await LocalEngine.open(options);
    const reason = new Error('the user pressed stop');
    for (const begin of [
      (cancel) => engine.sample([endless], cancel),
      (cancel) => engine.forward(enormous, 1, cancel),
      (cancel) => engine.forwardBackward(enormous, objectives.crossEntropy, cancel),
    ] satisfies ((cancel: { readonly signal: AbortSignal }) => Promise<unknown>)[]) {
      const before = await packages.products();
      const controller = new AbortController();
      const running = assert.rejects(begin({ signal: controller.signal }), (error) => error === reason);
      while ((await packages.products()) === before) await wait(10, undefined, { signal });
      controller.abort(reason);
      await running;
    }
  },
);

test('an engine that is to use TensorFlow where there is none does not open, and says so', async () => {
  await using empty = await temporaryFolder();
  await using model = await tinyModel();
  const options = { model: model.path, threads: 1, microBatchTokens: 64, tensorFlow: empty.path };
  await assert.rejects(LocalEngine.open(options), { code: 'tensorflow.not-installed' });
});
