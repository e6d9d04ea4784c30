/** What holds of every format: rows in order, ids once, faults named, hostile files refused. */
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { createGzip } from 'node:zlib';
import { importFiles } from '../../../../trainer/data/import/import.ts';
import { importers } from '../../../../trainer/data/import/list.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { golden, importAll, importRows, told } from './support.ts';

const solution = (id: string, text = 'pass\n'): object => ({ id, problemId: 'p', solution: text });

test('rows of our own formats pass as they are, and their faults are named as elsewhere', async () => {
  const problem = { id: 'p', question: 'Q', language: 'python', testCode: 'assert f()' };
  const pair = { id: 'a', question: 'Q', solution: 's', correct: true };
  for (const [format, row] of [
    ['problems', problem],
    ['solutions', solution('s')],
    ['pairs', pair],
  ] as const) {
    const imported = await importRows([row, { ...row, id: '' }, { ...row, colour: 'red' }]);
    assert.deepEqual(imported.formats, [format]);
    assert.deepEqual([...imported.problems, ...imported.solutions, ...imported.pairs], [row]);
    assert.deepEqual(told(imported), ['id: must not be empty', 'colour: is not a known field'], format);
  }
});

test('an id that is taken is told as repeated where the row says the same, and rejected where it does not', async () => {
  const imported = await importRows([solution('a'), solution('a'), solution('a', 'other'), solution('b')]);
  assert.deepEqual(
    imported.solutions.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.equal(imported.repeated, 1);
  assert.deepEqual(told(imported), ['id: "a" is taken by an earlier solution that says something else']);
});

test('lines that are no rows are named by their number, and the format is that of the first that is one', async () => {
  const imported = await importRows(['', '[1]', 'null', '{"id":', JSON.stringify(solution('a')), '7']);
  assert.deepEqual(imported.formats, ['solutions']);
  assert.deepEqual(
    imported.rejected.map(({ line, reason }) => [line, reason.replace(/: .*/, '')]),
    [
      [2, 'is not a JSON object'],
      [3, 'is not a JSON object'],
      [4, 'is not JSON'],
      [6, 'is not a JSON object'],
    ],
  );
  assert.equal(imported.rows, 5, 'blank lines are no rows');
});

test('a sample whose task is in no file before it is named', async () => {
  const imported = await importAll([golden('mxeval/mbjsp_samples.jsonl')]);
  assert.equal(imported.solutions.length, 0);
  assert.equal(
    told(imported)[0],
    "task_id: MBJSP/3 is in no file given before: name the set's own file first",
  );
});

test('what a file says is told in one line without control characters, and cut', async () => {
  const imported = await importRows([
    solution('a'),
    `{"id": "${'\u001b[31m'.repeat(3)}\n`,
    `"${'x'.repeat(5000)}`,
  ]);
  for (const { reason } of imported.rejected) {
    assert.doesNotMatch(reason, /\p{Cc}/u);
    assert.ok(reason.length <= 301, reason);
  }
  assert.equal(imported.rejected.length, 2);
});

test('an id that is a path stays a text', async () => {
  const imported = await importRows([solution('../../../etc/passwd'), solution('C:\\x\u0000y')]);
  assert.deepEqual(
    imported.solutions.map(({ id }) => id),
    ['../../../etc/passwd', 'C:\\x\u0000y'],
  );
  const exercise = { exercise: '../leap', cases: [] };
  const refused = await importRows([exercise], 'canonical-data.json');
  assert.deepEqual(told(refused), ['exercise: is no name of an exercise']);
});

test('a row that is nested a hundred thousand levels is refused, and the next is read', async () => {
  const deep = `{"id":"d","question":"Q","language":"python","entryPoint":"f","tests":[{"input":[${'['.repeat(100_000)}${']'.repeat(100_000)}],"expected":1}]}`;
  const good = { id: 'p', question: 'Q', language: 'python', testCode: 'assert f()' };
  const imported = await importRows([good, deep, { ...good, id: 'q' }]);
  assert.deepEqual(told(imported), [': is nested too deeply']);
  assert.equal(imported.problems.length, 2);
});

test('a line of a gigabyte is refused without being held, packed and unpacked', async () => {
  await using folder = await temporaryFolder();
  const piece = 'x'.repeat(2 ** 20);
  const lines = function* (): Generator<string> {
    yield `${JSON.stringify(solution('a'))}\n`;
    for (let megabyte = 0; megabyte < 1024; megabyte += 1) yield piece;
    yield `\n${JSON.stringify(solution('b'))}\n`;
  };
  const file = join(folder.path, 'long.jsonl');
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const before = process.memoryUsage.rss();
  const imported = await importAll([file]);
  assert.deepEqual(told(imported), [': is longer than 67108864 bytes']);
  assert.equal(imported.solutions.length, 2);
  assert.ok(process.memoryUsage.rss() - before < 2 ** 29, 'half a gigabyte at most');
  const bomb = join(folder.path, 'bomb.jsonl.gz');
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(bomb));
  await assert.rejects(importAll([bomb]), {
    code: 'data.unreadable',
    message: /unpacks to more than 250 times its size/,
  });
});

test('a Parquet file that is cut off, or no Parquet at all, is refused with its name', async () => {
  await using folder = await temporaryFolder();
  const whole = await readFile(golden('parquet/rstar.parquet'));
  const file = join(folder.path, 'cut.parquet');
  for (const bytes of [
    whole.subarray(0, 3000),
    Buffer.from('PAR1'),
    Buffer.alloc(0),
    Buffer.alloc(64, 0xff),
  ]) {
    await writeFile(file, bytes);
    await assert.rejects(importAll([file]), { code: 'data.parquet', message: /cut\.parquet failed: it / });
  }
});

test('the thread that reads a Parquet file is ended when it takes too long, or when the import is stopped', async () => {
  const file = golden('parquet/rstar.parquet');
  await assert.rejects(importAll([file], { parquetMilliseconds: 0 }), {
    code: 'data.parquet',
    message: /more than 0 ms/,
  });
  const stopped = AbortSignal.abort(new Error('stopped'));
  await assert.rejects(importAll([file], { signal: stopped }), { message: 'stopped' });
});

test('the thread that reads a Parquet file is ended where an import is left at any of its items', async () => {
  const answer = (): Promise<never> => Promise.reject(new Error('nothing is to be executed'));
  const threads = (): number => (process.report.getReport() as { workers: unknown[] }).workers.length;
  for (const last of ['file', 'row', 'rejected']) {
    for await (const { kind } of importFiles([golden('parquet/rstar.parquet')], { answer })) {
      if (kind === last) break;
    }
    assert.equal(threads(), 0, last);
  }
});

test('rows that follow each other in a file called .json are read as lines', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'rows.json');
  await copyFile(golden('mxeval/mbpp.jsonl'), file);
  assert.equal((await importAll([file])).problems.length, 2);
});

test('every format has a name of its own, and no golden file is taken for another format than its own', async () => {
  const names = importers.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const expected: readonly (readonly [string, string])[] = [
    ['mxeval/mbtsp.jsonl', 'mbxp'],
    ['llmdebugger/seed.jsonl', 'llmdebugger'],
    ['debugbench/python3_variable_error.json', 'debugbench'],
    ['pool/py.jsonl', 'task-pool'],
    ['parquet/verl.parquet', 'verl'],
    ['evalplus/MbppPlus-OriginFmt.jsonl.gz', 'mbpp-plus'],
    ['cruxeval/cruxeval.jsonl', 'cruxeval'],
  ];
  for (const [file, format] of expected) {
    assert.deepEqual((await importAll([golden(file)])).formats, [format], file);
  }
});
