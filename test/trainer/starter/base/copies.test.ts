/** Exercises in copying random tokens and remarking on those that are changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import { createRandom } from '../../../../trainer/random.ts';
import { copying } from '../../../../trainer/starter/base/copies.ts';
import {
  afterSolution,
  beforeSolution,
  departure,
  solutionEnd,
  solutionStart,
} from '../../../../trainer/starter/base/special.ts';
import { assertClose } from '../../../support/close.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const rows = await starterRows(6);
const { prompt, draw } = copying(rows, tokenizer);
const tokenOf = (phrase: string) => tokenizer.encode(phrase)[0] as number;
const [after, start, end, remark] = [afterSolution, solutionStart, solutionEnd, departure].map(tokenOf);
const length = 20;

/** An exercise taken apart, with the weights of what is written. */
function exercise(seed: number) {
  const { tokens, weights, verdictAt } = draw(length, createRandom(seed));
  const began = tokens.indexOf(start as number) + 1;
  const ended = tokens.indexOf(end as number, began);
  return {
    tokens,
    verdictAt,
    read: weights.slice(0, began),
    given: [...tokens.slice(0, length)],
    written: [...tokens.slice(began, ended)],
    weights: [...weights.slice(began, ended)],
  };
}
const exercises = Array.from({ length: 40 }, (_, seed) => exercise(seed));

test('an exercise is a critique of random tokens: they stand where a program would, and are written again', () => {
  assert.deepEqual([...prompt], [tokenOf(beforeSolution)]);
  const known = new Set(
    rows.flatMap(({ solutions }) => solutions.flatMap(({ solution }) => [...tokenizer.encode(solution)])),
  );
  for (const { tokens, given, written } of exercises) {
    assert.equal(tokens[length], after);
    assert.ok(given.every((token) => known.has(token)));
    assert.equal(written.filter((token) => token !== remark).length, length);
  }
});

test('each changed token is remarked on, and no other', () => {
  let changes = 0;
  for (const { given, written } of exercises) {
    let place = 0;
    written.forEach((token, index) => {
      if (token === remark) return;
      const isChanged = token !== given[place++];
      assert.equal(written[index + 1] === remark, isChanged);
      if (isChanged) changes += 1;
    });
  }
  // An eighth of 40 · 20 tokens is 100; five standard deviations are 47.
  assert.ok(changes > 53 && changes < 147, `${changes} changes`);
});

test('copied tokens and remarks are learned; what is given, and which token comes instead, is not', () => {
  for (const { given, written, weights, read } of exercises) {
    assert.ok(read.every((weight) => weight === 0));
    let place = 0;
    written.forEach((token, index) => {
      if (token === remark) assertClose(weights[index] ?? NaN, 1 / 12, 1e-6);
      else assertClose(weights[index] ?? NaN, token === given[place++] ? 1 / 24 : 0, 1e-6);
    });
  }
});

test('the conclusion is that nothing is wrong where nothing was changed', () => {
  const short = Array.from({ length: 40 }, (_, seed) => draw(3, createRandom(seed)));
  const verdicts = short.map(({ tokens, verdictAt }) => {
    const text = tokenizer.decode(tokens);
    const verdict = parseVerdict(text);
    assert.equal(verdict, !text.includes(departure));
    assert.equal(tokens[verdictAt], tokenOf(verdict === true ? 'T' : 'F'));
    return verdict;
  });
  assert.deepEqual(new Set(verdicts), new Set([true, false]));
});

test('half of the exercises draw from few tokens, so that looking at one neighbour is not enough', () => {
  const long = Array.from({ length: 40 }, (_, seed) => draw(200, createRandom(seed)));
  const narrow = long.filter(({ tokens }) => new Set(tokens.slice(0, 200)).size <= 25);
  assert.ok(narrow.length > 8 && narrow.length < 32, `${narrow.length} of 40`);
});
