import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { countFile } from '../../../../trainer/data/prepare/stats.ts';
import { approximateTokens } from '../../../../trainer/data/prepare/token-count.ts';
import type { StatsReport } from '../../../../trainer/protocol/data-reports.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { jsonLines } from '../../../support/json-lines.ts';

type FileStats = StatsReport['files'][number];

async function count(content: string): Promise<FileStats> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'rows.jsonl');
  await writeFile(file, content);
  return await countFile(file, approximateTokens, new AbortController().signal);
}

test('problems are counted by language, kind of test and source, with their tests and lengths', async () => {
  const stats = await count(
    jsonLines([
      {
        id: 'a',
        question: 'Add 1',
        language: 'python',
        entryPoint: 'f',
        family: 'x',
        source: 'constructor',
        tests: [1, 2, 3].map((n) => ({ input: [n], expected: n })),
      },
      { id: 'b', question: ' Add 1\n', language: 'python', testCode: 'f()', solution: 'pass', family: 'x' },
      { id: 'c', question: 'Add 1', language: 'javascript', io: [{ stdin: '12345', stdout: '' }] },
    ]),
  );
  assert.equal(stats.kind, 'problems');
  assert.deepEqual({ ...stats.languages }, { python: 2, javascript: 1 });
  assert.deepEqual({ ...stats.tests }, { calls: 1, testCode: 1, io: 1 });
  assert.deepEqual({ ...stats.sources }, { constructor: 1, 'not said': 2 });
  assert.deepEqual(stats.distinct, { problems: 3, families: 1, questions: 1 });
  assert.equal(stats.duplicates, 1, 'b repeats a; c is in another language');
  const { tests, inputCharacters, questionTokens, solutionTokens } = stats.perRow;
  assert.deepEqual([tests?.mean, tests?.median, tests?.max], [5 / 3, 1, 3]);
  assert.deepEqual([inputCharacters?.n, inputCharacters?.mean], [4, (3 * 3 + 5) / 4]);
  assert.deepEqual([questionTokens?.min, solutionTokens?.n, solutionTokens?.mean], [2, 1, 1]);
});

test('pairs are counted by label and origin', async () => {
  const stats = await count(
    jsonLines([
      {
        id: '1',
        question: 'q',
        solution: 's',
        correct: true,
        provenance: { kind: 'reference' },
        passRate: 1,
      },
      {
        id: '2',
        question: 'q',
        solution: 's ',
        correct: false,
        problemId: 'p',
        language: 'python',
        passRate: 0.5,
      },
      { id: '3', question: 'q', solution: 't', correct: false, problemId: 'p' },
    ]),
  );
  assert.equal(stats.kind, 'pairs');
  assert.deepEqual({ ...stats.labels }, { correct: 1, incorrect: 2 });
  assert.deepEqual({ ...stats.provenance }, { reference: 1, 'not said': 2 });
  assert.deepEqual({ ...stats.languages }, { 'not said': 2, python: 1 });
  assert.deepEqual(stats.distinct, { problems: 1, families: 0, questions: 1 });
  assert.deepEqual([stats.rows, stats.duplicates, stats.perRow['passRate']?.mean], [3, 1, 0.75]);
});

test('solutions are those of different problems, even where they are the same', async () => {
  const stats = await count(
    jsonLines([
      { id: '1', problemId: 'a', solution: 's' },
      { id: '2', problemId: 'b', solution: 's' },
      { id: '3', problemId: 'b', solution: 's\n' },
    ]),
  );
  assert.deepEqual([stats.kind, stats.distinct.problems, stats.duplicates], ['solutions', 2, 1]);
});

test('a file without rows, and one with other rows, are refused', async () => {
  await assert.rejects(count('\n'), { code: 'data-prepare.no-rows' });
  await assert.rejects(count('{"prompt": "p"}\n'), { code: 'tasks.bad-rows', message: /Reading problems/ });
  await assert.rejects(count('no json\n'), { code: 'tasks.bad-rows', message: /line 1/ });
});
