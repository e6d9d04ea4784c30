import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterMove, isWithin } from '../../../extension/base/uris.ts';

test('a file lies in its folders, and not in those whose names begin alike', () => {
  const file = 'file:///project/src/a.py';
  for (const place of [file, 'file:///project/src', 'file:///project']) assert.ok(isWithin(file, place));
  for (const place of ['file:///project/sr', 'file:///project/src/a', `${file}/b`]) {
    assert.ok(!isWithin(file, place), place);
  }
});

test('what lies in a folder moves with it', () => {
  const move = (uri: string): string => afterMove(uri, 'file:///a', 'file:///b/c');
  assert.deepEqual(['file:///a', 'file:///a/x.py', 'file:///ab/x.py'].map(move), [
    'file:///b/c',
    'file:///b/c/x.py',
    'file:///ab/x.py',
  ]);
});
