/** What is read of a run's folder anew, and what is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunReader } from '../../../extension/run/reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { appendSteps, writeRun } from '../../support/written-run.ts';

test('the time left is estimated once a step, and anew for a run that is extended', async () => {
  await using root = await temporaryFolder();
  const run = { id: 'run', steps: 10 };
  const folder = await writeRun(root.path, run);
  const reader = new RunReader();
  // A step takes two seconds.
  assert.equal(await reader.secondsLeft(folder.path, 10, 10), 0);
  assert.equal(await reader.secondsLeft(folder.path, 10, 40), 60);
  await appendSteps(folder, 11, { ...run, steps: 12 });
  assert.equal(await reader.secondsLeft(folder.path, 10, 40), 60, 'nothing was read');
  assert.equal(await reader.secondsLeft(folder.path, 12, 40), 56);
});
