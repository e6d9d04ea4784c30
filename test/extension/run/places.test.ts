import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { placesOf } from '../../../extension/run/places.ts';

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
