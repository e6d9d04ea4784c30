/** Finding and loading a TensorFlow.js package of the user's, with packages written for the purpose. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTensorFlow, restoreUtilities } from '../../../../trainer/engine/tensorflow/load.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A package with the text of its only module. */
async function install(folder: string, name: string, text: string): Promise<void> {
  const place = join(folder, 'node_modules', '@tensorflow', name);
  await mkdir(place, { recursive: true });
  await writeFile(
    join(place, 'package.json'),
    JSON.stringify({ name: `@tensorflow/${name}`, main: 'index.js' }),
  );
  await writeFile(join(place, 'index.js'), text);
}

/** What the package must have to be taken for TensorFlow.js. */
const working = (backend: string) => `
  const nothing = () => undefined;
  module.exports = { version_core: '4.22.0', tensor: nothing, tidy: nothing, matMul: nothing,
    ready: () => Promise.resolve(), backend: () => (${backend}) };`;

test('a folder without the package is told which packages were looked for, and where', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(loadTensorFlow(folder.path), (error: Error & { code?: string; hint?: string }) => {
    assert.equal(error.code, 'tensorflow.not-installed');
    assert.ok(error.message.includes(folder.path));
    assert.match(error.message, /neither @tensorflow\/tfjs-node-gpu nor @tensorflow\/tfjs-node\./);
    assert.match(error.hint ?? '', /engine\.tensorflowFolder/);
    return true;
  });
});

test('the package is found from a folder below the one that it is installed in', async () => {
  await using folder = await temporaryFolder();
  await install(folder.path, 'tfjs-node', working('{}'));
  const inner = join(folder.path, 'a', 'b');
  await mkdir(inner, { recursive: true });
  const { name, version, usesGpu } = await loadTensorFlow(inner);
  assert.deepEqual([name, version, usesGpu], ['@tensorflow/tfjs-node', '4.22.0', false]);
});

test('of both packages the one for graphics cards is taken, and whether it found a card is known', async () => {
  await using folder = await temporaryFolder();
  await install(folder.path, 'tfjs-node', working('{}'));
  await install(folder.path, 'tfjs-node-gpu', working('{ isUsingGpuDevice: true }'));
  const { name, usesGpu } = await loadTensorFlow(folder.path);
  assert.deepEqual([name, usesGpu], ['@tensorflow/tfjs-node-gpu', true]);
});

test('the functions that Node 23 removed are there when the package is loaded', async () => {
  await using folder = await temporaryFolder();
  const check = `
    const util = require('util');
    if (!util.isNullOrUndefined(null) || !util.isNullOrUndefined(undefined) || util.isNullOrUndefined(0))
      throw new Error('no isNullOrUndefined');
    if (!util.isArray([]) || util.isArray({})) throw new Error('no isArray');`;
  await install(folder.path, 'tfjs-node', check + working('{}'));
  assert.equal((await loadTensorFlow(folder.path)).version, '4.22.0');
});

test('a function that Node still has is left as it is', () => {
  const utilities = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  restoreUtilities();
  const before = utilities['isArray'];
  restoreUtilities();
  assert.equal(utilities['isArray'], before);
});

const broken = [
  {
    about: 'its native part is missing',
    text: `throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found');`,
    says: /does not load: The Node\.js native addon module/,
    hint: /npm rebuild @tensorflow\/tfjs-node --ignore-scripts=false/,
  },
  {
    about: 'a library of CUDA is missing',
    text: `throw new Error('libcudart.so.11.0: cannot open shared object file');`,
    says: /libcudart\.so\.11\.0/,
    hint: /CUDA and cuDNN .*11\.2 and 8\.1/,
  },
  {
    about: 'it is something else',
    text: 'module.exports = {};',
    says: /has none of the functions of TensorFlow\.js/,
    hint: /Install it anew/,
  },
];

for (const { about, text, says, hint } of broken) {
  test(`a package that does not load because ${about} is refused with a remedy`, async () => {
    await using folder = await temporaryFolder();
    await install(folder.path, 'tfjs-node', text);
    await assert.rejects(loadTensorFlow(folder.path), (error: Error & { code?: string; hint?: string }) => {
      assert.equal(error.code, 'tensorflow.does-not-load');
      assert.match(error.message, says);
      assert.match(error.hint ?? '', hint);
      return true;
    });
  });
}
