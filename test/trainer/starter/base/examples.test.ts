/** What the starter's base model is shown before it is trained by rewards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictTokens } from '../../../../trainer/critic/verdict-tokens.ts';
import { extractCode } from '../../../../trainer/critique/extract.ts';
import { critiquePrompt, solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import {
  critiqueAnswer,
  judgeExample,
  sequenceOf,
  solveAnswer,
  solveExample,
  type Answer,
} from '../../../../trainer/starter/base/examples.ts';
import { nearestRight } from '../../../../trainer/starter/base/repair.ts';
import { judgedQuestion, type StarterSolution } from '../../../../trainer/starter/set.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const rows = await starterRows(40);
const textOf = ({ tokens }: Answer) => tokenizer.decode(tokens);
const totalOf = ({ weights }: Answer) => weights.reduce((sum, weight) => sum + weight, 0);

test('the answer to a problem is the program in a fence, and then the end', () => {
  const program = 'def f(n):\n    return n';
  assert.equal(solveAnswer(program), '```python\ndef f(n):\n    return n\n```<|end|>');
  assert.equal(extractCode(solveAnswer(program).replace('<|end|>', ''), 'python'), program);
});

test('the answer to a solution is the program as it should be, and then the verdict', () => {
  const program = 'def f(n):\n    return n';
  const answer = critiqueAnswer(program, false);
  assert.equal(answer, '```python\ndef f(n):\n    return n\n```\\conclusion{F}<|end|>');
  assert.equal(parseVerdict(answer), false);
  assert.equal(parseVerdict(critiqueAnswer(program, true)), true);
});

test('a problem’s answers are its right solutions; each ends and counts the same, whatever its length', () => {
  for (const row of rows) {
    const { prompt, correct, wrong } = solveExample(row, tokenizer);
    assert.deepEqual(prompt, tokenizer.encodePrompt(solvePrompt(row.problem)));
    assert.deepEqual(
      correct.map((answer) => extractCode(textOf(answer), 'python')),
      row.solutions.filter((each) => each.correct).map(({ solution }) => solution),
    );
    assert.deepEqual(wrong, []);
    for (const answer of correct) {
      assert.equal(answer.tokens.at(-1), 0);
      assert.equal(answer.verdictAt, -1);
      assertClose(totalOf(answer), 1, 1e-6);
    }
  }
});

test('a judged solution is read exactly as the critic will read it: the critique prompt, then the critique', () => {
  for (const row of rows.slice(0, 10)) {
    const { prompt, correct, wrong } = judgeExample(row, tokenizer);
    const rights = row.solutions.filter((each) => each.correct);
    const repaired = (each: StarterSolution) =>
      each.correct ? each.solution : nearestRight(each, rights, tokenizer).solution;
    const texts = (isCorrect: boolean) =>
      row.solutions
        .filter((each) => each.correct === isCorrect)
        .map((each) => [
          ...tokenizer.encodePrompt(
            critiquePrompt({ question: judgedQuestion(row.problem), ...each, language: 'python' }),
          ),
          ...tokenizer.encode(critiqueAnswer(repaired(each), each.correct)),
        ]);
    assert.deepEqual(
      correct.map(({ tokens }) => [...prompt, ...tokens]),
      texts(true),
    );
    assert.deepEqual(
      wrong.map(({ tokens }) => [...prompt, ...tokens]),
      texts(false),
    );
  }
});

test('the verdict is where the critic’s verdict is read', () => {
  const verdict = verdictTokens(tokenizer);
  for (const row of rows) {
    const { correct, wrong } = judgeExample(row, tokenizer);
    for (const { tokens, verdictAt } of correct) assert.equal(tokens[verdictAt], verdict.correct);
    for (const { tokens, verdictAt } of wrong) assert.equal(tokens[verdictAt], verdict.incorrect);
    for (const { tokens, verdictAt } of [...correct, ...wrong]) {
      assert.deepEqual(tokens.slice(verdictAt - verdict.prefix.length, verdictAt), verdict.prefix);
    }
  }
});

test('the written program counts 2, the verdict 1 and its form 0.1 a token; a right program in the prompt counts 1', () => {
  const [row = assert.fail()] = rows;
  const { correct, wrong } = judgeExample(row, tokenizer);
  for (const { tokens, weights, verdictAt } of [...correct, ...wrong]) {
    assertArraysClose(weights.slice(verdictAt - 1), [0.1, 1, 0.1, 0.1], 1e-6);
    assert.equal(tokens.length, verdictAt + 3);
  }
  for (const answer of correct) assertClose(totalOf(answer), 4.3, 1e-5);
  for (const answer of wrong) assertClose(totalOf(answer), 3.3, 1e-5);
  const [right = assert.fail()] = correct;
  const solution = row.solutions.find((each) => each.correct)?.solution ?? '';
  const { length } = tokenizer.encode(solution);
  assertArraysClose(right.weights.slice(0, length + 1), [...Array<number>(length).fill(1 / length), 0], 1e-6);
  // In its fence, which is a token before and one after.
  const written = right.weights.slice(right.verdictAt - 1 - length - 2, right.verdictAt - 1);
  assertArraysClose(written, Array<number>(length + 2).fill(2 / (length + 2)), 1e-6);
});

test('drawn answers become a training sequence, their weights scaled', () => {
  const answer = { tokens: Int32Array.of(4, 5), weights: Float32Array.of(1, 0.5), verdictAt: -1 };
  assert.deepEqual(sequenceOf(Int32Array.of(9), [answer, answer], 0.25), {
    prompt: Int32Array.of(9),
    completions: [1, 2].map(() => ({
      tokens: Int32Array.of(4, 5),
      weights: Float32Array.of(0.25, 0.125),
    })),
  });
});
