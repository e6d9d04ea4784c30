/** What the starter's base model is shown before it is trained by rewards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictTokens } from '../../../../trainer/critic/verdict-tokens.ts';
import { extractCode } from '../../../../trainer/critique/extract.ts';
import { critiquePrompt, solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import { createRandom } from '../../../../trainer/random.ts';
import {
  critiqueAnswer,
  judgeExample,
  sequenceOf,
  solveAnswer,
  solveExample,
  type Answer,
} from '../../../../trainer/starter/base/examples.ts';
import { judgedQuestion } from '../../../../trainer/starter/set.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const rows = await starterRows(40);
const textOf = ({ tokens }: Answer) => tokenizer.decode(tokens);
const totalOf = ({ weights }: Answer) => weights.reduce((sum, weight) => sum + weight, 0);
const never = () => false;

test('the answer to a problem is the program in a fence, and then the end', () => {
  const program = 'def f(n):\n    return n';
  assert.equal(solveAnswer(program), '```python\ndef f(n):\n    return n\n```<|end|>');
  assert.equal(extractCode(solveAnswer(program).replace('<|end|>', ''), 'python'), program);
});

test('the answer to a solution is the verdict, and where it explains itself the reason after it', () => {
  const wrong = { correct: false, note: 'uses `+` where the task needs `-`' };
  assert.equal(critiqueAnswer({ correct: true }, false), '\\conclusion{T}<|end|>');
  assert.equal(critiqueAnswer(wrong, false), '\\conclusion{F}<|end|>');
  assert.equal(
    critiqueAnswer({ correct: true }, true),
    '\\conclusion{T} because it does what the task asks<|end|>',
  );
  assert.equal(
    critiqueAnswer(wrong, true),
    '\\conclusion{F} because it uses `+` where the task needs `-`<|end|>',
  );
  assert.equal(parseVerdict(critiqueAnswer(wrong, true)), false);
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

test('a judged solution is read exactly as the critic will read it: the critique prompt, then the verdict', () => {
  for (const row of rows.slice(0, 10)) {
    const { prompt, correct, wrong } = judgeExample(row, tokenizer, never);
    const texts = (isCorrect: boolean) =>
      row.solutions
        .filter((each) => each.correct === isCorrect)
        .map((each) => [
          ...tokenizer.encodePrompt(
            critiquePrompt({ question: judgedQuestion(row.problem), ...each, language: 'python' }),
          ),
          ...tokenizer.encode(critiqueAnswer(each, false)),
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
    const { correct, wrong } = judgeExample(row, tokenizer, () => true);
    for (const { tokens, verdictAt } of correct) assert.equal(tokens[verdictAt], verdict.correct);
    for (const { tokens, verdictAt } of wrong) assert.equal(tokens[verdictAt], verdict.incorrect);
    for (const { tokens, verdictAt } of [...correct, ...wrong]) {
      assert.deepEqual(tokens.slice(verdictAt - verdict.prefix.length, verdictAt), verdict.prefix);
    }
  }
});

test('the verdict counts 2 and its form 0.1 a token; a right solution counts 1, a wrong one nothing', () => {
  const [row = assert.fail()] = rows;
  const { correct, wrong } = judgeExample(row, tokenizer, never);
  const form = [0.1, 2, 0.1, 0.1];
  for (const { tokens, weights, verdictAt } of [...correct, ...wrong]) {
    assertArraysClose(weights.slice(verdictAt - 1), form, 1e-6);
    assert.equal(tokens.length, verdictAt + 3);
  }
  for (const answer of correct) assertClose(totalOf(answer), 3.3, 1e-6);
  for (const answer of wrong) assertClose(totalOf(answer), 2.3, 1e-6);
  const [right = assert.fail()] = correct;
  const solution = row.solutions.find((each) => each.correct)?.solution ?? '';
  const { length } = tokenizer.encode(solution);
  assertArraysClose(right.weights.slice(0, length + 1), [...Array<number>(length).fill(1 / length), 0], 1e-6);
});

test('a reason counts 0.5 in all', () => {
  const [row = assert.fail()] = rows;
  const { correct, wrong } = judgeExample(row, tokenizer, () => true);
  for (const answer of correct) assertClose(totalOf(answer), 3.8, 1e-6);
  for (const answer of wrong) assertClose(totalOf(answer), 2.8, 1e-6);
  for (const answer of [...correct, ...wrong]) {
    assert.match(textOf(answer), / because it /);
    assertClose(totalOf({ ...answer, weights: answer.weights.slice(answer.verdictAt + 3) }), 0.5, 1e-6);
  }
});

test('whether a verdict is explained is asked once a solution, so that a drawn share of them is', () => {
  const random = createRandom(1);
  let asked = 0;
  const explained = rows.flatMap((row) => {
    const { correct, wrong } = judgeExample(row, tokenizer, () => {
      asked += 1;
      return random.uniform() < 0.3;
    });
    return [...correct, ...wrong].map((answer) => textOf(answer).includes(' because it '));
  });
  assert.equal(asked, explained.length);
  const share = explained.filter(Boolean).length / explained.length;
  // About 300 draws: three standard deviations are 0.08.
  assert.ok(Math.abs(share - 0.3) < 0.08, `${share} of ${explained.length}`);
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
