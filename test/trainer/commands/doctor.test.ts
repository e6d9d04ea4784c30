/** What `doctor` says of a package that may or may not be there. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkTensorFlow } from '../../../trainer/commands/doctor/tensorflow.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function found(text?: string): Promise<string> {
  await using folder = await temporaryFolder();
  if (text !== undefined) {
    const place = join(folder.path, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'index.js'), text);
  }
  const check = await checkTensorFlow(folder.path);
  assert.deepEqual([check.name, check.ok, check.todo], ['TensorFlow', true, null]);
  return check.found;
}

test('without TensorFlow, doctor says that it is not needed', async () => {
  assert.equal(await found(), 'not installed here, and not needed');
});

test('doctor names the package that loads and what it computes on', async () => {
  const functions = 'tensor() {}, tidy() {}, matMul() {}, async ready() {}';
  assert.equal(
    await found(`module.exports = { ${functions}, version_core: '4.22.0', backend: () => ({}) };`),
    '@tensorflow/tfjs-node-gpu loads and computes on the processor (TensorFlow.js 4.22.0); ' +
      'engine.executor "tensorflow" uses it',
  );
});

test('doctor says why an installed package does not load and what helps', async () => {
  assert.match(
    await found(`throw new Error('libcudnn.so.8: cannot open shared object file');`),
    /does not load: libcudnn\.so\.8.* It is not needed\. Install the CUDA and cuDNN/,
  );
});
