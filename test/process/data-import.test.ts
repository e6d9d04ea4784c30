/** `data import` as a real process: what it writes, what it says, and what it leaves alone. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { importReportSchema, rejectedRowSchema } from '../../trainer/protocol/data-import.ts';
import { loadAll, readPairs, readProblems, readSolutions } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli } from './program.ts';

const golden = (path: string): string => fileURLToPath(new URL(`../golden/data/${path}`, import.meta.url));

test('data import writes what the files hold, each kind of row to its own file, and counts it', async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, 'sets', 'mbpp');
  const damaged = join(folder.path, 'damaged.jsonl');
  const [first = ''] = (await readFile(golden('mxeval/mbpp.jsonl'), 'utf8')).split('\n');
  await writeFile(damaged, `${first}\n{"task_id": 7}\nnonsense\n`);
  const ended = await runCli(
    ...['data', 'import', golden('mxeval/mbjsp.jsonl'), golden('mxeval/mbjsp_samples.jsonl'), damaged],
    ...[golden('pool/py.jsonl'), '--out', out, '--json'],
  );
  const report = importReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.files.map(({ format, rows, problems, solutions, pairs, rejected }) => [
      format,
      rows,
      problems,
      solutions,
      pairs,
      rejected,
    ]),
    [
      ['mbxp', 3, 3, 0, 0, 0],
      ['mbxp-samples', 3, 0, 3, 0, 0],
      ['mbxp', 3, 1, 0, 0, 2],
      ['task-pool', 10, 2, 0, 10, 0],
    ],
  );
  assert.deepEqual(
    [report.problems, report.solutions, report.pairs, report.rejected, report.repeated],
    [6, 3, 10, 2, 0],
  );
  assert.deepEqual(
    report.repairs.map(({ count }) => count),
    [2],
  );
  assert.deepEqual((await readdir(out)).sort(), [
    'pairs.jsonl',
    'problems.jsonl',
    'rejected.jsonl',
    'report.json',
    'solutions.jsonl',
  ]);
  assert.equal((await loadAll(readProblems(join(out, 'problems.jsonl')))).length, 6);
  assert.equal((await loadAll(readSolutions(join(out, 'solutions.jsonl')))).length, 3);
  assert.equal((await loadAll(readPairs(join(out, 'pairs.jsonl')))).length, 10);
  const lines = (await readFile(join(out, 'rejected.jsonl'), 'utf8')).trim().split('\n');
  const rejected = lines.map((line) => rejectedRowSchema.parse(JSON.parse(line)));
  assert.deepEqual(
    rejected.map(({ file, line, field }) => [file, line, field]),
    [
      [damaged, 2, 'task_id'],
      [damaged, 3, ''],
    ],
  );
  assert.match(ended.stderr, /^repaired {2}2 {2}parameters written in the case of the solution/m);
  assert.match(ended.stderr, /^rejected {2}1 {2}task_id must be of type string$/m);
  assert.match(ended.stderr, /: 6 problems, 3 solutions, 10 pairs, 2 rejected$/m);
});

test('problems that come with inputs only are executed for what is expected', async () => {
  await using folder = await temporaryFolder();
  const ended = await runCli(
    ...['data', 'import', golden('evalplus/MbppPlus.jsonl.gz'), '--out', folder.path, '--json'],
  );
  const report = importReportSchema.parse(documentOf(ended));
  assert.deepEqual([report.problems, report.rejected], [1, 2]);
  const [problem] = await loadAll(readProblems(join(folder.path, 'problems.jsonl')));
  assert.ok(problem !== undefined && 'tests' in problem);
  assert.equal(problem.tests.length, 3 + 4, 'three base inputs and four plus inputs');
});

test('an earlier import is replaced by --force alone, and then wholly', async () => {
  await using folder = await temporaryFolder();
  const run = (file: string, ...more: readonly string[]) =>
    runCli('data', 'import', golden(file), '--out', folder.path, '--json', ...more);
  documentOf(await run('pool/py.jsonl'));
  const before = await readFile(join(folder.path, 'problems.jsonl'), 'utf8');
  const refused = await run('mxeval/mbpp.jsonl');
  assert.deepEqual([refused.code, refused.stdout], [1, '']);
  assert.match(refused.stderr, /something is there already/);
  assert.match(refused.stderr, /--force/);
  assert.equal(await readFile(join(folder.path, 'problems.jsonl'), 'utf8'), before);
  documentOf(await run('mxeval/mbpp.jsonl', '--force'));
  assert.deepEqual(
    await readdir(folder.path),
    ['problems.jsonl', 'report.json'],
    'no pairs are left of the earlier one',
  );
});

test('a file that is not there, or of no known format, fails with its name and leaves nothing behind', async () => {
  await using folder = await temporaryFolder();
  const unknown = join(folder.path, 'unknown.jsonl');
  await writeFile(unknown, '{"colour": "red"}\n');
  const cases: readonly (readonly [string, RegExp])[] = [
    [join(folder.path, 'missing.jsonl'), /missing\.jsonl failed: ENOENT/],
    [
      unknown,
      /unknown\.jsonl was not recognised: its first row has the fields colour\.\n.*--format.*humaneval/,
    ],
  ];
  for (const [file, says] of cases) {
    const out = join(folder.path, 'out');
    await mkdir(out, { recursive: true });
    const { code, stdout, stderr } = await runCli(
      ...['data', 'import', golden('mxeval/mbpp.jsonl'), file, '--out', out, '--json'],
    );
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, says);
    assert.deepEqual(await readdir(out), []);
  }
});

test('wrong usage of data import says what is right', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--out', 'x'], /at least one file/],
    [['rows.jsonl'], /--out is missing/],
    [['rows.jsonl', '--out', 'x', '--format', 'csv'], /--format takes one of .*humaneval.*, not "csv"/],
  ];
  for (const [parameters, says] of cases) {
    const { code, stderr } = await runCli('data', 'import', ...parameters);
    assert.equal(code, 2);
    assert.match(stderr, says);
  }
});
