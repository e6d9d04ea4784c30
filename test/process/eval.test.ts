/** `eval` as a real process: critics on pairs, solutions on tests, and two results beside each other. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  comparisonSchema,
  criticEvaluationSchema,
  logicEvaluationSchema,
  passEvaluationSchema,
} from '../../trainer/protocol/evaluation.ts';
import { budgetForcingSchema, selfCritiqueSchema } from '../../trainer/protocol/evaluation-studies.ts';
import { evalReportSchema } from '../../trainer/protocol/reports.ts';
import { openWorkshop } from '../support/critic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeThinkingModel } from '../support/thinking-model.ts';
import { documentOf, repository, runCli } from './program.ts';
import { jsonLines } from '../support/json-lines.ts';

test('a critic is measured on pairs, and what came out is left as a document, a table and a page', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const critic = workshop.input.directory;
  const pairs = join(workshop.folder, 'pairs.jsonl');
  const out = join(workshop.folder, 'result');
  await writeFile(pairs, jsonLines(workshop.pairs));
  const told = ['eval', '--critic', critic, '--pairs', pairs, '--out', out, '--json'];
  const ended = await runCli(...told, '--pick', 'balanced', '--pick', 'tpr=0.9');
  const result = criticEvaluationSchema.parse(documentOf(ended));
  assert.equal(evalReportSchema.parse(result).n, workshop.pairs.length);
  assert.deepEqual(
    result.rows.map(({ id }) => id),
    workshop.pairs.map(({ id }) => id),
  );
  assert.equal(result.picks.length, 2);
  assert.match(ended.stderr, /^Balanced accuracy +\d/m);
  assert.deepEqual((await readdir(out)).sort(), ['report.html', 'result.json', 'table.txt']);
  assert.deepEqual(JSON.parse(await readFile(join(out, 'result.json'), 'utf8')), result);

  const file = join(out, 'result.json');
  const compared = comparisonSchema.parse(documentOf(await runCli('eval', 'compare', file, file, '--json')));
  assert.deepEqual([compared.rows, compared.figures[0]?.difference], [workshop.pairs.length, null]);

  const again = await runCli(...told);
  assert.deepEqual([again.code, again.stdout], [1, '']);
  assert.match(again.stderr, /something is there already.*\n.*--force/);
});

test('what is measured must be said, and only one thing', async () => {
  for (const options of [
    [],
    ['--pairs', 'x.jsonl'],
    ['--critic', 'x', '--pairs', 'x', '--pick', 'tpr=2'],
    ['--problems', 'x', '--run', 'x', '--thinking'],
  ]) {
    const ended = await runCli('eval', ...options);
    assert.deepEqual([ended.code, ended.stdout], [2, '']);
    assert.match(ended.stderr, /Usage: critique-coder eval/);
  }
});

const problems = [
  {
    id: 'double',
    question: 'Return twice the number.',
    language: 'python',
    entryPoint: 'double',
    tests: Array.from({ length: 10 }, (_, n) => ({ input: [n], expected: 2 * n })),
  },
  {
    id: 'sum',
    question: 'Print the sum of the numbers in the line.',
    language: 'python',
    io: [{ stdin: '1 2\n', stdout: '3\n' }],
  },
  { id: 'nobody', question: 'Return x.', language: 'python', testCode: 'assert f(1) == 1', entryPoint: 'f' },
];

const solutions = [
  { id: 'd1', problemId: 'double', solution: 'def double(n):\n    return n + n\n' },
  // Right for nine of the ten tests: correct by the paper's 80 %, not by pass@k.
  { id: 'd2', problemId: 'double', solution: 'def double(n):\n    return 2 * min(n, 8)\n' },
  { id: 's1', problemId: 'sum', solution: 'print(sum(map(int, input().split())))\n' },
  {
    id: 's2',
    problemId: 'sum',
    solution: 'import numpy\nprint(numpy.sum([int(x) for x in input().split()]))\n',
  },
];

test('solutions are executed, and pass@k counts those that pass every test', async () => {
  await using folder = await temporaryFolder();
  const [problemFile, solutionFile] = [join(folder.path, 'p.jsonl'), join(folder.path, 's.jsonl')];
  await writeFile(problemFile, jsonLines(problems));
  await writeFile(solutionFile, jsonLines(solutions));
  const told = ['eval', '--problems', problemFile, '--solutions', solutionFile, '--workers', '1', '--json'];
  const ended = await runCli(...told, '--k', '1,2');
  const result = passEvaluationSchema.parse(documentOf(ended));
  assert.deepEqual(result.rows, [
    { id: 'double', n: 2, correct: 1, unlabelled: 0 },
    { id: 'sum', n: 1, correct: 1, unlabelled: 1 },
  ]);
  assert.deepEqual(
    result.passAt.map(({ k, estimate, problems: counted }) => [k, estimate, counted]),
    [
      [1, 0.75, 2],
      [2, 1, 1],
    ],
  );
  assert.deepEqual([result.unanswered, result.unlabelled.rows[0]?.id], [1, 's2']);
  assert.match(ended.stderr, /^pass@1 +75\.0 %/m);
  const exact = passEvaluationSchema.parse(documentOf(await runCli(...told, '--exact')));
  assert.deepEqual([result.exact, exact.exact], [false, true]);

  const tooMany = await runCli(...told, '--k', '3');
  assert.deepEqual([tooMany.code, tooMany.stdout], [1, '']);
  assert.match(tooMany.stderr, /pass@3 needs at least 3 .* problem double has 2 .*\n.*--k up to 2/);
});

test('a model answers logic questions, beside what chance gives', async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, 'result');
  const tasks = ['boolean_expressions', 'web_of_lies'].map((task) =>
    join(repository, 'test', 'golden', 'data', 'bbh', `${task}.json`),
  );
  const ended = await runCli(
    ...['eval', '--base', 'starter', '--max-tokens', '4', '--limit', '2', '--out', out, '--json'],
    ...tasks.flatMap((file) => ['--logic', file]),
  );
  const result = logicEvaluationSchema.parse(documentOf(ended));
  assert.deepEqual(
    result.tasks.map(({ task, n, chance }) => [task, n, chance]),
    [
      ['boolean_expressions', 2, 0.5],
      ['web_of_lies', 2, 0.5],
    ],
  );
  assert.match(ended.stderr, /^All tasks +4 /m);
  const file = join(out, 'result.json');
  const compared = comparisonSchema.parse(documentOf(await runCli('eval', 'compare', file, file, '--json')));
  assert.deepEqual([compared.kind, compared.rows, compared.mcnemar?.p], ['logic', 4, 1]);
});

test('a model chooses among its own answers by its critiques of them', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'p.jsonl');
  await writeFile(file, jsonLines(problems.slice(0, 1)));
  const ended = await runCli(
    ...['eval', '--study', 'self-critique', '--problems', file, '--base', 'starter', '--workers', '1'],
    ...['--candidates', '2', '--critiques', '2', '--max-tokens', '24', '--json'],
  );
  const result = selfCritiqueSchema.parse(documentOf(ended));
  assert.equal(result.rows[0]?.candidates.length, 2);
  assert.deepEqual(
    result.chosen.map(({ candidates, critiques }) => [candidates, critiques]),
    [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ],
  );
  assert.equal((await runCli('eval', '--study', 'other', '--problems', file, '--base', 'starter')).code, 2);
});

test('a model is asked for solutions, and the ones that it kept give the same pass@k', async () => {
  await using folder = await temporaryFolder();
  const [file, kept, out] = ['p.jsonl', 'kept.jsonl', 'result'].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(file, jsonLines([...problems.slice(0, 1), { ...problems[0], id: 'beyond' }]));
  const told = ['eval', '--problems', file, '--workers', '1', '--json'];
  const asked = [...told, '--base', 'starter', '--max-tokens', '24', '--limit', '1'];
  const sampled = [...asked, '--samples', '3', '--k', '1,3', '--keep', kept];
  const result = passEvaluationSchema.parse(documentOf(await runCli(...sampled, '--out', out)));
  assert.deepEqual(result.sampling, { samples: 3, temperature: 0.8, maxTokens: 24, seed: 0 });
  assert.deepEqual([result.solutions, result.unanswered, result.set.rows], [3, 0, 2]);
  const again = await runCli(...told, '--solutions', kept, '--k', '1,3');
  assert.deepEqual(passEvaluationSchema.parse(documentOf(again)).passAt, result.passAt);
  assert.deepEqual((await readdir(folder.path)).sort(), ['kept.jsonl', 'p.jsonl', 'result']);

  const occupied = await runCli(...sampled);
  assert.deepEqual([occupied.code, occupied.stdout], [1, '']);
  assert.match(occupied.stderr, /kept\.jsonl/);
  const tooMany = await runCli(...asked, '--samples', '3', '--k', '4');
  assert.equal(tooMany.code, 2);
  assert.match(tooMany.stderr, /--k 4 needs as many --samples, not 3/);
});

test('a model that thinks is made to go on, and what it gains is told by iteration', async () => {
  await using folder = await temporaryFolder();
  const [file, model, out] = ['p.jsonl', 'model', 'result'].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(file, jsonLines(problems.slice(0, 2)));
  await writeThinkingModel(model);
  const told = ['eval', '--study', 'budget-forcing', '--problems', file, '--base', model, '--workers', '1'];
  const ended = await runCli(
    ...told,
    '--thinking',
    '--iterations',
    '2',
    '--max-tokens',
    '96',
    '--out',
    out,
    '--json',
  );
  const result = budgetForcingSchema.parse(documentOf(ended));
  assert.deepEqual([result.thinking, result.rows.length, result.continuation], [2, 2, 'Wait']);
  assert.deepEqual(
    result.iterations.map(({ iteration }) => iteration),
    [0, 1, 2],
  );
  assert.ok(result.iterations.some(({ forced }) => forced > 0));
  assert.ok(result.rows.every(({ iterations }) => iterations.every(({ tokens }) => tokens <= 96)));
  assert.match(ended.stderr, /Each time the end of the thinking was replaced by “Wait”/);
  assert.match(await readFile(join(out, 'report.html'), 'utf8'), /pass@1 by tokens/);
  const kept = join(out, 'result.json');
  const compared = comparisonSchema.parse(documentOf(await runCli('eval', 'compare', kept, kept, '--json')));
  assert.deepEqual([compared.kind, compared.figures.length], ['budget-forcing', 3]);

  const tooFew = await runCli(...told, '--max-tokens', '8', '--answer-tokens', '7');
  assert.deepEqual([tooFew.code, tooFew.stdout], [2, '']);
  assert.match(tooFew.stderr, /of --max-tokens 8, --answer-tokens can keep 6 at most, not 7/);
});

test('what is no result cannot be compared', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'result.json');
  await writeFile(file, '{"kind": "critic"}');
  const ended = await runCli('eval', 'compare', file, file);
  assert.deepEqual([ended.code, ended.stdout], [1, '']);
  assert.match(ended.stderr, /result\.json cannot be read: .*\n.*eval --out/);
  assert.equal((await runCli('eval', 'compare', file)).code, 2);
});
