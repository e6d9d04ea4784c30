/** `critique-coder export` where the disk has no room. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { starterRows, untrainedModel } from '../support/starter-model.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trainedRun } from '../support/trained-run.ts';
import { program, repository, startProgram } from './program.ts';

test('a critic that finds no room is told as a full disk, and leaves nothing', async (context) => {
  if (process.platform === 'win32') return context.skip('its shell cannot limit the size of files');
  await using base = await untrainedModel(await starterRows(20));
  await using root = await temporaryFolder();
  const folder = await trainedRun(root.path, { base: base.path, trained: base.path, steps: [5] });
  // Files may not be longer than this; the system then fails as it does for a full disk.
  const words = ['-c', 'ulimit -f 64; exec "$@"', 'bash', process.execPath, program, 'export'];
  const { code, stderr } = await startProgram('bash', [...words, '--run', folder.path], repository).ended;
  assert.equal(code, 1);
  assert.match(stderr, /Exporting the critic .*critic failed because there is no room for it/);
  assert.doesNotMatch(stderr, /^ {4}at /m);
  assert.deepEqual((await readdir(folder.path)).sort(), ['checkpoints', 'run.json', 'samples']);
});
