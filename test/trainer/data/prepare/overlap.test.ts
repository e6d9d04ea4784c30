import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvaluationIndex } from '../../../../trainer/data/prepare/overlap.ts';

const place = { file: 'evaluation.jsonl', line: 7, field: 'prompt' };

function indexOf(...texts: readonly string[]): EvaluationIndex {
  const index = new EvaluationIndex(13);
  for (const text of texts) index.add({ ...place, text });
  return index;
}

const statement =
  'Write a function to find the similar elements from the given two tuple lists and sort them.';
const thirteen = 'write a function to find the similar elements from the given two tuple';

test('a question that shares thirteen words overlaps, whatever the marks and the layout', () => {
  const asked = `Task:\nWRITE a function, to find the similar\n  elements from the given two tuple things`;
  assert.deepEqual(indexOf(`"""\n${statement}\n"""`).findInQuestion(asked), {
    words: thirteen,
    shared: 1,
    place,
  });
});

test('twelve words in a row are not enough', () => {
  const asked = 'Please write a function to find the similar elements from the given two sets';
  assert.equal(indexOf(statement).findInQuestion(asked), null);
});

test('all runs that are shared are counted, and the first is told', () => {
  const overlap = indexOf(statement).findInQuestion(statement);
  // 17 words have five runs of thirteen.
  assert.deepEqual([overlap?.shared, overlap?.words], [5, thirteen]);
});

test('numbers with one word among them are nobody’s wording', () => {
  const numbers = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15';
  assert.equal(indexOf(`xs ${numbers}`).findInQuestion(`ys ${numbers}`), null);
  assert.equal(indexOf(`count ${numbers}`).findInQuestion(`count ${numbers}`), null);
  assert.notEqual(indexOf(`the list ${numbers}`).findInQuestion(`the list ${numbers}`), null);
});

test('a short statement overlaps as a whole line, and not where a word is another', () => {
  const index = indexOf(
    '"""\nWrite a python function to identify non-prime numbers.\nassert f(2) == False\n"""',
  );
  const asked = 'Write a Python function to identify non-prime numbers:\nExamples: f(7)';
  assert.equal(index.findInQuestion(asked)?.words, 'write a python function to identify non prime numbers');
  assert.equal(index.findInQuestion('Write a python function to identify prime numbers.'), null);
});

test('a line of five words says nothing, and neither does one that four evaluation texts have', () => {
  assert.equal(indexOf('Return the sum of it.').findInQuestion('Return the sum of it.'), null);
  const common = 'Read all numbers from standard input.';
  const texts = ['one', 'two', 'three', 'four'].map((text) => `${text}\n${common}`);
  assert.notEqual(indexOf(...texts.slice(1)).findInQuestion(`five\n${common}`), null);
  assert.equal(indexOf(...texts).findInQuestion(`five\n${common}`), null);
});

test('the same text in many rows of an evaluation set is one text', () => {
  const index = indexOf(...Array.from({ length: 9 }, () => 'Find the next larger palindrome number.'));
  assert.notEqual(index.findInQuestion('Find the next larger palindrome number.'), null);
});

const loop = 'for i in range(n):\n    for j in range(i + 1, n):\n        if a[i] > a[j]:\n';

test('solutions may share what all programs do: a run of 39 tokens is asked of them', () => {
  const evaluated = `${loop}            count += a[j] * total[i] - total[j] + 5\n`;
  const index = indexOf(`def pairs(a, n):\n${evaluated}`);
  // The loops have 31 tokens, and `count` makes 32.
  assert.equal(index.findInSolution(`def swap(a, n):\n${loop}            count = 1\n`), null);
  assert.deepEqual(index.findInSolution(`def other(b):\n${evaluated}    return count`)?.place, place);
});

test('a shorter solution overlaps as a whole', () => {
  const index = indexOf('def square_perimeter(a):\n  return 4 * a\n');
  assert.equal(
    index.findInSolution('def square_perimeter(a):\n    return 4*a')?.words,
    'def square_perimeter ( a ) : return 4 * a',
  );
  assert.equal(index.findInSolution('def square_perimeter(a):\n    return a * 4'), null);
  assert.equal(index.findInSolution(''), null);
});

test('an evaluation text of more than 100,000 characters is passed over and counted', () => {
  const index = indexOf(`${statement} ${'1 '.repeat(50_000)}`);
  assert.equal(index.passedOver, 1);
  assert.equal(index.findInQuestion(statement), null);
});
