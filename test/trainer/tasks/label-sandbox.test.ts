import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Problem } from '../../../trainer/protocol/data.ts';
import { openSandbox } from '../../../trainer/sandbox/open.ts';
import { labelSolutions, patienceFor } from '../../../trainer/tasks/label.ts';
import type { LabelRow } from '../../../trainer/tasks/label.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';

const sandbox = await openSandbox({ workers: 1 });
after(() => sandbox[Symbol.asyncDispose]());

const calls: Problem = {
  id: 'largest',
  question: 'Return the largest number of the list, or None if it is empty.',
  language: 'python',
  entryPoint: 'largest',
  solution: 'def largest(xs):\n    return max(xs, default=None)\n',
  tests: [
    { input: [[3, 1, 2]], expected: 3 },
    { input: [[-5]], expected: -5 },
    { input: [[0.1, 0.3]], expected: 0.3 },
    { input: [[2, 2]], expected: 2 },
    { input: [[]], expected: null },
  ],
};
const program: Problem = {
  id: 'sum',
  question: 'Print the sum of the numbers in the line.',
  language: 'python',
  io: [
    { stdin: '1 2 3\n', stdout: '6\n' },
    { stdin: '-4\n', stdout: '-4\n' },
  ],
};
const asserted: Problem = {
  id: 'area',
  question: 'Return the area of a square.',
  language: 'python',
  testCode:
    'def check(candidate):\n    assert candidate(3) == 9\n    assert candidate(0) == 0\n\ncheck(area)\n',
  entryPoint: 'area',
};
const neverCalled: Problem = {
  ...asserted,
  id: 'never-called',
  testCode: 'def check(candidate):\n    assert candidate(3) == 9\n',
};
const javaScript: Problem = {
  id: 'last',
  question: 'Return the last item.',
  language: 'javascript',
  entryPoint: 'last',
  tests: [
    { input: [[1, 2]], expected: 2 },
    { input: [['a']], expected: 'a' },
  ],
};

async function label(problem: Problem, solution: string): Promise<LabelRow> {
  const solutions = [{ id: 's', problemId: problem.id, solution }];
  const problems = new Map([[problem.id, problem]]);
  const limits = { timeMs: 2000, memoryBytes: 2 ** 28, outputBytes: 2 ** 16 };
  const [row] = await loadAll(labelSolutions({ problems, solutions, sandbox, limits }));
  assert.ok(row !== undefined);
  return row;
}

const cases: readonly (readonly [
  fact: string,
  Problem,
  solution: string,
  correct: boolean | null,
  passRate: number | null,
])[] = [
  ['another right way', calls, 'def largest(xs):\n    return sorted(xs)[-1] if xs else None\n', true, 1],
  ['the empty list forgotten', calls, 'def largest(xs):\n    return max(xs)\n', false, 0.8],
  ['the smallest returned', calls, 'def largest(xs):\n    return min(xs, default=None)\n', false, 0.6],
  ['a syntax error', calls, 'def largest(xs)\n    return max(xs)\n', false, 0],
  ['an empty solution', calls, '', false, 0],
  ['a solution that leaves the process', calls, 'import sys\nsys.exit(0)\n', false, 0],
  [
    'a solution that needs a missing module',
    calls,
    'import numpy\ndef largest(xs):\n    return numpy.max(xs)\n',
    null,
    null,
  ],
  ['a right program', program, 'print(sum(map(int, input().split())))\n', true, 1],
  [
    'a right program that ends by exit',
    program,
    'import sys\nprint(sum(map(int, input().split())))\nsys.exit(0)\n',
    true,
    1,
  ],
  ['a program that prints a constant', program, 'print(6)\n', false, 0.5],
  ['a solution that passes the assertions', asserted, 'def area(a):\n    return a * a\n', true, 1],
  ['a solution that fails one of them', asserted, 'def area(a):\n    return a * a or 1\n', false, 0],
  ['assertions that are never reached', neverCalled, 'def area(a):\n    return 0\n', null, null],
  ['a right function in JavaScript', javaScript, 'const last = (xs) => xs.at(-1);\n', true, 1],
  ['a wrong function in JavaScript', javaScript, 'function last(xs) { return xs[1]; }\n', false, 0.5],
];

for (const [fact, problem, solution, correct, passRate] of cases) {
  test(`executed, ${fact} is labelled ${String(correct)}`, async () => {
    const row = await label(problem, solution);
    assert.deepEqual([row.correct, row.passRate], [correct, passRate], JSON.stringify(row));
    assert.notEqual(row.reason, '');
  });
}

test('executed, a problem whose own solution is wrong labels nothing', async () => {
  const row = await label(
    { ...calls, solution: 'def largest(xs):\n    return 0\n' },
    'def largest(xs):\n    return max(xs)\n',
  );
  assert.equal(row.correct, null);
  assert.match(row.reason, /^the tests are broken: the problem's own solution passes 0 of 5/);
});

test('tests that run out of time decide nothing that the others could', async () => {
  const twenty: Problem = {
    id: 'itself',
    question: 'Return the number.',
    language: 'python',
    entryPoint: 'itself',
    tests: Array.from({ length: 20 }, (_, n) => ({ input: [n], expected: n })),
  };
  const slowBelow = (n: number) => `def itself(n):\n    while n < ${n}: pass\n    return n\n`;
  const rows = await loadAll(
    labelSolutions({
      problems: new Map([[twenty.id, twenty]]),
      solutions: [3, 4].map((n) => ({ id: `below ${n}`, problemId: 'itself', solution: slowBelow(n) })),
      sandbox,
      limits: { timeMs: 200, memoryBytes: 2 ** 28, outputBytes: 2 ** 20 },
    }),
  );
  // 17 of 20 are more than 80 %. After four the 16 that are left cannot be, so they are not run.
  assert.deepEqual(
    rows.map(({ correct, passRate }) => [correct, passRate]),
    [
      [true, 0.85],
      [false, 0],
    ],
  );
});

test('a program is given up when so many tests are out of time that no other could make it correct', () => {
  const cases = [
    [30, 0.8, 6],
    [20, 0.8, 4],
    [10, 0.8, 3],
    [100, 1, 3],
    [100, 0, 100],
  ] as const;
  for (const [tests, threshold, patience] of cases) assert.equal(patienceFor(tests, threshold), patience);
});
