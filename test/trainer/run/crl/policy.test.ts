/** A policy is the base that is named, or what a run has made of its own: real weights, a real engine. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { chooseBase, chooseRun, openPolicy, type PolicyChoice } from '../../../../trainer/run/crl/policy.ts';
import { solveRollout } from '../../../../trainer/run/crl/prompts.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import { doubling } from '../../../support/crl.ts';
import { starterRows, untrainedModel } from '../../../support/starter-model.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { trainedRun } from '../../../support/trained-run.ts';

/** Two greedy tokens would often agree; these are ten, drawn. */
async function drawnBy(choice: PolicyChoice): Promise<readonly number[]> {
  await using policy = await openPolicy(choice);
  const prompt = solveRollout(doubling('a'), policy.tokenizer).tokens;
  const params = { temperature: 1, topP: 1, topK: 0, maxTokens: 10, stop: [] };
  const [[completion] = []] = await policy.engine.sample([{ prompt, count: 1, seed: 5, params }]);
  return [...(completion?.tokens ?? [])];
}

test('a run is asked at its checkpoint: what it writes is what the trained weights write', async () => {
  const rows = await starterRows(12);
  await using base = await untrainedModel(rows, 1);
  await using trained = await untrainedModel(rows, 2);
  await using root = await temporaryFolder();
  const folder = await trainedRun(root.path, { base: base.path, trained: trained.path, steps: [3] });
  const choice = await chooseRun(folder.path, 3);
  assert.deepEqual([choice.name, choice.step, choice.folder], ['run-1', 3, folder.path]);
  const drawn = await drawnBy(choice);
  assert.deepEqual(drawn, await drawnBy(await chooseBase(trained.path, '.')));
  assert.notDeepEqual(drawn, await drawnBy(await chooseBase(base.path, '.')));

  await assert.rejects(chooseRun(folder.path, 4), {
    code: 'run.checkpoint-missing',
    message: `The run ${folder.path} has no checkpoint of step 4.`,
  });
  await assert.rejects(chooseRun(folder.path, undefined), { code: 'run.no-best' });
  await writeFile(join(folder.checkpoints, 'step-000003', 'weights', 'model.safetensors'), 'damaged');
  await assert.rejects(chooseRun(folder.path, 3), { code: 'run.checkpoint-corrupt' });
});

test('a base is the starter, a folder, or a model of the hub; a folder of the same name goes before the hub', async () => {
  const starter = await chooseBase('starter', '.');
  assert.deepEqual([starter.name, starter.folder], ['starter', baseModelDirectory]);
  await using root = await temporaryFolder();
  await mkdir(join(root.path, 'ada'));
  await cp(baseModelDirectory, join(root.path, 'ada', 'tiny'), { recursive: true });
  const named = await chooseBase('ada/tiny', root.path);
  assert.deepEqual([named.name, named.folder], ['tiny', join(root.path, 'ada', 'tiny')]);
  await assert.rejects(chooseBase('ada/absent', root.path), {
    code: 'hub.not-cached',
    hint: /critique-coder model get ada\/absent/,
  });
  await assert.rejects(chooseBase('./none', root.path), { code: 'model.unreadable-file' });
});
