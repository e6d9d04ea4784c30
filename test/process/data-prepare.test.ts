/** `data filter` as a real process on real files, references executed. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { filterReportSchema } from '../../trainer/protocol/data-reports.ts';
import { readPairs, readProblems, readSolutions } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { endless, idsOf, problems, writeFiles } from './data-prepare-support.ts';
import { documentOf, runCli, startCli } from './program.ts';

test('filter leaves out what the paper leaves out, says why for each, and takes pairs and solutions along', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const ended = await runCli(
    ...['data', 'filter', ...files.all, '--out', files.out, '--json'],
    ...['--references', '--workers', '1', '--against', files.evaluation, '--max-tests', '3'],
  );
  const report = filterReportSchema.parse(documentOf(ended));
  const dropped = report.problems.dropped.map(({ id, reason }) => [id, reason]);
  assert.deepEqual(dropped, [
    ['long', 'no-test-left'],
    ['known', 'contaminated'],
    ['wrong', 'reference-fails'],
    ['void', 'tests-void'],
    ['again', 'near-duplicate'],
  ]);
  const [, known, wrong, , again] = report.problems.dropped;
  assert.ok(known?.reason === 'contaminated' && wrong?.reason === 'reference-fails');
  assert.equal(known.words, 'write a function to reverse the words of a sentence');
  assert.deepEqual(known.place, { file: files.evaluation, line: 1, field: 'prompt' });
  assert.match(wrong.cause, /passes 1 of 2 tests: test 1, wrong: returned 6, expected 9/);
  assert.deepEqual(again, { id: 'again', reason: 'near-duplicate', of: 'largest', similarity: 1 });
  const { passed, failed, absent, unlabelled } = report.references ?? assert.fail('no references');
  assert.deepEqual({ passed, failed, absent }, { passed: 1, failed: 1, absent: 2 });
  assert.match(unlabelled.map(({ id, cause }) => `${id}: ${cause}`).join(), /^numpy: .*numpy/);
  const { read, kept, tooLong, notSampled, withProblem } = report.tests;
  assert.deepEqual(
    { read, kept, tooLong, notSampled, withProblem },
    { read: 13, kept: 5, tooLong: 1, notSampled: 2, withProblem: 5 },
  );
  assert.deepEqual(
    report.pairs?.dropped.map(({ id, field }) => [id, field]),
    [['p-copied', 'solution']],
  );
  assert.deepEqual(
    [report.pairs?.withProblem, report.pairs?.orphans, report.solutions?.withProblem],
    [1, 1, 1],
  );
  assert.deepEqual(await idsOf(readProblems(join(files.out, 'problems.jsonl'))), [
    'double',
    'numpy',
    'largest',
  ]);
  assert.deepEqual(await idsOf(readPairs(join(files.out, 'pairs.jsonl'))), ['p-double', 'p-alone']);
  assert.deepEqual(await idsOf(readSolutions(join(files.out, 'solutions.jsonl'))), ['s-double']);
  assert.deepEqual(JSON.parse(await readFile(join(files.out, 'report.json'), 'utf8')), report);
  assert.match(ended.stderr, /^3 of 8 problems stay$/m);
});

test('the same files and seed give the same bytes, and another seed other tests', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const written = async (name: string, seed: string): Promise<string> => {
    const out = join(folder.path, name);
    const ended = await runCli(
      'data',
      'filter',
      ...files.all,
      '--out',
      out,
      '--max-tests',
      '2',
      '--seed',
      seed,
    );
    assert.equal(ended.code, 0, ended.stderr);
    return readFile(join(out, 'problems.jsonl'), 'utf8');
  };
  const first = await written('first', '1');
  assert.equal(await written('second', '1'), first);
  const others = await Promise.all(['2', '3', '4'].map((seed) => written(`seed-${seed}`, seed)));
  assert.ok(others.some((other) => other !== first));
});

test('what is there is replaced with --force only, and only if it was written by such a command', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const filter = async (out: string, ...more: readonly string[]): Promise<string> => {
    const { code, stderr } = await runCli('data', 'filter', ...files.problems, '--out', out, ...more);
    return `${code} ${stderr}`;
  };
  assert.match(await filter(files.out), /^0 /);
  assert.match(await filter(files.out), /^1 Nothing is written to .*--force/s);
  assert.match(await filter(files.out, '--force', '--near-duplicates', '0'), /^0 7 of 8 problems stay/);
  const foreign = join(folder.path, 'mine');
  await mkdir(foreign);
  await writeFile(join(foreign, 'thesis.txt'), 'words');
  assert.match(await filter(foreign, '--force'), /^1 .*it was not written by this command/);
  assert.deepEqual(await readdir(foreign), ['thesis.txt']);
});

test('a set of which nothing is left is not written, and the reasons are told', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const against = ['--against', files.problems[1] ?? ''];
  const known = join(folder.path, 'known.jsonl');
  await writeFile(known, `${JSON.stringify(problems[2])}\n`);
  const ended = await runCli('data', 'filter', '--problems', known, '--out', files.out, ...against, '--json');
  assert.deepEqual([ended.code, ended.stdout], [1, '']);
  assert.match(ended.stderr, /would leave no problem: 1 that overlap with an evaluation file/);
  assert.ok(!(await readdir(folder.path)).some((name) => name.includes('out')));
});

test('a filter that is stopped ends with 130 and leaves nothing behind', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'problems.jsonl');
  await writeFile(file, `${JSON.stringify(endless)}\n`);
  const out = join(folder.path, 'out');
  const { child, ended } = startCli(
    ...['data', 'filter', '--problems', file, '--out', out, '--references', '--workers', '1', '--json'],
  );
  const hasBegun = async (): Promise<boolean> => (await readdir(folder.path)).length > 1;
  while (child.exitCode === null && !(await hasBegun())) await setTimeout(20);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  assert.deepEqual([code, stdout], [130, '']);
  assert.deepEqual(await readdir(folder.path), ['problems.jsonl']);
});
