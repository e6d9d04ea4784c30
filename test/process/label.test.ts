/** `label` on every form of test, executed for real. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Problem, Solution } from '../../trainer/protocol/data.ts';
import { labelReportSchema } from '../../trainer/protocol/reports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli } from './program.ts';
import { jsonLines } from '../support/json-lines.ts';

const problems: readonly Problem[] = [
  {
    id: 'double',
    question: 'Return twice the number.',
    language: 'python',
    entryPoint: 'double',
    tests: [
      { input: [1], expected: 2 },
      { input: [0], expected: 0 },
      { input: [-3], expected: -6 },
      { input: [2], expected: 4 },
    ],
  },
  {
    id: 'sum',
    question: 'Print the sum of the numbers in the line.',
    language: 'javascript',
    io: [
      { stdin: '1 2\n', stdout: '3\n' },
      { stdin: '5\n', stdout: '5\n' },
    ],
  },
  {
    id: 'area',
    question: 'Return the area of a square.',
    language: 'python',
    entryPoint: 'area',
    testCode: 'assert area(3) == 9\nassert area(0) == 0\n',
  },
];

const sum = "const line = require('node:fs').readFileSync(0, 'utf8');\n";

const solutions: readonly Solution[] = [
  { id: 'double-right', problemId: 'double', solution: 'def double(n):\n    return n + n\n' },
  { id: 'double-square', problemId: 'double', solution: 'def double(n):\n    return n * n\n' },
  { id: 'double-numpy', problemId: 'double', solution: 'import numpy\ndef double(n):\n    return n * 2\n' },
  {
    id: 'sum-right',
    problemId: 'sum',
    solution: `${sum}console.log(line.trim().split(' ').map(Number).reduce((a, b) => a + b));\n`,
  },
  { id: 'sum-first', problemId: 'sum', solution: `${sum}console.log(parseInt(line));\n` },
  { id: 'area-right', problemId: 'area', solution: 'def area(side):\n    return side ** 2\n' },
  { id: 'area-wrong', problemId: 'area', solution: 'def area(side):\n    return 4 * side\n' },
  { id: 'nobody', problemId: 'perimeter', solution: 'pass\n' },
];

test('label executes all forms of test and leaves unlabelled what it cannot know', async () => {
  await using folder = await temporaryFolder();
  const file = async (name: string, rows: readonly unknown[]): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, jsonLines(rows));
    return path;
  };
  const ended = await runCli(
    ...['label', '--workers', '1', '--json'],
    ...['--problems', await file('problems.jsonl', problems)],
    ...['--solutions', await file('solutions.jsonl', solutions)],
  );
  const report = labelReportSchema.parse(documentOf(ended));
  const { n, correct, incorrect, unlabelled } = report;
  assert.deepEqual({ n, correct, incorrect, unlabelled }, { n: 8, correct: 3, incorrect: 3, unlabelled: 2 });
  assert.deepEqual(
    report.rows.map((row) => [row.id, row.correct, row.passRate]),
    [
      ['double-right', true, 1],
      ['double-square', false, 0.5],
      ['double-numpy', null, null],
      ['sum-right', true, 1],
      ['sum-first', false, 0.5],
      ['area-right', true, 1],
      ['area-wrong', false, 0],
      ['nobody', null, null],
    ],
  );
  const reasonOf = (id: string): string => report.rows.find((row) => row.id === id)?.reason ?? '';
  assert.match(reasonOf('double-numpy'), /numpy/);
  assert.match(reasonOf('nobody'), /no problem perimeter/);
  assert.deepEqual(
    report.rows[1]?.failures.map((failure) => failure.test),
    [0, 2],
  );
  assert.match(ended.stderr, /^double-square {2}incorrect {2}passes 2 of 4 tests$/m);
  assert.match(ended.stderr, /^8 solutions: 3 correct, 3 incorrect, 2 unlabelled$/m);
});

test('a program that draws its answers is found by running it again, and is unlabelled', async () => {
  await using folder = await temporaryFolder();
  const tests = Array.from({ length: 40 }, (_, index) => ({ input: [index], expected: true }));
  const drawing: Problem[] = (['python', 'javascript'] as const).map((language) => ({
    id: language,
    question: 'Say true.',
    language,
    entryPoint: 'f',
    tests,
  }));
  const programs: Solution[] = [
    {
      id: 'draws',
      problemId: 'python',
      solution: 'import random\ndef f(x):\n    return random.random() < 0.5\n',
    },
    { id: 'draws too', problemId: 'javascript', solution: 'const f = () => Math.random() < 0.5;\n' },
    { id: 'knows', problemId: 'python', solution: 'def f(x):\n    return True\n' },
  ];
  const [problemFile, solutionFile] = [drawing, programs].map((rows, index) => {
    return { path: join(folder.path, `${index}.jsonl`), rows };
  });
  assert.ok(problemFile !== undefined && solutionFile !== undefined);
  for (const { path, rows } of [problemFile, solutionFile]) {
    await writeFile(path, jsonLines(rows));
  }
  const ended = await runCli(
    ...['label', '--problems', problemFile.path, '--solutions', solutionFile.path],
    ...['--reruns', '2', '--workers', '1', '--json'],
  );
  const report = labelReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.rows.map(({ correct, flaky }) => [correct, flaky]),
    [
      [null, true],
      [null, true],
      [true, undefined],
    ],
  );
  assert.match(report.rows[0]?.reason ?? '', /^flaky: passes \d+, then \d+, then \d+ of 40 tests$/);
  assert.deepEqual([report.unlabelled, report.flaky], [2, 2]);
});

test('pairs are written into a folder that is not there yet, and where that cannot be nothing is run', async () => {
  await using folder = await temporaryFolder();
  const [problemFile, solutionFile] = [join(folder.path, 'p.jsonl'), join(folder.path, 's.jsonl')];
  await writeFile(problemFile, `${JSON.stringify(problems[0])}\n`);
  await writeFile(solutionFile, `${JSON.stringify(solutions[0])}\n`);
  const told = ['label', '--problems', problemFile, '--solutions', solutionFile, '--workers', '1', '--json'];
  const out = join(folder.path, 'out', 'pairs.jsonl');
  const { pairs } = labelReportSchema.parse(documentOf(await runCli(...told, '--pairs', out)));
  assert.deepEqual([pairs?.file, pairs?.after], [out, { correct: 1, incorrect: 0 }]);
  assert.equal((await readFile(out, 'utf8')).trim().split('\n').length, 1);

  const { code, stderr } = await runCli(...told, '--pairs', join(problemFile, 'pairs.jsonl'));
  assert.equal(code, 1);
  assert.match(stderr, /Writing to .*p\.jsonl.* failed/);
  assert.doesNotMatch(stderr, /double-right/);
});

test('a row that is no solution is a failure that names the file and the line', async () => {
  await using folder = await temporaryFolder();
  const [problemFile, solutionFile] = ['problems.jsonl', 'solutions.jsonl'].map((name) =>
    join(folder.path, name),
  );
  assert.ok(problemFile !== undefined && solutionFile !== undefined);
  await writeFile(problemFile, `${JSON.stringify(problems[0])}\n`);
  await writeFile(solutionFile, `${JSON.stringify(solutions[0])}\n{"id": "x"}\n`);
  const ended = await runCli('label', '--problems', problemFile, '--solutions', solutionFile, '--json');
  assert.deepEqual([ended.code, ended.stdout], [1, '']);
  assert.ok(ended.stderr.includes(solutionFile));
  assert.match(ended.stderr, /line 2|:2\b/);
});
