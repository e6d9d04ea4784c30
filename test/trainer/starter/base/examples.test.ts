/** What the starter's base model is shown before it is trained by rewards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictTokens } from '../../../../trainer/critic/verdict-tokens.ts';
import { extractCode } from '../../../../trainer/critique/extract.ts';
import { critiquePrompt, solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import {
  judgeExample,
  sequenceOf,
  solveAnswer,
  solveExample,
  type Answer,
} from '../../../../trainer/starter/base/examples.ts';
import { nearestRight } from '../../../../trainer/starter/base/repair.ts';
import { assistantToken, departure } from '../../../../trainer/starter/base/special.ts';
import { judgedQuestion } from '../../../../trainer/tasks/judged-question.ts';
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
    for (const [answers, isCorrect] of [
      [correct, true],
      [wrong, false],
    ] as const) {
      const given = row.solutions.filter((each) => each.correct === isCorrect);
      answers.forEach(({ tokens }, index) => {
        const solution = given[index] ?? assert.fail();
        const request = tokenizer.encodePrompt(
          critiquePrompt({ question: judgedQuestion(row.problem), ...solution, language: 'python' }),
        );
        const whole = Int32Array.of(...prompt, ...tokens);
        assert.deepEqual(whole.slice(0, request.length), request);
        const critique = whole.slice(request.length, -1);
        const text = tokenizer.decode(critique);
        if (isCorrect) {
          assert.equal(text, `\`\`\`python\n${solution.solution}\n\`\`\`\\conclusion{T}`);
        } else {
          const repaired = `\`\`\`python\n${nearestRight(solution, rights, tokenizer).solution}\n\`\`\``;
          const [written = assert.fail(), rest] = text.split('\\conclusion{');
          assert.equal(rest, 'F}');
          assert.ok(repaired.startsWith(written.replace(departure, '')), text);
        }
        assert.equal(parseVerdict(tokenizer.decode(critique)), isCorrect);
      });
    }
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

/** A problem with one right solution and, where the test has them, wrong ones. */
function judged(right: string, ...wrongs: readonly string[]) {
  const [{ problem } = assert.fail()] = rows;
  const solutions = [
    { solution: right, correct: true, passRate: 1, kind: 'reference' as const },
    ...wrongs.map((solution) => ({ solution, correct: false, passRate: 0, kind: 'off-by-one' as const })),
  ];
  const { correct, wrong } = judgeExample({ problem, solutions }, tokenizer);
  return { right: correct[0] ?? assert.fail(), wrong };
}

const [assistant = Number.NaN] = tokenizer.encode(assistantToken);
const readLength = ({ tokens }: Answer) => tokens.indexOf(assistant) + 1;

/** Of an answer's tokens between the request and the conclusion: text and weight. */
function writtenProgram(answer: Answer): readonly [string, number][] {
  const start = readLength(answer);
  return Array.from(answer.tokens.slice(start, answer.verdictAt - 1), (token, index) => [
    tokenizer.decode(Int32Array.of(token)),
    answer.weights[start + index] ?? Number.NaN,
  ]);
}

test('a right program in the prompt counts 1 in all, and a wrong one nothing', () => {
  const { right, wrong } = judged('def f(n):\n    return n', 'def f(n):\n    return 0');
  for (const [answer, total] of [
    [right, 1],
    [wrong[0] ?? assert.fail(), 0],
  ] as const) {
    const read = answer.weights.slice(0, readLength(answer));
    assertClose(
      read.reduce((sum, weight) => sum + weight, 0),
      total,
      1e-6,
    );
    assertArraysClose(answer.weights.slice(answer.verdictAt - 1), [0.1, 1, 0.1, 0.1], 1e-6);
  }
});

test('a token that tells right from wrong counts 0.4 more, and what stands behind it 0.5, whichever is judged', () => {
  const { right, wrong } = judged('def f(n):\n    return n', 'def f(n):\n    return 0');
  const program = ['```python\n', 'def', ' f', '(', 'n', '):', '\n    ', 'return', ' n'];
  // Ten tokens in either critique; every token has its share of 2 in all.
  const each = 2 / 10;
  for (const [answer, last] of [
    [right, '\n```'],
    [wrong[0] ?? assert.fail(), '  # not as given\n```'],
  ] as const) {
    const written = writtenProgram(answer);
    assert.deepEqual(
      written.map(([text]) => text),
      [...program, last],
    );
    assertArraysClose(
      written.map(([, weight]) => weight),
      [...Array<number>(8).fill(each), each + 0.4, each + 0.5],
      1e-6,
    );
  }
});

test('a critique stops at the first mistake, and where a program should have ended it ends', () => {
  const { wrong } = judged(
    'def f(n):\n    return n + 1',
    'def f(n):\n    return n - 2',
    'def f(n):\n    return n + 1\n    return 0',
  );
  assert.deepEqual(
    wrong.map((answer) =>
      writtenProgram(answer)
        .map(([text]) => text)
        .join(''),
    ),
    [
      '```python\ndef f(n):\n    return n +  # not as given\n```',
      '```python\ndef f(n):\n    return n + 1\n```',
    ],
  );
});

test('a right program counts what tells it from each of its wrong neighbours', () => {
  const { right } = judged(
    'def f(n):\n    return n + 1',
    'def f(n):\n    return n - 1',
    'def f(n):\n    return n + 2',
  );
  const written = writtenProgram(right);
  const each = 2 / written.length;
  assert.deepEqual(
    written.slice(-4).map(([text]) => text),
    [' n', ' +', ' 1', '\n```'],
  );
  // The second tells too, and behind the first no mark may stand.
  assertArraysClose(
    written.slice(-4).map(([, weight]) => weight),
    [each, each + 0.4, each + 0.9, each + 0.5],
    1e-6,
  );
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
