/** The variables that the Python library has, with the meaning that it gives them. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import {
  cacheFolder,
  endpointOf,
  forbidsLinks,
  isOffline,
  stallSeconds,
  tokenOf,
} from '../../../trainer/hub/environment.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('the cache is where the first of these says: HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME, the home folder', () => {
  const all = {
    HF_HUB_CACHE: '/a',
    HUGGINGFACE_HUB_CACHE: '/b',
    HF_HOME: '/c',
    XDG_CACHE_HOME: '/d',
  };
  assert.equal(cacheFolder(all), resolve('/a'));
  assert.equal(cacheFolder({ ...all, HF_HUB_CACHE: '' }), resolve('/b'));
  assert.equal(cacheFolder({ HF_HOME: '/c', XDG_CACHE_HOME: '/d' }), resolve('/c/hub'));
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/d' }), resolve('/d/huggingface/hub'));
  assert.equal(cacheFolder({}), join(homedir(), '.cache', 'huggingface', 'hub'));
});

test('~ and $NAME in a folder stand for what a shell makes of them', () => {
  assert.equal(cacheFolder({ HF_HOME: '~/models' }), join(homedir(), 'models', 'hub'));
  const disks = { DISK: '/big' };
  assert.equal(cacheFolder({ ...disks, HF_HUB_CACHE: '$DISK/hub' }), resolve('/big/hub'));
  assert.equal(cacheFolder({ ...disks, HF_HUB_CACHE: '${DISK}x' }), resolve('/bigx'));
  assert.equal(cacheFolder({ HF_HUB_CACHE: '/$NONE' }), resolve('/$NONE'));
});

test('the hub is the public one, or what HF_ENDPOINT names, with or without a slash at its end', () => {
  assert.equal(endpointOf({}), 'https://huggingface.co');
  assert.equal(endpointOf({ HF_ENDPOINT: 'https://mirror.example/hub/' }), 'https://mirror.example/hub');
  for (const HF_ENDPOINT of ['mirror.example', 'ftp://mirror.example', 'https://']) {
    assert.throws(() => endpointOf({ HF_ENDPOINT }), { code: 'hub.bad-endpoint' });
  }
});

test('1, on, yes and true mean yes, in either case', () => {
  for (const word of ['1', 'ON', 'yes', 'True']) {
    assert.equal(isOffline({ HF_HUB_OFFLINE: word }), true, word);
    assert.equal(forbidsLinks({ HF_HUB_DISABLE_SYMLINKS: word }), true, word);
  }
  for (const word of ['', '0', 'off', 'no']) assert.equal(isOffline({ HF_HUB_OFFLINE: word }), false, word);
  assert.equal(isOffline({ TRANSFORMERS_OFFLINE: '1' }), true);
});

test('the time limit is 30 seconds or HF_HUB_DOWNLOAD_TIMEOUT', () => {
  assert.equal(stallSeconds({}), 30);
  assert.equal(stallSeconds({ HF_HUB_DOWNLOAD_TIMEOUT: '7' }), 7);
  assert.equal(stallSeconds({ HF_HUB_DOWNLOAD_TIMEOUT: 'soon' }), 30);
});

test('the token is that of HF_TOKEN, else that of the file which logging in leaves', async () => {
  await using folder = await temporaryFolder();
  const HF_HOME = join(folder.path, 'home');
  assert.equal(await tokenOf({ HF_HOME }), null);
  await mkdir(HF_HOME);
  await writeFile(join(HF_HOME, 'token'), ' hf_file\n');
  await writeFile(join(folder.path, 'other'), 'hf_other');
  assert.equal(await tokenOf({ HF_HOME }), 'hf_file');
  assert.equal(await tokenOf({ HF_HOME, HF_TOKEN_PATH: join(folder.path, 'other') }), 'hf_other');
  assert.equal(await tokenOf({ HF_HOME, HUGGING_FACE_HUB_TOKEN: 'hf_b' }), 'hf_b');
  assert.equal(await tokenOf({ HF_HOME, HF_TOKEN: 'hf_a\r\n', HUGGING_FACE_HUB_TOKEN: 'hf_b' }), 'hf_a');
  assert.equal(await tokenOf({ HF_HOME, HF_TOKEN: 'hf_a', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }), null);
});
