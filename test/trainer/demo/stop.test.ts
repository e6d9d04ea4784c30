/** The demo, stopped before it has anything to show. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { trainAndMeasure } from '../../../trainer/demo/before-after.ts';
import { connectToRun } from '../../../trainer/run/control-client.ts';
import { runConfigOf } from '../../../trainer/run/configuration.ts';
import { loadRunData } from '../../../trainer/run/crl/data.ts';
import { createRun, readBest } from '../../../trainer/run/folder.ts';
import { showProgress } from '../../../trainer/run/progress.ts';
import { starterSettings } from '../../../trainer/starter/settings.ts';
import { startNode } from '../../process/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../../trainer/demo/main.ts', import.meta.url));

test('the demo hears Ctrl-C while it measures the base, and ends with 130', async () => {
  await using folder = await temporaryFolder();
  const { child, ended } = startNode([program], folder.path);
  assert.ok(child.stderr);
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const { code, signal, stderr } = await ended;
  assert.deepEqual([code, signal], [130, null], stderr);
});

test('a training that is stopped while it loads has no figures to show', async () => {
  await using root = await temporaryFolder();
  const config = runConfigOf({ ...starterSettings, length: { steps: 1 } }, 'the test');
  const data = await loadRunData(config);
  const { folder } = await createRun(root.path, { config, versions: {}, seeds: {}, datasets: data.datasets });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await using client = await connectToRun(folder);
    await client.request({ type: 'stop', save: false });
  };
  // The line is drawn first when the run can be spoken to and is about to load.
  const write = (): void => void (stopping ??= stop());
  using observer = showProgress({ stream: { isTTY: true, write, on: () => undefined } });
  const counts = { problems: 1, pairs: 2 };
  assert.equal(await trainAndMeasure({ folder, config, data, counts, steps: 1, observer }), null);
  await stopping;
  assert.equal(await readBest(folder), null);
});
