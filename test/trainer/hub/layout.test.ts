/**
 * The cache is the one of the hub's Python library. The listing in `test/golden/hub-cache.txt` is what
 * `snapshot_download` of huggingface_hub makes of the same model, taken by `test/golden/make-hub-cache.ts`.
 */
import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cacheFailed } from '../../../trainer/errors/hub.ts';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import type { Hub } from '../../../trainer/hub/hub.ts';
import { blobOf, placesOf } from '../../../trainer/hub/layout.ts';
import { cacheListing } from '../../support/hub/cache-listing.ts';
import { hubOfTest, listening, modelId, type HubOfTest } from '../../support/hub/client.ts';
import { standardWith } from '../../support/hub/content.ts';

const windows = process.platform === 'win32';
const root = process.getuid?.() === 0;

async function get(hub: Hub, text = 'ada/tiny') {
  const heard = listening();
  return getModel(hub, modelId(text), await describeModel(hub, modelId(text), heard), heard);
}

const snapshotFile = ({ cache, server }: HubOfTest, path: string): string =>
  join(placesOf(cache, modelId()).snapshots, server.model.commit, path);

test('what is written lies where the Python library would have put it', { skip: windows }, async () => {
  await using world = await hubOfTest();
  await get(await world.hub());
  const golden = await readFile(new URL('../../golden/hub-cache.txt', import.meta.url), 'utf8');
  const ours = await cacheListing(world.cache);
  assert.equal(ours, golden);
});

test('a snapshot has links that are relative, so the cache can be moved', { skip: windows }, async () => {
  await using world = await hubOfTest();
  await get(await world.hub());
  const link = await readlink(snapshotFile(world, 'model.safetensors'));
  assert.equal(link, `../../blobs/${world.server.file('model.safetensors').hash}`);
});

test('a branch or tag is noted with its commit and nothing else; a commit needs no note', async () => {
  await using world = await hubOfTest({ revisions: ['main', 'refs/pr/1'] });
  const { commit } = world.server.model;
  const { refs } = placesOf(world.cache, modelId());
  await get(await world.hub(), `ada/tiny@${commit}`);
  await assert.rejects(stat(join(refs, commit)));
  await get(await world.hub(), 'ada/tiny@refs/pr/1');
  assert.equal(await readFile(join(refs, 'refs', 'pr', '1'), 'utf8'), commit);
  await get(await world.hub());
  assert.equal(await readFile(join(refs, 'main'), 'utf8'), commit);
});

test('a new commit shares the blobs that have not changed, and the old one stays', async () => {
  await using world = await hubOfTest();
  const first = await get(await world.hub());
  world.server.publish({ files: standardWith({ 'config.json': '{"model_type": "qwen3", "new": 1}' }) });
  const before = world.server.seen.length;
  const second = await get(await world.hub());
  assert.notEqual(first.commit, second.commit);
  assert.equal(second.loadedBytes, world.server.file('config.json').content.length);
  assert.equal(world.server.seen.length - before, 2, 'one listing and one file');
  assert.ok((await stat(join(first.folder, 'config.json'))).isFile());
  assert.ok((await stat(join(second.folder, 'model.safetensors'))).isFile());
  assert.equal(await readFile(join(placesOf(world.cache, modelId()).refs, 'main'), 'utf8'), second.commit);
});

test('a revision is noted only when all of it is there', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', 'model.safetensors', { kind: 'status', status: 500 }, 9);
  await assert.rejects(get(await world.hub()), { code: 'hub.unreachable' });
  await assert.rejects(stat(join(placesOf(world.cache, modelId()).refs, 'main')));
});

test('without links, what is fresh is moved into the snapshot, and what another snapshot has is copied', async () => {
  await using world = await hubOfTest();
  const hub = await world.hub({ HF_HUB_DISABLE_SYMLINKS: '1' });
  await get(hub);
  const { hash, content } = world.server.file('model.safetensors');
  const weights = snapshotFile(world, 'model.safetensors');
  assert.ok((await lstat(weights)).isFile());
  assert.ok((await readFile(weights)).equals(content));
  const blob = blobOf(placesOf(world.cache, modelId()), hash);
  await assert.rejects(stat(blob));
  await rm(weights);
  await writeFile(blob, content);
  assert.equal((await get(hub)).loadedBytes, 0);
  assert.ok((await lstat(weights)).isFile());
  assert.ok((await stat(blob)).isFile());
});

test(
  'a link that leads nowhere, and a blob of the wrong size, are loaded again',
  { skip: windows },
  async () => {
    await using world = await hubOfTest();
    await get(await world.hub());
    const { hash, content } = world.server.file('model.safetensors');
    const blob = blobOf(placesOf(world.cache, modelId()), hash);
    await rm(blob);
    assert.equal((await get(await world.hub())).loadedBytes, content.length);
    await writeFile(blob, 'short');
    assert.equal((await get(await world.hub())).loadedBytes, content.length);
    assert.ok((await readFile(snapshotFile(world, 'model.safetensors'))).equals(content));
    // Another content under the name is replaced as well.
    await rm(snapshotFile(world, 'config.json'));
    await symlink('../../blobs/nothing', snapshotFile(world, 'config.json'));
    await get(await world.hub());
    assert.equal(await readFile(snapshotFile(world, 'config.json'), 'utf8'), '{"model_type": "qwen3"}');
  },
);

test('a cache that may not be written says where and what to do', { skip: windows || root }, async () => {
  await using world = await hubOfTest();
  await mkdir(world.cache, { mode: 0o555 });
  await assert.rejects(get(await world.hub()), {
    code: 'hub.no-permission',
    message: /Making .*models--ada--tiny/,
    hint: /HF_HOME/,
  });
  await chmod(world.cache, 0o755);
});

test('what the system refuses is told by its kind', () => {
  const kinds = { EACCES: 'no-permission', EROFS: 'no-permission', ENOSPC: 'disk-full', EIO: 'file-failed' };
  for (const [code, kind] of Object.entries(kinds)) {
    const cause = Object.assign(new Error(`${code}: no`), { code });
    assert.equal(cacheFailed('Writing', '/c/x', cause).code, `hub.${kind}`);
  }
});

test('a file in the place of a folder is a failure that names it', async () => {
  await using world = await hubOfTest();
  await mkdir(dirname(world.cache), { recursive: true });
  await writeFile(world.cache, '');
  await assert.rejects(get(await world.hub()), { code: 'hub.file-failed', message: /hub/ });
});

test('a model that is larger than the room on the disk is not begun', async () => {
  const size = 2 ** 52;
  const blob = 'a'.repeat(40);
  const siblings = [
    { rfilename: 'config.json', size: 1, blobId: blob },
    { rfilename: 'tokenizer.json', size: 1, blobId: blob },
    { rfilename: 'tokenizer_config.json', size: 1, blobId: blob },
    { rfilename: 'model.safetensors', size: 134, blobId: blob, lfs: { sha256: 'b'.repeat(64), size } },
  ];
  await using world = await hubOfTest({ says: { siblings } });
  await assert.rejects(get(await world.hub()), {
    code: 'hub.no-room',
    message: /^4503599\.6 GB are still to be loaded, and the disk of .* has \d/,
  });
  assert.equal(world.server.seen.length, 1);
});
