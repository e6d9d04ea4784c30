import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, unlinked } from '../../../extension/base/plain.ts';

test('control characters and marks of direction become spaces', () => {
  assert.equal(plain('a\u0000b\u001b[31mc\nd', 20), 'a b [31mc d');
  assert.equal(plain('safe\u202Eexe.txt', 20), 'safe exe.txt');
  assert.equal(plain('\u2066x\u2069', 20), 'x');
});

test('a long text is cut to its limit, the mark of cutting included', () => {
  assert.equal(plain('abcdef', 6), 'abcdef');
  assert.equal(plain('abcdefg', 6), 'abcde…');
});

test('letters of other scripts stay', () => {
  assert.equal(plain('критик שלום 模型', 20), 'критик שלום 模型');
});

test('what looks like a link is none', () => {
  assert.equal(unlinked('[run](command:x)'), '[run] (command:x)');
});
