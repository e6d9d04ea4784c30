/** An edit as tree-sitter is told it: indexes and columns count UTF-16 units. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editBetween } from '../../../trainer/source/edit.ts';

const at = (row: number, column: number) => ({ row, column });

test('what is put in is between what stays', () => {
  assert.deepEqual(editBetween('a\nbd', 'a\nbcd'), {
    startIndex: 3,
    oldEndIndex: 3,
    newEndIndex: 4,
    startPosition: at(1, 1),
    oldEndPosition: at(1, 1),
    newEndPosition: at(1, 2),
  });
});

test('lines that go and come are counted, and a character beyond 16 bits as two', () => {
  assert.deepEqual(editBetween('😀x\ny\nz', '😀\n\nq'), {
    startIndex: 2,
    oldEndIndex: 7,
    newEndIndex: 5,
    startPosition: at(0, 2),
    oldEndPosition: at(2, 1),
    newEndPosition: at(2, 1),
  });
});

test('one more of many equals is one edit, and equal texts are none', () => {
  const { startIndex, oldEndIndex, newEndIndex } = editBetween('xxx', 'xxxx');
  assert.deepEqual([startIndex, oldEndIndex, newEndIndex], [3, 3, 4]);
  const none = editBetween('a\nb', 'a\nb');
  assert.deepEqual([none.startIndex, none.oldEndIndex, none.newEndIndex], [3, 3, 3]);
  assert.deepEqual(none.newEndPosition, at(1, 1));
});

test('all is replaced by nothing', () => {
  const { startIndex, oldEndIndex, newEndIndex, oldEndPosition } = editBetween('a\n', '');
  assert.deepEqual([startIndex, oldEndIndex, newEndIndex, oldEndPosition], [0, 2, 0, at(1, 0)]);
});
