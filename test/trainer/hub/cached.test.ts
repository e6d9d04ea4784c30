/** What the cache holds is told without asking anybody, and only what is whole is trained from. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findModel, listCache } from '../../../trainer/hub/cached.ts';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import { placesOf } from '../../../trainer/hub/layout.ts';
import { modelListSchema } from '../../../trainer/protocol/hub.ts';
import { hubOfTest, listening, modelId, type HubOfTest } from '../../support/hub/client.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function get(world: HubOfTest): Promise<string> {
  const [hub, heard] = [await world.hub(), listening()];
  return (await getModel(hub, modelId(), await describeModel(hub, modelId(), heard), heard)).folder;
}

const parts = {
  'config.json': '{}',
  'tokenizer.json': '{}',
  'tokenizer_config.json': '{}',
  'model.safetensors.index.json': JSON.stringify({
    weight_map: { a: 'm-1.safetensors', b: 'm-2.safetensors', c: 'm-1.safetensors' },
  }),
  'm-1.safetensors': 'one',
  'm-2.safetensors': 'two',
};

test('a model is found by branch, by commit, and with nobody at the other end', async () => {
  await using world = await hubOfTest();
  const folder = await get(world);
  const { commit } = world.server.model;
  const { length } = world.server.seen;
  assert.deepEqual(await findModel(world.cache, modelId()), { commit, folder });
  assert.deepEqual(await findModel(world.cache, modelId(`ada/tiny@${commit}`)), { commit, folder });
  assert.equal(world.server.seen.length, length);
});

test('a model that is not there is an error that names the command which loads it', async () => {
  await using world = await hubOfTest();
  for (const text of ['ada/tiny', 'ada/tiny@v1', `ada/tiny@${'a'.repeat(40)}`]) {
    await assert.rejects(findModel(world.cache, modelId(text)), {
      code: 'hub.not-cached',
      hint: new RegExp(`critique-coder model get ${text}\\.`),
    });
  }
});

test('a model of which a part is missing is an error that names the part', async () => {
  await using world = await hubOfTest({ files: parts });
  const folder = await get(world);
  await findModel(world.cache, modelId());
  await rm(join(folder, 'm-2.safetensors'));
  await rm(join(folder, 'tokenizer.json'));
  await assert.rejects(findModel(world.cache, modelId()), {
    code: 'hub.incomplete',
    message: /tokenizer\.json, m-2\.safetensors are missing/,
  });
});

test('the list has each commit with its branches, its size and what it lacks', async () => {
  await using world = await hubOfTest({ files: parts, revisions: ['main'] });
  const folder = await get(world);
  const { commit, files } = world.server.model;
  const { snapshots, refs } = placesOf(world.cache, modelId());
  await writeFile(join(refs, 'v1'), commit);
  const other = 'b'.repeat(40);
  await mkdir(join(snapshots, other));
  await writeFile(join(snapshots, other, 'config.json'), '{}');
  // Other things that lie in a cache are no models.
  for (const name of ['datasets--ada--set', 'models--gpt2', '.locks', 'version.txt']) {
    await mkdir(join(world.cache, name, 'snapshots', other), { recursive: true });
  }
  const list = await listCache(world.cache);
  assert.deepEqual(modelListSchema.parse(list), list);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  const found = { id: 'ada/tiny', commit, revisions: ['main', 'v1'], folder, bytes, missing: [] };
  const lacking = {
    id: 'ada/tiny',
    commit: other,
    revisions: [],
    folder: join(snapshots, other),
    bytes: 2,
    missing: ['tokenizer.json', 'tokenizer_config.json', 'model.safetensors'],
  };
  assert.deepEqual(list, {
    cache: world.cache,
    models: [found, lacking].sort((a, b) => (a.commit < b.commit ? -1 : 1)),
  });
});

test('a cache that does not exist is empty', async () => {
  await using folder = await temporaryFolder();
  const cache = join(folder.path, 'none');
  assert.deepEqual(await listCache(cache), { cache, models: [] });
});
