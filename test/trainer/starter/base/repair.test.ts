import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance, firstDifference, nearestRight } from '../../../../trainer/starter/base/repair.ts';
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

for (const [what, given, at] of [
  ['a letter', 'axc', 1],
  ['a letter that was missing', 'ac', 1],
  ['a letter too many', 'axbc', 1],
  ['everything', '', 0],
  ['an end that came too late', 'abx', 2],
] as const) {
  test(`of ${what}, the first place that differs is told`, () => {
    assert.equal(firstDifference(ids(given), ids('abc')), at);
  });
}
