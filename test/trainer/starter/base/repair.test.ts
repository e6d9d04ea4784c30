import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changes, editDistance, nearestRight, withMarks } from '../../../../trainer/starter/base/repair.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const ids = (text: string) => Int32Array.from(text, (letter) => letter.charCodeAt(0));

for (const [from, to, distance] of [
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abc', 0],
  ['abc', 'bc', 1],
  ['flaw', 'lawn', 2],
] as const) {
  test(`"${from}" is ${distance} edits from "${to}"`, () => {
    assert.equal(editDistance(ids(from), ids(to)), distance);
  });
}

test('of two right programs the one with fewer changed tokens is the repair, and the first of equals', async () => {
  const tokenizer = await starterTokenizer();
  const [row = assert.fail()] = await starterRows(1);
  const [like = assert.fail()] = row.solutions;
  const program = (solution: string) => ({ ...like, solution });
  const near = program('def f(n):\n    return n + 1');
  const far = program('def f(n):\n    result = n + 1\n    return result');
  const wrong = program('def f(n):\n    return n - 1');
  assert.equal(nearestRight(wrong, [far, near], tokenizer), near);
  const twin = { ...near };
  assert.equal(nearestRight(wrong, [twin, near], tokenizer), twin);
});

for (const [what, given, changed] of [
  ['nothing', 'abc', []],
  ['a letter', 'axc', [1]],
  ['two letters', 'xby', [0, 2]],
  ['a letter that was missing', 'ac', [1]],
  ['a letter too many, at the one behind it', 'axbc', [1]],
  ['a letter too many at the end, at the last one', 'abcx', [2]],
  ['a letter too many behind another, each at its own', 'axbyc', [1, 2]],
  ['two letters in the wrong order, at both', 'bac', [0, 1]],
  ['everything', '', [0, 1, 2]],
] as const) {
  test(`of ${what}, a change is told`, () => {
    assert.deepEqual([...changes(ids(given), ids('abc'))], changed);
  });
}

test('marks stand behind what they mark', () => {
  assert.deepEqual(withMarks(Int32Array.of(5, 6, 7), new Set([0, 2]), 9), Int32Array.of(5, 9, 6, 7, 9));
  assert.deepEqual(withMarks(Int32Array.of(5, 6), new Set(), 9), Int32Array.of(5, 6));
});
