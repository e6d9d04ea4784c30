import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { keepOutOfSources, nearestFolder, placesOf } from '../../../extension/run/places.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const storage = resolve('/storage');

test('the workspace comes first, then the extension, then what the user has added', () => {
  const places = placesOf({
    workspaceFolders: [
      { name: 'one', path: resolve('/one') },
      { name: 'two', path: resolve('/two') },
    ],
    storage,
    added: [resolve('/more')],
  });
  assert.deepEqual(places, [
    { root: resolve('/one/.critique-coder/runs'), kind: 'workspace', name: 'one' },
    { root: resolve('/two/.critique-coder/runs'), kind: 'workspace', name: 'two' },
    { root: resolve('/storage/runs'), kind: 'storage', name: '' },
    { root: resolve('/more'), kind: 'other', name: '' },
  ]);
});

test('a folder that is named twice is looked at once', () => {
  const places = placesOf({ workspaceFolders: [], storage, added: [join(storage, 'runs'), '/a', '/a/'] });
  assert.deepEqual(
    places.map(({ kind }) => kind),
    ['storage', 'other'],
  );
});

test('a tilde is the home of the user, and only at the beginning', () => {
  const roots = placesOf({ workspaceFolders: [], storage, added: ['~/runs', '~', resolve('/a~b')] });
  assert.deepEqual(
    roots.slice(1).map(({ root }) => root),
    [join(homedir(), 'runs'), homedir(), resolve('/a~b')],
  );
});

test('runs in a workspace are kept out of its sources, and what a user has written stays', async () => {
  await using workspace = await temporaryFolder();
  const own = join(workspace.path, '.critique-coder');
  await keepOutOfSources(join(own, 'runs'));
  assert.equal(await readFile(join(own, '.gitignore'), 'utf8'), '*\n');
  await writeFile(join(own, '.gitignore'), 'mine');
  await keepOutOfSources(join(own, 'runs'));
  assert.equal(await readFile(join(own, '.gitignore'), 'utf8'), 'mine');
});

test('a folder elsewhere is left as it is', async () => {
  await using other = await temporaryFolder();
  await keepOutOfSources(join(other.path, 'runs'));
  assert.deepEqual(await readdir(other.path), []);
});

test('the nearest folder of a place that is not there is one that is, and never a file', async () => {
  await using workspace = await temporaryFolder();
  await writeFile(join(workspace.path, 'file'), '');
  for (const path of [workspace.path, join(workspace.path, 'a', 'b'), join(workspace.path, 'file', 'c')]) {
    assert.equal(await nearestFolder(path), workspace.path);
  }
});
