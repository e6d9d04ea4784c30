/** Before anything big is loaded it is known what a model is, how large, under which licence and for whom. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import { modelDescriptionSchema } from '../../../trainer/protocol/hub.ts';
import { hubOfTest, listening, modelId } from '../../support/hub/client.ts';
import { standardWith, type ModelChanges } from '../../support/hub/content.ts';

const asking = { signal: new AbortController().signal };

/** The files that are chosen of a model, in the order of the listing. */
async function chosen(files: ModelChanges['files']): Promise<string[]> {
  await using world = await hubOfTest({ ...(files && { files }) });
  const { files: found } = await describeModel(await world.hub(), modelId(), asking);
  return found.map(({ path }) => path);
}

test('size, files with their hashes, licence, gate and commit are told by one request, and nothing is loaded', async () => {
  await using world = await hubOfTest();
  const description = await describeModel(await world.hub(), modelId(), asking);
  assert.deepEqual(modelDescriptionSchema.parse(description), description);
  const { commit, files } = world.server.model;
  const needed = files.filter(({ path }) => /^(config|generation|tokenizer|model)/.test(path));
  assert.deepEqual(description.files, [
    ...needed.map(({ path, content, hash }) => ({ path, bytes: content.length, hash, cached: 0 })),
  ]);
  const bytes = needed.reduce((sum, { content }) => sum + content.length, 0);
  const { freeBytes, ...rest } = { ...description, files: [] };
  assert.ok(freeBytes > 1e6);
  assert.deepEqual(rest, {
    id: 'ada/tiny',
    revision: 'main',
    commit,
    source: 'hub',
    page: `${world.server.endpoint}/ada/tiny`,
    license: { name: 'apache-2.0', link: null },
    gated: 'open',
    modelType: 'qwen3',
    files: [],
    bytes,
    missingBytes: bytes,
    folder: join(world.cache, 'models--ada--tiny', 'snapshots', commit),
  });
  assert.deepEqual(
    world.server.seen.map(({ url }) => url),
    ['/api/models/ada/tiny/revision/main?blobs=true'],
  );
  assert.deepEqual(await readdir(world.home.path), []);
});

test('a licence with a name of its own is told with where it stands, and one that is only a tag is found', async () => {
  const licenses = [
    {
      says: {
        cardData: { license: 'other', license_name: 'ada', license_link: 'https://ada.example/licence' },
      },
      expected: { name: 'ada', link: 'https://ada.example/licence' },
    },
    { says: { cardData: { license: ['mit', 'cc0-1.0'] } }, expected: { name: 'mit, cc0-1.0', link: null } },
    { says: { tags: ['text', 'license:mit'] }, expected: { name: 'mit', link: null } },
    { says: { cardData: null }, expected: { name: null, link: null } },
    { says: { cardData: { license: '\u001B[2Jmit' } }, expected: { name: ' [2Jmit', link: null } },
  ];
  for (const { says, expected } of licenses) {
    await using world = await hubOfTest({ says });
    const { license } = await describeModel(await world.hub(), modelId(), asking);
    assert.deepEqual(license, expected);
  }
});

test('a gated model says how it is gated, also to who may not load it', async () => {
  for (const access of ['auto', 'manual'] as const) {
    await using world = await hubOfTest({ access });
    assert.equal((await describeModel(await world.hub(), modelId(), asking)).gated, access);
  }
});

test('what is not needed is not loaded: no pickles, no other formats, no folders, no model twice', async () => {
  const one = await chosen(standardWith({ 'model.safetensors.index.json': '{}', 'x.safetensors': 'x' }));
  assert.deepEqual(one, [
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'model.safetensors',
  ]);
  const files = {
    'config.json': '{}',
    'tokenizer.json': '{}',
    'tokenizer_config.json': '{}',
    'chat_template.jinja': '',
    'special_tokens_map.json': '{}',
    'model-00001-of-00002.safetensors': 'a',
    'model-00002-of-00002.safetensors': 'b',
    'model.safetensors.index.json': '{}',
    'consolidated.safetensors': 'all again',
    'original/model.safetensors': 'all again',
    'pytorch_model.bin': 'a pickle',
    'modeling.py': 'a program',
    'c:x.safetensors': 'a strange name',
  };
  assert.deepEqual(await chosen(files), Object.keys(files).slice(0, 8));
});

test('a repository without weights in safetensors is refused by what it lacks', async () => {
  await using world = await hubOfTest({ files: { 'config.json': '{}', 'pytorch_model.bin': 'a pickle' } });
  await assert.rejects(describeModel(await world.hub(), modelId(), asking), {
    code: 'hub.not-trainable',
    message: /it has no tokenizer\.json, and no tokenizer_config\.json, and no model\.safetensors/,
  });
});

for (const name of ['../config.json', 'a/../../b', '/etc/x', 'C:\\x', 'a\\..\\b', 'a\u0000']) {
  test(`a listing that names ${JSON.stringify(name)} is refused as a whole`, async () => {
    await using world = await hubOfTest({ files: standardWith({ [name]: 'escape' }) });
    await assert.rejects(describeModel(await world.hub(), modelId(), asking), { code: 'hub.unsafe-name' });
  });
}

test('hashes and commits that are none cannot become names of files', async () => {
  const wrong = [
    { sha: '../../../../x' },
    { sha: 'main' },
    { siblings: [{ rfilename: 'config.json', size: 1, blobId: '../x' }] },
    { siblings: [{ rfilename: 'a', lfs: { sha256: 'x/../../y', size: 1 } }] },
  ];
  for (const says of wrong) {
    await using world = await hubOfTest({ says });
    await assert.rejects(describeModel(await world.hub(), modelId(), asking), { code: 'hub.bad-answer' });
  }
});

test('a page in the place of the answer, as a login may send one, is told as such', async () => {
  await using world = await hubOfTest();
  world.server.trouble('api', '', { kind: 'content', content: Buffer.from('<html>Log in</html>') });
  await assert.rejects(describeModel(await world.hub(), modelId(), asking), {
    code: 'hub.bad-answer',
    message: /no JSON document/,
  });
});

test('a mirror that lists names only is asked for each file, and the other host is left alone', async () => {
  await using world = await hubOfTest({ says: { blobs: false } });
  world.server.sendsAround = true;
  const { files } = await describeModel(await world.hub(), modelId(), asking);
  for (const { path, bytes, hash } of files) {
    const { content, hash: expected } = world.server.file(path);
    assert.deepEqual([bytes, hash], [content.length, expected], path);
  }
  assert.deepEqual(
    world.server.seen.slice(1).map(({ method, place }) => `${method} ${place}`),
    [...Array<string>(9).fill('HEAD hub')],
  );
});

test('what is in the cache counts as there, whole or in part', async () => {
  await using world = await hubOfTest();
  const hub = await world.hub();
  const before = await describeModel(hub, modelId(), asking);
  await getModel(hub, modelId(), before, listening());
  const after = await describeModel(hub, modelId(), asking);
  assert.deepEqual([before.missingBytes, after.missingBytes], [before.bytes, 0]);
  assert.ok(after.files.every(({ bytes, cached }) => bytes === cached));
});

test('offline, a model of the cache is described from there, and any other is an error', async () => {
  await using world = await hubOfTest();
  const hub = await world.hub();
  await getModel(hub, modelId(), await describeModel(hub, modelId(), asking), listening());
  const { length } = world.server.seen;
  const offline = await world.hub({ HF_HUB_OFFLINE: '1' });
  const { source, gated, missingBytes, commit } = await describeModel(offline, modelId(), asking);
  assert.deepEqual([source, gated, missingBytes, commit], ['cache', 'unknown', 0, world.server.model.commit]);
  await assert.rejects(describeModel(offline, modelId('ada/other'), asking), {
    code: 'hub.offline',
    message: /ada\/other is not whole in .*hub, and HF_HUB_OFFLINE forbids/,
  });
  assert.equal(world.server.seen.length, length, 'nobody was asked');
});

test('a hub that cannot be reached is made up for by the cache', async () => {
  await using world = await hubOfTest();
  const hub = await world.hub();
  await getModel(hub, modelId(), await describeModel(hub, modelId(), asking), listening());
  const cutOff = await world.hub({ HF_ENDPOINT: 'http://127.0.0.1:1' });
  assert.equal((await describeModel(cutOff, modelId(), asking)).source, 'cache');
  await assert.rejects(describeModel(cutOff, modelId('ada/other'), asking), { code: 'hub.unreachable' });
});
