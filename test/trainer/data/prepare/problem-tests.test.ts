import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseProblemTests,
  inputCharacters,
  testTexts,
  type TestRule,
} from '../../../../trainer/data/prepare/problem-tests.ts';
import { approximateTokens } from '../../../../trainer/data/prepare/token-count.ts';
import type { FunctionTest, Problem } from '../../../../trainer/protocol/data.ts';

const rule: TestRule = { maxTokens: 8, maxTests: 3, seed: 1, tokens: approximateTokens };

const calls = (id: string, tests: FunctionTest[]): Problem => {
  return { id, question: 'q', language: 'python', entryPoint: 'f', tests };
};

const oneDigit = (n: number): FunctionTest => ({ input: [n], expected: n });

test('a test is counted whole: input, expected output and what stands between', () => {
  const problem = calls('a', [{ input: [12, 'ab'], expected: 7 }]);
  // `[` 1 2 `,"` ab `"]` line end 7
  assert.deepEqual(testTexts(problem), ['[12,"ab"]\n7']);
  assert.equal(chooseProblemTests(problem, rule).tooLong, 0);
  assert.equal(chooseProblemTests(problem, { ...rule, maxTokens: 7 }).tooLong, 1);
});

test('tests over the limit go, and a problem without any left has none', () => {
  const long: FunctionTest = { input: [[1, 2, 3, 4, 5]], expected: 1 };
  const chosen = chooseProblemTests(calls('a', [oneDigit(1), long, oneDigit(2)]), rule);
  assert.deepEqual(
    { ...chosen, problem: null },
    { problem: null, read: 3, tooLong: 1, notSampled: 0, isLongTestCode: false },
  );
  assert.deepEqual(chosen.problem, calls('a', [oneDigit(1), oneDigit(2)]));
  assert.equal(chooseProblemTests(calls('a', [long]), rule).problem, null);
});

const kept = (problem: Problem, seed = 1): unknown[] => {
  const chosen = chooseProblemTests(problem, { ...rule, seed }).problem;
  return chosen !== null && 'tests' in chosen ? chosen.tests.map(({ expected }) => expected) : [];
};

test('of more tests than a problem may have some are drawn, in their order, by the seed and the problem', () => {
  const tests = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(oneDigit);
  const problem = calls('a', tests);
  const chosen = kept(problem);
  assert.equal(chosen.length, 3);
  assert.deepEqual(chosen, chosen.toSorted());
  assert.deepEqual(kept(problem), chosen);
  assert.equal(chooseProblemTests(problem, rule).notSampled, 7);
  const others = [kept(problem, 2), kept(problem, 3), kept(calls('b', tests)), kept(calls('c', tests))];
  assert.ok(others.some((other) => String(other) !== String(chosen)));
});

test('every test is drawn about as often as every other', () => {
  const drawn = Array.from({ length: 1000 }, (_, seed) =>
    kept(calls('a', [0, 1, 2, 3, 4].map(oneDigit)), seed),
  );
  for (const number of [0, 1, 2, 3, 4]) {
    // 600 expected, with a standard deviation of 15.5.
    const times = drawn.filter((numbers) => numbers.includes(number)).length;
    assert.ok(times > 530 && times < 670, `${number}: ${times}`);
  }
});

test('runs of a program are counted with what they read and print', () => {
  const problem: Problem = {
    id: 'a',
    question: 'q',
    language: 'python' as const,
    io: [
      { stdin: '1 2\n', stdout: '3\n' },
      { stdin: '1 2 3 4 5 6 7', stdout: '28' },
    ],
  };
  const chosen = chooseProblemTests(problem, rule);
  assert.deepEqual(chosen.problem, { ...problem, io: [{ stdin: '1 2\n', stdout: '3\n' }] });
  assert.deepEqual(inputCharacters(problem), [4, 13]);
});

test('test code stays whole, and is told when it is longer than a test may be', () => {
  const problem: Problem = {
    id: 'a',
    question: 'q',
    language: 'python',
    testCode: 'assert f(1) == 2\nassert f(3) == 4\n',
  };
  assert.deepEqual(chooseProblemTests(problem, rule), {
    problem,
    read: 1,
    tooLong: 0,
    notSampled: 0,
    isLongTestCode: true,
  });
  assert.equal(chooseProblemTests(problem, { ...rule, maxTokens: 100 }).isLongTestCode, false);
  assert.deepEqual(inputCharacters(problem), []);
});
