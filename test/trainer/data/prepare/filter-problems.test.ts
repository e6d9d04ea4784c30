import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { filterProblems, type ProblemRules } from '../../../../trainer/data/prepare/filter-problems.ts';
import { EvaluationIndex } from '../../../../trainer/data/prepare/overlap.ts';
import { approximateTokens } from '../../../../trainer/data/prepare/token-count.ts';
import type { Problem } from '../../../../trainer/protocol/data.ts';
import type { CaseOutcome, Sandbox } from '../../../../trainer/sandbox/types.ts';
import { loadAll } from '../../../../trainer/tasks/read.ts';

/** Its programs say how they end; a slow one takes longer than those after it. */
const sandbox: Sandbox = {
  level: { level: 'strong', findings: [] },
  workers: 1,
  async run({ program }) {
    if (program.includes('slow')) await setTimeout(50);
    const outcome: CaseOutcome =
      program === '' || program.includes('raised')
        ? { status: 'raised', error: 'it raised', stdout: '' }
        : program.includes('unsupported')
          ? { status: 'unsupported', error: 'it has no such module', stdout: '' }
          : { status: 'returned', value: null, stdout: '' };
    return { cases: [outcome], milliseconds: 1 };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const rules: ProblemRules = {
  tests: { maxTokens: 200, maxTests: 30, seed: 1, tokens: approximateTokens },
  evaluation: null,
  sandbox,
  nearDuplicates: 0.8,
};

const problem = (
  id: string,
  question: string,
  solution: string,
  more: Partial<Pick<Problem, 'language'>> = {},
): Problem => {
  return { id, question, language: 'python', testCode: 'assert f()', solution, ...more };
};

/** `kept`, or why it was dropped, in the order in which they come. */
async function fatesOf(problems: readonly Problem[], changed: Partial<ProblemRules> = {}): Promise<string[]> {
  const filtered = filterProblems(problems, { ...rules, ...changed }, 4, new AbortController().signal);
  return (await loadAll(filtered)).map(
    ({ read, kept, dropped }) => `${read.id} ${kept === null ? dropped?.reason : 'kept'}`,
  );
}

const long = 'Return the names of all cities that more than two roads lead to, sorted by their length.';

test('problems come in their order, however long their references take', async () => {
  const problems = [
    problem('a', 'One.', 'slow'),
    problem('b', 'Two.', 'fast'),
    problem('c', 'Three.', 'raised'),
  ];
  assert.deepEqual(await fatesOf(problems), ['a kept', 'b kept', 'c reference-fails']);
});

test('a problem is never left out for one that is left out itself', async () => {
  const problems = [problem('a', long, 'slow raised'), problem('b', long, 'x'), problem('c', long, 'x')];
  assert.deepEqual(await fatesOf(problems), ['a reference-fails', 'b kept', 'c near-duplicate']);
});

test('the same question in another language is another problem', async () => {
  const problems = [problem('a', long, 'x'), problem('b', long, 'x', { language: 'javascript' })];
  assert.deepEqual(await fatesOf(problems), ['a kept', 'b kept']);
});

test('a reference of which nothing is known is no reason to leave its problem out', async () => {
  assert.deepEqual(await fatesOf([problem('a', long, 'unsupported')]), ['a kept']);
});

test('what is not asked for is not done: no execution, no comparison', async () => {
  const problems = [problem('a', long, 'raised'), problem('b', long, 'x')];
  assert.deepEqual(await fatesOf(problems, { sandbox: null, nearDuplicates: null }), ['a kept', 'b kept']);
});

test('a problem of an evaluation set is not executed', async () => {
  const evaluation = new EvaluationIndex(13);
  evaluation.add({ text: long, file: 'e', line: 1, field: 'question' });
  const unused: Sandbox = { ...sandbox, run: () => assert.fail('was executed') };
  assert.deepEqual(await fatesOf([problem('a', long, 'x')], { evaluation, sandbox: unused }), [
    'a contaminated',
  ]);
});
