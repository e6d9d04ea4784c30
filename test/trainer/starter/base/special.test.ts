import assert from 'node:assert/strict';
import { test } from 'node:test';
import { critiquePrompt, solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { verdictTokens } from '../../../../trainer/critic/verdict-tokens.ts';
import {
  assistantToken,
  conclusionStart,
  endToken,
  phraseTokens,
  specialTokens,
  userToken,
} from '../../../../trainer/starter/base/special.ts';
import { judgedQuestion } from '../../../../trainer/tasks/judged-question.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const idOf = (token: string) => tokenizer.encode(token)[0] ?? -1;

/** Tokens of texts that are each encoded by themselves. */
const encodeParts = (...parts: readonly string[]) => parts.flatMap((part) => [...tokenizer.encode(part)]);

test('every special token and every phrase is one token', () => {
  for (const token of [...specialTokens, ...phraseTokens]) {
    assert.equal(tokenizer.encode(token).length, 1, JSON.stringify(token));
  }
  assert.deepEqual([endToken, userToken, assistantToken].map(idOf), [0, 1, 2]);
});

test('phrases differ from one another, and longer ones come first', () => {
  assert.equal(new Set(phraseTokens).size, phraseTokens.length);
  assert.deepEqual(
    phraseTokens.map(({ length }) => length),
    phraseTokens.map(({ length }) => length).toSorted((a, b) => b - a),
  );
});

test('a solve prompt is the statement and the signature with one token before, between and behind', async () => {
  for (const { problem } of await starterRows(8)) {
    const tokens = [...tokenizer.encodePrompt(solvePrompt(problem))];
    const statement = encodeParts(problem.question);
    const signature = encodeParts(problem.starterCode);
    assert.equal(tokens.length, statement.length + signature.length + 5, problem.id);
    assert.deepEqual(tokens.slice(2, 2 + statement.length), statement);
    assert.deepEqual(tokens.slice(3 + statement.length, -2), signature);
    assert.deepEqual([tokens[0], tokens.at(-1)], [1, 2]);
  }
});

test('a critique prompt is the question and the solution with one token before, between and behind', async () => {
  for (const { problem, solutions } of await starterRows(8)) {
    const question = judgedQuestion(problem);
    const [{ solution } = { solution: '' }] = solutions;
    const tokens = [...tokenizer.encodePrompt(critiquePrompt({ question, solution, language: 'python' }))];
    const parts = encodeParts(question, solution);
    assert.equal(tokens.length, parts.length + 5, problem.id);
    assert.deepEqual([tokens[0], tokens.at(-1)], [1, 2]);
  }
});

test('the verdict is the token after the start of the conclusion', () => {
  const { prefix, correct, incorrect } = verdictTokens(tokenizer);
  assert.deepEqual([...prefix], [idOf(conclusionStart)]);
  assert.deepEqual([correct, incorrect], [idOf('T'), idOf('F')]);
});
