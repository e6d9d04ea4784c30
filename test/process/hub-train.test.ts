/** From the hub to a critic: a small model is loaded, trained from, and stays the same whatever the hub has later. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { placesOf } from '../../trainer/hub/layout.ts';
import { describingFiles, weightsFile } from '../../trainer/model/files.ts';
import { modelReportSchema } from '../../trainer/protocol/hub.ts';
import { runRecordSchema } from '../../trainer/protocol/run-folder.ts';
import { hubOfTest, modelId, type HubOfTest } from '../support/hub/client.ts';
import { documentOf, startCliWith, type Ended } from './program.ts';
import { smallRun } from './small-run.ts';

const run = (world: HubOfTest, ...parameters: readonly string[]): Promise<Ended> =>
  startCliWith(world.environment(), ...parameters).ended;

test('a model of the hub is trained from as the commit that was loaded, and resumed from the same', async () => {
  await using small = await smallRun(1, {
    base: 'ada/tiny',
    context: { first: 16, maxPromptTokens: 400 },
  });
  const files: Record<string, Buffer> = {};
  for (const name of [...describingFiles, weightsFile]) {
    files[name] = await readFile(join(small.path, 'base', name));
  }
  await using world = await hubOfTest({ files });
  const got = await run(world, 'model', 'get', 'ada/tiny', '--yes', '--json');
  const { commit, folder } = modelReportSchema.parse(documentOf(got));
  const train = await run(
    world,
    'train',
    '--config',
    small.config,
    '--runs',
    small.runs,
    '--id',
    'run',
    '--json',
  );
  const { state, critic } = documentOf(train) as { state: string; critic: string };
  assert.equal(state, 'finished', train.stderr);
  const { config } = runRecordSchema.parse(
    JSON.parse(await readFile(join(small.runs, 'run', 'run.json'), 'utf8')),
  );
  assert.equal(config.base, `ada/tiny@${commit}`);
  const { base } = JSON.parse(await readFile(join(critic, 'critic.json'), 'utf8')) as {
    base: { name: string; sha256: string };
  };
  assert.deepEqual(base, { name: `ada/tiny@${commit}`, sha256: world.server.file(weightsFile).hash });

  // What main means later does not matter to the run.
  await writeFile(join(placesOf(world.cache, modelId()).refs, 'main'), 'f'.repeat(40));
  const resume = ['train', '--resume', join(small.runs, 'run'), '--steps', '2', '--json'];
  const resumed = documentOf(await run(world, ...resume)) as { state: string; step: number };
  assert.deepEqual([resumed.state, resumed.step], ['finished', 2]);

  await rm(folder, { recursive: true });
  const without = await run(world, ...resume.with(4, '3'));
  assert.equal(without.code, 1);
  assert.match(without.stderr, new RegExp(`critique-coder model get ada/tiny@${commit}`));
});
