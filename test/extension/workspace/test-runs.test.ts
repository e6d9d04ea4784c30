/** Tests that are asked for while others run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestResults } from '../../../extension/workspace/results.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { answerWith, askedIn, marked, trainer, verification } from './folder.ts';
import { TestingWindow } from './window.ts';

const window = new TestingWindow();
standInForVscode(window.api);
const { TestRuns } = await import('../../../extension/workspace/test-runs.ts');

const uri = 'file:///w/pair.py';

const requestIn = (folder: string, hash: string) => ({
  tested: { uri, hash },
  name: hash,
  file: 'pair.py',
  text: '',
  functionId: hash,
  folder,
  python: '',
});

test('functions wait for each other, and stopping ends those that wait as well', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { waits: true } });
  const results = new TestResults();
  const tests = new TestRuns({ trainer, results, now: () => new Date() });
  const both = Promise.all([
    tests.run(requestIn(folder.path, 'one')),
    tests.run(requestIn(folder.path, 'two')),
  ]);
  await marked(folder.path, 'waiting');
  assert.equal(window.bar[0]?.text, '$(loading~spin) Running the tests of one; waiting: 1');
  tests.stop();
  assert.deepEqual(await both, [null, null]);
  assert.equal((await askedIn(folder.path)).length, 1, 'the second was never begun');
  assert.equal(results.of({ uri, hash: 'two' }), null);
});

test('a run that fails lets the next one begin', async () => {
  await using folder = await temporaryFolder();
  const results = new TestResults();
  const tests = new TestRuns({ trainer, results, now: () => new Date() });
  await answerWith(folder.path, { verify: { lines: ['No.', 'Never.'], exitCode: 1 } });
  await assert.rejects(tests.run(requestIn(folder.path, 'one')), { code: 'workspace.refused' });
  await answerWith(folder.path, { verify: { document: verification() } });
  assert.deepEqual(await tests.run(requestIn(folder.path, 'two')), verification());
  tests.dispose();
});
