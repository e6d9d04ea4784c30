/** Exercises in copying tokens and remarking on those that are changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import { createRandom, type Random } from '../../../../trainer/random.ts';
import { copyProgram, copyRandom, copyTokens, programsOf } from '../../../../trainer/starter/base/copies.ts';
import { judgeExample } from '../../../../trainer/starter/base/examples.ts';
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
const known = copyTokens(rows, tokenizer);
const draw = (length: number, random: Random) => copyRandom(known, length, random).answer;
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
  const { prompt } = copyRandom(known, length, createRandom(1));
  assert.deepEqual([...prompt], [tokenOf(beforeSolution)]);
  const ofSolutions = new Set(
    rows.flatMap(({ solutions }) => solutions.flatMap(({ solution }) => [...tokenizer.encode(solution)])),
  );
  for (const { tokens, given, written } of exercises) {
    assert.equal(tokens[length], after);
    assert.ok(given.every((token) => ofSolutions.has(token)));
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

/** An exercise with a program, taken apart: each token that is written, with its weight and the given token. */
function programExercise(seed: number) {
  const row = rows[seed % rows.length];
  assert.ok(row !== undefined);
  const source = { prompt: judgeExample(row, tokenizer).prompt, programs: programsOf(row, tokenizer) };
  const { prompt, answer } = copyProgram(known, source, createRandom(seed));
  const tokens = [...answer.tokens];
  const weights = [...answer.weights];
  const given = tokens.slice(0, tokens.indexOf(after as number));
  const began = tokens.indexOf(start as number) + 1;
  let place = 0;
  const written = tokens.slice(began, -1).map((token, index) => ({
    token,
    weight: weights[began + index] ?? Number.NaN,
    given: token === remark ? null : given[place++],
    isBehindRemark: tokens[began + index - 1] === remark,
  }));
  return { row, source, prompt, answer, given, written, read: weights.slice(0, began), last: weights.at(-1) };
}
const programExercises = Array.from({ length: 90 }, (_, seed) => programExercise(seed));

test('a program is copied where a critique has it: behind its question, to its end, without a conclusion', () => {
  for (const { row, prompt, answer, given, written } of programExercises) {
    assert.deepEqual(prompt, judgeExample(row, tokenizer).prompt);
    assert.equal(answer.tokens.at(-1), end);
    assert.equal(answer.verdictAt, -1);
    assert.equal(written.filter(({ token }) => token !== remark).length, given.length);
  }
});

test('in a third of the exercises the program is given as it is, in the others some of its tokens are replaced', () => {
  const shares = programExercises.map(({ source, given }) => {
    const replaced = source.programs
      .filter((program) => program.length === given.length)
      .map((program) => given.filter((token, index) => token !== program[index]).length);
    return Math.min(...replaced) / given.length;
  });
  const whole = shares.filter((share) => share === 0).length;
  // A third of 90 is 30, and four standard deviations are 18; a tenth of a short program may be none of its tokens.
  assert.ok(whole > 12 && whole < 60, `${whole} of 90`);
  assert.ok(shares.every((share) => share < 0.6));
  assert.ok(shares.some((share) => share > 0.15));
});

test('behind a remark the copy goes on, and that counts nothing: a critique would conclude there', () => {
  for (const { written, read, last } of programExercises) {
    assert.ok(read.every((weight) => weight === 0));
    for (const { token, weight, given, isBehindRemark } of written) {
      if (token === remark) assertClose(weight, 1 / 8, 1e-6);
      else assertClose(weight, token === given && !isBehindRemark ? 1 / 24 : 0, 1e-6);
    }
    assertClose(last ?? Number.NaN, written.at(-1)?.token === remark ? 0 : 1 / 24, 1e-6);
  }
});
