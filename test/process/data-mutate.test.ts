/** From right solutions to balanced pairs by the command line: `data mutate`, then `label`. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Pair, Problem, Solution } from '../../trainer/protocol/data.ts';
import { mutationReportSchema } from '../../trainer/protocol/mutation.ts';
import { labelReportSchema } from '../../trainer/protocol/reports.ts';
import { loadAll, readPairs, readSolutions } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, repository, runCli } from './program.ts';

const largest: Problem = {
  id: 'largest',
  question: 'Return the largest number, or 0 of none.',
  language: 'python',
  entryPoint: 'largest',
  starterCode: 'def largest(xs):',
  family: 'lists',
  tests: [
    { input: [[1, 2, 3]], expected: 3 },
    { input: [[3, 2, 1]], expected: 3 },
    { input: [[-3, -2]], expected: -2 },
    { input: [[]], expected: 0 },
    { input: [[7]], expected: 7 },
    { input: [[2, 9, 2]], expected: 9 },
  ],
  solution:
    'def largest(xs):\n    if not xs:\n        return 0\n    best = xs[0]\n    for x in xs:\n        if x > best:\n            best = x\n    return best\n',
};

const count: Problem = {
  id: 'count',
  question: 'Count the vowels.',
  language: 'typescript',
  entryPoint: 'count',
  tests: [
    { input: ['aeiou'], expected: 5 },
    { input: ['xyz'], expected: 0 },
    { input: ['banana'], expected: 3 },
    { input: [''], expected: 0 },
  ],
  solution:
    "function count(text: string): number {\n  let n = 0;\n  for (let i = 0; i < text.length; i++) {\n    if ('aeiou'.includes(text[i])) n += 1;\n  }\n  return n;\n}\n",
};

async function written(folder: string, name: string, rows: readonly object[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

test('mutants of references are labelled by execution and become balanced pairs with their provenance', async () => {
  await using folder = await temporaryFolder();
  const problems = await written(folder.path, 'problems.jsonl', [largest, count]);
  const [mutants, pairs] = [join(folder.path, 'mutants.jsonl'), join(folder.path, 'pairs.jsonl')];

  const made = await runCli(
    ...['data', 'mutate', '--problems', problems, '--out', mutants, '--per-solution', '8', '--json'],
  );
  const report = mutationReportSchema.parse(documentOf(made));
  assert.deepEqual([report.out, report.originals, report.mutants], [mutants, 2, 16]);
  assert.equal(
    Object.values(report.operators).reduce((sum, each) => sum + each, 0),
    16,
  );
  const solutions = await loadAll(readSolutions(mutants));
  assert.equal(solutions[0]?.id, 'largest/mutant-1');
  for (const { problemId, provenance } of solutions) {
    assert.ok(provenance?.kind === 'mutation' && provenance.of === problemId);
  }

  const labelled = await runCli(
    ...['label', '--problems', problems, '--solutions', mutants, '--references', '--reruns', '1'],
    ...['--time-limit', '2', '--pairs', pairs, '--balance', '0.5', '--workers', '1', '--json'],
  );
  const labels = labelReportSchema.parse(documentOf(labelled));
  assert.deepEqual([labels.n, labels.unlabelled, labels.flaky], [18, 0, 0]);
  assert.ok(labels.pairs);
  const { before, after, leftOut, survivingMutants, sources } = labels.pairs;
  assert.deepEqual(sources['reference'], { correct: 2, incorrect: 0, unlabelled: 0, leftOut: 0 });
  assert.equal(before.correct, 2);
  assert.equal(leftOut.survivingMutants, survivingMutants);
  assert.equal(
    before.correct + before.incorrect,
    18 - leftOut.duplicates - leftOut.brokenMutants - survivingMutants,
  );
  assert.ok(before.incorrect > before.correct, JSON.stringify(before));
  assert.deepEqual(after, { correct: before.correct, incorrect: before.correct });
  await checkPairs(pairs, solutions, labels.pairs.after);
});

/** Every pair is a candidate with the label of its execution, and has what a judge is told. */
async function checkPairs(
  file: string,
  solutions: readonly Solution[],
  { correct, incorrect }: { readonly correct: number; readonly incorrect: number },
): Promise<void> {
  const pairs: Pair[] = await loadAll(readPairs(file));
  assert.equal(pairs.length, correct + incorrect);
  for (const pair of pairs) {
    const { id, provenance, passRate = 1 } = pair;
    assert.equal(pair.correct, passRate === 1, id);
    if (provenance?.kind !== 'mutation') {
      assert.deepEqual(provenance, { kind: 'reference' });
    } else {
      assert.equal(pair.solution, solutions.find((one) => one.id === id)?.solution);
      assert.equal(pair.source, provenance.operator);
    }
    const isLargest = pair.problemId === 'largest';
    assert.equal(pair.question, isLargest ? `${largest.question}\n\ndef largest(xs):` : count.question);
    assert.equal(pair.family, isLargest ? 'lists' : undefined);
    assert.equal(pair.language, isLargest ? 'python' : 'typescript');
  }
}

test('the same seed makes the same file, other problems beside it or not', async () => {
  await using folder = await temporaryFolder();
  const both = await written(folder.path, 'both.jsonl', [largest, count]);
  const make = async (name: string, ...more: readonly string[]): Promise<string> => {
    const out = join(folder.path, name);
    const { code, stderr } = await runCli('data', 'mutate', '--problems', both, '--out', out, ...more);
    assert.equal(code, 0, stderr);
    return readFile(out, 'utf8');
  };
  const first = await make('first.jsonl');
  assert.equal(await make('again.jsonl'), first);
  assert.notEqual(await make('other.jsonl', '--seed', '1'), first);
  const only = await make('only.jsonl', '--language', 'typescript');
  assert.ok(only !== '' && first.endsWith(only));
});

test('given solutions are mutated instead of the references, with two mistakes when asked', async () => {
  await using folder = await temporaryFolder();
  const problems = await written(folder.path, 'problems.jsonl', [largest, count]);
  const solution =
    'def largest(xs):\n    best = 0\n    for x in xs:\n        best = max(x, best)\n    return best\n';
  const broken = 'def largest(xs:\n';
  const solutions = await written(folder.path, 'solutions.jsonl', [
    { id: 'mine', problemId: 'largest', solution },
    { id: 'cut-off', problemId: 'largest', solution: broken },
  ]);
  const out = join(folder.path, 'out.jsonl');
  const ended = await runCli(
    ...['data', 'mutate', '--problems', problems, '--solutions', solutions, '--out', out],
    ...['--mistakes', '2', '--json'],
  );
  const report = mutationReportSchema.parse(documentOf(ended));
  assert.deepEqual([report.originals, report.unreadable], [2, ['cut-off']]);
  assert.match(ended.stderr, /1 solutions do not parse and were left alone: cut-off/);
  const mutants = await loadAll(readSolutions(out));
  assert.ok(mutants.length > 0);
  assert.equal(mutants.length, report.mutants);
  for (const { id, provenance } of mutants) {
    assert.match(id, /^mine\/mutant-\d$/);
    assert.ok(provenance?.kind === 'mutation' && provenance.of === 'mine');
    assert.match(provenance.operator, /\+/);
  }
});

test('a file that is there is replaced only with --force, and nothing is left of what failed', async () => {
  await using folder = await temporaryFolder();
  const problems = await written(folder.path, 'problems.jsonl', [largest]);
  const out = join(folder.path, 'out.jsonl');
  await writeFile(out, 'mine');
  const refused = await runCli('data', 'mutate', '--problems', problems, '--out', out, '--json');
  assert.deepEqual([refused.code, refused.stdout], [1, '']);
  assert.match(refused.stderr, /Nothing is written to .*: something is there already/);
  assert.equal(await readFile(out, 'utf8'), 'mine');
  const label = ['label', '--problems', problems, '--solutions', problems, '--pairs', out];
  assert.match((await runCli(...label)).stderr, /Nothing is written to .*: something is there already/);
  const forced = await runCli('data', 'mutate', '--problems', problems, '--out', out, '--force');
  assert.equal(forced.code, 0, forced.stderr);
  assert.notEqual(await readFile(out, 'utf8'), 'mine');

  const { solution, ...bare } = largest;
  assert.ok(solution);
  const without = await written(folder.path, 'without.jsonl', [bare]);
  const nothing = await runCli(
    'data',
    'mutate',
    '--problems',
    without,
    '--out',
    join(folder.path, 'none.jsonl'),
  );
  assert.equal(nothing.code, 1);
  assert.match(nothing.stderr, /the 1 problems come without one/);
  assert.deepEqual((await readdir(folder.path)).sort(), ['out.jsonl', 'problems.jsonl', 'without.jsonl']);
});

test('what cannot become pairs is said, and no file is written', async () => {
  await using folder = await temporaryFolder();
  const problems = await written(folder.path, 'problems.jsonl', [largest]);
  const pairs = join(folder.path, 'pairs.jsonl');
  const solution = largest.solution ?? '';
  const right = await written(folder.path, 'right.jsonl', [{ id: 'a', problemId: 'largest', solution }]);
  const oneClass = await runCli(
    ...['label', '--problems', problems, '--solutions', right, '--pairs', pairs, '--balance', '0.5'],
  );
  assert.equal(oneClass.code, 1);
  assert.match(oneClass.stderr, /there are 1 correct and 0 incorrect ones/);
  const stranger = await written(folder.path, 'stranger.jsonl', [{ id: 'a', problemId: 'other', solution }]);
  const none = await runCli('label', '--problems', problems, '--solutions', stranger, '--pairs', pairs);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /None of 1 candidates is a pair.* Left out: 1 unlabelled, 0 repeated/);
  assert.equal((await readdir(folder.path)).includes('pairs.jsonl'), false);
});

const wrong = [
  {
    args: ['--language', 'ruby'],
    says: /--language takes one of python, javascript, typescript, not "ruby"/,
  },
  { args: ['--mistakes', '3'], says: /--mistakes takes 1 or 2, not 3/ },
];

test('options that make no sense are wrong usage', async () => {
  for (const { args, says } of wrong) {
    const { code, stderr } = await runCli('data', 'mutate', '--problems', 'p', '--out', 'o', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
  }
  const label = ['label', '--problems', 'p', '--solutions', 's'];
  const alone = await runCli(...label, '--balance', '0.5');
  assert.deepEqual([alone.code, /--balance is for --pairs/.test(alone.stderr)], [2, true]);
  const whole = await runCli(...label, '--pairs', 'x', '--balance', '1');
  assert.deepEqual(
    [whole.code, /--balance takes a share between 0 and 1, not 1/.test(whole.stderr)],
    [2, true],
  );
});

test('every known-buggy program of DebugBench’s excerpt fails a test that its right version passes', async () => {
  const golden = join(repository, 'test/golden/data/debugbench');
  const ended = await runCli(
    ...['label', '--problems', join(golden, 'problems.jsonl'), '--solutions', join(golden, 'buggy.jsonl')],
    ...['--references', '--workers', '1', '--time-limit', '5', '--json'],
  );
  const { rows } = labelReportSchema.parse(documentOf(ended));
  assert.equal(rows.length, 12);
  for (const { id, passRate } of rows) assert.equal(passRate, id.endsWith('/reference') ? 1 : 0, id);
});
