import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairsOf, type Candidate } from '../../../trainer/candidates/pairs.ts';
import type { Problem, Provenance } from '../../../trainer/protocol/data.ts';

const problem: Problem = {
  id: 'double',
  question: 'Double it.',
  language: 'python',
  entryPoint: 'f',
  starterCode: 'def f(n):',
  family: 'arithmetic',
  tests: [{ input: [1], expected: 2 }],
};
const problems = new Map([[problem.id, problem]]);

function candidate(
  id: string,
  solution: string,
  passRate: number | null,
  provenance?: Provenance,
  problemId = 'double',
): Candidate {
  const correct = passRate === null ? null : passRate > 0.8;
  return {
    solution: { id, problemId, solution, ...(provenance !== undefined && { provenance }) },
    row: { id, problemId, passRate, correct, reason: '', failures: [] },
  };
}

const mutation: Provenance = { kind: 'mutation', operator: 'boundary', line: 1, of: 'double' };

test('a pair says everything that is known of the solution and of its problem', () => {
  const { pairs } = pairsOf([candidate('a', 'def f(n): return n', 0.25, mutation)], problems);
  assert.deepEqual(pairs, [
    {
      id: 'a',
      question: 'Double it.\n\ndef f(n):',
      solution: 'def f(n): return n',
      correct: false,
      language: 'python',
      passRate: 0.25,
      source: 'boundary',
      family: 'arithmetic',
      problemId: 'double',
      provenance: mutation,
    },
  ]);
});

test('the source is a word for where a solution comes from', () => {
  const kinds: [Provenance | undefined, string | undefined][] = [
    [undefined, undefined],
    [{ kind: 'reference' }, 'reference'],
    [mutation, 'boundary'],
    [{ kind: 'import', set: 'mbpp', row: '7' }, 'mbpp'],
    [{ kind: 'import', set: 'mbpp', row: '7', model: 'big' }, 'big'],
    [{ kind: 'endpoint', model: 'remote', temperature: 1 }, 'remote'],
    [{ kind: 'policy', model: 'own', temperature: 1, seed: 2 }, 'own'],
  ];
  for (const [index, [provenance, source]] of kinds.entries()) {
    const { pairs } = pairsOf([candidate('a', `x = ${index}`, 0, provenance)], problems);
    assert.equal(pairs[0]?.source, source);
  }
});

test('left out and counted are the unlabelled, the repeated, the empty and the mutants that a test gives away', () => {
  const candidates = [
    candidate('reference', 'x = 1\n', 1, { kind: 'reference' }),
    candidate('again', '\n\nx = 1', 1),
    candidate('unknown', 'x = 2', null),
    candidate('stranger', 'x = 3', 1, undefined, 'triple'),
    candidate('empty', ' \n', 0),
    candidate('given-away', 'x = 4', 0.9, mutation),
    candidate('survivor', 'x = 5', 1, mutation),
    candidate('wrong', 'x = 6', 0.5, mutation),
    candidate('sample', 'x = 7', 0.9),
  ];
  const { pairs, leftOut, survivingMutants, sources } = pairsOf(candidates, problems);
  assert.deepEqual(
    pairs.map(({ id, correct }) => [id, correct]),
    [
      ['reference', true],
      ['wrong', false],
      ['sample', true],
    ],
  );
  assert.deepEqual(leftOut, {
    unlabelled: 2,
    duplicates: 1,
    empty: 1,
    brokenMutants: 1,
    survivingMutants: 1,
  });
  assert.equal(survivingMutants, 1);
  assert.deepEqual(sources, {
    reference: { correct: 1, incorrect: 0, unlabelled: 0, leftOut: 0 },
    unknown: { correct: 1, incorrect: 0, unlabelled: 2, leftOut: 2 },
    boundary: { correct: 0, incorrect: 1, unlabelled: 0, leftOut: 2 },
  });

  const kept = pairsOf(candidates, problems, 'keep');
  assert.deepEqual(
    kept.pairs.map(({ id }) => id),
    ['reference', 'survivor', 'wrong', 'sample'],
  );
  assert.deepEqual([kept.leftOut.survivingMutants, kept.survivingMutants], [0, 1]);
});

test('a program may be a pair of each of two problems', () => {
  const other = { ...problem, id: 'triple' };
  const both = new Map([...problems, [other.id, other]]);
  const { pairs } = pairsOf(
    [candidate('a', 'x = 1', 1), candidate('b', 'x = 1', 0, undefined, 'triple')],
    both,
  );
  assert.deepEqual(
    pairs.map(({ problemId, correct }) => [problemId, correct]),
    [
      ['double', true],
      ['triple', false],
    ],
  );
});
