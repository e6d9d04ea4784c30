/** `data split` and `data stats` as real processes on real files, and what all commands of the preparation refuse. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { splitReportSchema, statsReportSchema } from '../../trainer/protocol/data-reports.ts';
import { readPairs, readProblems, readSolutions } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { idsOf, pairs, problems, solutions, writeFiles } from './data-prepare-support.ts';
import { documentOf, runCli } from './program.ts';
import { jsonLines } from '../support/json-lines.ts';

test('split writes a folder a side, keeps together what belongs together, and proves it', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const shares = ['--shares', 'train=0.5,held-out=0.5'];
  const ended = await runCli(
    'data',
    'split',
    ...files.all,
    '--out',
    files.out,
    ...shares,
    '--seed',
    '3',
    '--json',
  );
  const report = splitReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.sides.map(({ side }) => side),
    ['train', 'held-out'],
  );
  const sideOf = new Map<string, string>();
  for (const { side, folder: place, ...counts } of report.sides) {
    const [here, withPairs, withSolutions] = await Promise.all([
      idsOf(readProblems(join(place, 'problems.jsonl'))),
      idsOf(readPairs(join(place, 'pairs.jsonl'))),
      idsOf(readSolutions(join(place, 'solutions.jsonl'))),
    ]);
    assert.deepEqual(
      [here.length, withPairs.length, withSolutions.length],
      [counts.problems, counts.pairs, counts.solutions],
    );
    for (const id of [...here, ...withPairs, ...withSolutions]) sideOf.set(id, side);
  }
  // Nine groups: seven questions of problems, two of them with a pair, and the questions of two pairs without a problem.
  assert.deepEqual(report.sides.map(({ groups }) => groups).sort(), [4, 5]);
  assert.equal(sideOf.size, problems.length + pairs.length + solutions.length);
  for (const [one, other] of [
    ['double', 'p-double'],
    ['double', 's-double'],
    ['known', 'p-known'],
    ['wrong', 's-wrong'],
    ['largest', 'again'],
  ]) {
    assert.equal(sideOf.get(one ?? ''), sideOf.get(other ?? ''), `${one} and ${other}`);
  }
  assert.deepEqual(report.checked, { families: 1, questions: 11, problems: 8 });
  assert.deepEqual(
    [report.sides.reduce((sum, side) => sum + side.correctPairs, 0), report.orphanSolutions],
    [2, 0],
  );
});

test('what is nearly the same stays on one side where that is asked for', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'problems.jsonl');
  const texts = ['a b c d e f g h i', 'p q r s t u v w x', 'k l m n o k l m n', 'a b c d e f g h x'];
  const rows = texts.map((question, index) => ({
    ...problems[0],
    id: `q${index}`,
    question,
    family: undefined,
  }));
  await writeFile(file, jsonLines(rows));
  const shares = ['--shares', 'a=1,b=1,c=1'];
  const told = [
    'data',
    'split',
    '--problems',
    file,
    '--out',
    join(folder.path, 'sides'),
    ...shares,
    '--json',
  ];
  const ended = await runCli(...told, '--near-duplicates', '0.6');
  const report = splitReportSchema.parse(documentOf(ended));
  assert.deepEqual(report.nearDuplicates, { share: 0.6, pairs: 1 });
  assert.deepEqual(report.sides.map(({ problems: count }) => count).sort(), [1, 1, 2]);
  assert.match(ended.stderr, /^Pairs of questions that are nearly the same and were kept together: 1$/m);
});

test('a side may be named as something that every object has', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const shares = ['--shares', 'constructor=1,b=1'];
  const ended = await runCli('data', 'split', ...files.all, '--out', files.out, ...shares, '--json');
  const report = splitReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.sides.map(({ side, share }) => [side, share]),
    [
      ['constructor', 1],
      ['b', 1],
    ],
  );
});

test('stats tells each file by its first row', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path);
  const named = files.all.filter((value) => !value.startsWith('--'));
  const ended = await runCli('data', 'stats', ...named, '--json');
  const report = statsReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.files.map(({ kind, rows }) => [kind, rows]),
    [
      ['problems', 8],
      ['pairs', 4],
      ['solutions', 2],
    ],
  );
  assert.deepEqual(report.files[0]?.tests, { calls: 5, testCode: 3 });
  assert.equal(report.files[0]?.duplicates, 1);
  assert.match(ended.stderr, /labels: 2 incorrect, 2 correct/);
});

const wrong = [
  { args: ['filter', '--out', 'x'], says: /--problems is missing/ },
  { args: ['filter', '--problems', 'x'], says: /--out is missing/ },
  {
    args: ['filter', '--problems', 'x', '--out', 'y', '--near-duplicates', '0.1'],
    says: /0 or a share from 0.3 to 1, not 0.1/,
  },
  {
    args: ['filter', '--problems', 'x', '--out', 'y', '--ngram', '4'],
    says: /--ngram takes a number from 5/,
  },
  {
    args: ['split', '--problems', 'x', '--out', 'y', '--shares', 'train=0.8,../up=0.2'],
    says: /not "..\/up=0.2"/,
  },
  { args: ['split', '--problems', 'x', '--out', 'y', '--shares', 'train=0'], says: /a positive share each/ },
  { args: ['split', '--problems', 'x', '--out', 'y', '--shares', 'a=1,a=2'], says: /the side a twice/ },
  { args: ['stats'], says: /at least one file/ },
];

test('wrong usage ends with 2 and says what was wrong', async () => {
  for (const { args, says } of wrong) {
    const { code, stdout, stderr } = await runCli('data', ...args, '--json');
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, says);
  }
});
