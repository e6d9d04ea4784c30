import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { BadRow } from '../../../trainer/errors/tasks.ts';
import { loadAll, readPairs, readProblems, readSolutions } from '../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const good = { id: 'a', question: 'q', language: 'python', testCode: 'assert True' };
const withTests = {
  id: 'a',
  question: 'q',
  language: 'python',
  entryPoint: 'f',
  tests: [{ input: [1], expected: 2 }],
};

/** A file with this content that the test's end removes. */
async function fileWith(t: TestContext, content: string | Uint8Array, name = 'rows.jsonl'): Promise<string> {
  const folder = await temporaryFolder();
  t.after(() => folder[Symbol.asyncDispose]());
  const file = path.join(folder.path, name);
  await writeFile(file, content);
  return file;
}

function jsonl(...rows: readonly unknown[]): string {
  return rows.map((row) => JSON.stringify(row) + '\n').join('');
}

async function idsAndBadRows(file: string, maxLineBytes?: number): Promise<{ ids: string[]; bad: BadRow[] }> {
  const bad: BadRow[] = [];
  const options = { onBadRow: (row: BadRow) => void bad.push(row), ...(maxLineBytes && { maxLineBytes }) };
  const rows = await loadAll(readProblems(file, options));
  return { ids: rows.map((row) => row.id), bad };
}

test('problems of all three forms, solutions and pairs are read as they stand', async (t) => {
  const io = { id: 'b', question: 'q', language: 'javascript', io: [{ stdin: '1', stdout: '2' }] };
  const problems = [withTests, io, { ...good, id: 'c', family: 'x', solution: 's', starterCode: 'def' }];
  assert.deepEqual(await loadAll(readProblems(await fileWith(t, jsonl(...problems)))), problems);
  const solution = { id: 's', problemId: 'a', solution: '' };
  assert.deepEqual(await loadAll(readSolutions(await fileWith(t, jsonl(solution)))), [solution]);
  const pair = { id: 'p', question: 'q', solution: 's', correct: false, passRate: 0.5, source: 'off-by-one' };
  assert.deepEqual(await loadAll(readPairs(await fileWith(t, jsonl(pair)))), [pair]);
});

test('a byte order mark, Windows line ends, blank lines and a missing last line end are no fault', async (t) => {
  const file = await fileWith(
    t,
    `\uFEFF${JSON.stringify(good)}\r\n\r\n  \n${JSON.stringify({ ...good, id: 'ü' })}`,
  );
  assert.deepEqual(await idsAndBadRows(file), { ids: ['a', 'ü'], bad: [] });
});

test('an empty file has no rows', async (t) => {
  assert.deepEqual(await loadAll(readProblems(await fileWith(t, ''))), []);
});

test('a gzipped file is read like the plain one', async (t) => {
  const file = await fileWith(t, gzipSync(jsonl(good)), 'rows.jsonl.gz');
  assert.deepEqual(await loadAll(readProblems(file)), [good]);
});

test('a truncated gzip file is an error that names the file', async (t) => {
  const file = await fileWith(t, gzipSync(jsonl(good)).subarray(0, 30), 'rows.jsonl.gz');
  await assert.rejects(loadAll(readProblems(file)), { code: 'tasks.unreadable', message: /rows\.jsonl\.gz/ });
});

test('a missing file and a folder are errors that name the path', async (t) => {
  const file = await fileWith(t, '');
  await assert.rejects(loadAll(readPairs(`${file}x`)), { code: 'tasks.unreadable', message: /rows\.jsonlx/ });
  await assert.rejects(loadAll(readPairs(path.dirname(file))), { code: 'tasks.unreadable' });
});

const faults: readonly (readonly [row: unknown, field: string, reason: RegExp])[] = [
  [3, '', /not a JSON object/],
  [[good], '', /not a JSON object/],
  [null, '', /not a JSON object/],
  [{ ...good, testCode: undefined }, '', /exactly one of tests, io, testCode, and has none/],
  [{ ...withTests, testCode: 'x' }, '', /exactly one of .* has tests and testCode/],
  [{ ...good, question: undefined }, 'question', /^is missing$/],
  [{ ...good, id: '' }, 'id', /^must not be empty$/],
  [{ ...good, id: 7 }, 'id', /^must be of type string$/],
  [{ ...good, language: 'ruby' }, 'language', /"python"/],
  [{ ...good, tags: [] }, 'tags', /^is not a known field$/],
  [{ ...withTests, entryPoint: undefined }, 'entryPoint', /^is missing$/],
  [{ ...withTests, tests: [] }, 'tests', /^must not be empty$/],
  [{ ...withTests, tests: [{ input: 1, expected: 2 }] }, 'tests[0].input', /^must be of type array$/],
  [{ ...withTests, tests: [{ input: [1], expected: 2, x: 1 }] }, 'tests[0].x', /^is not a known field$/],
];

for (const [row, field, reason] of faults) {
  test(`a problem ${JSON.stringify(row)} is refused at "${field}": ${reason.source}`, async (t) => {
    const { ids, bad } = await idsAndBadRows(await fileWith(t, jsonl({ ...good, id: 'first' }, row)));
    assert.deepEqual(ids, ['first']);
    assert.equal(bad.length, 1);
    assert.equal(bad[0]?.line, 2);
    assert.equal(bad[0]?.field, field);
    assert.match(bad[0]?.reason ?? '', reason);
  });
}

test('lines that are no JSON, no UTF-8 or cut off are bad rows, and reading goes on behind them', async (t) => {
  const last = JSON.stringify({ ...good, id: 'last' });
  const content = Buffer.concat([
    Buffer.from('{"id": NaN}\n'),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    Buffer.from(`${last}\n${last.slice(0, 20)}`),
  ]);
  const { ids, bad } = await idsAndBadRows(await fileWith(t, content));
  assert.deepEqual(ids, ['last']);
  assert.deepEqual(
    bad.map((row) => row.line),
    [1, 2, 4],
  );
  assert.match(bad[0]?.reason ?? '', /not JSON/);
  assert.match(bad[1]?.reason ?? '', /not valid UTF-8/);
});

test('a line over the limit is a bad row and is not held, a line at the limit is read', async (t) => {
  const short = JSON.stringify(good);
  const long = JSON.stringify({ ...good, id: 'b', question: 'x'.repeat(300_000) });
  const file = await fileWith(t, `${long}\n${short}\n${long}`);
  const { ids, bad } = await idsAndBadRows(file, short.length);
  assert.deepEqual(ids, ['a']);
  assert.deepEqual(
    bad.map((row) => [row.line, row.reason]),
    [
      [1, `is longer than ${short.length} bytes`],
      [3, `is longer than ${short.length} bytes`],
    ],
  );
});

test('a value nested a hundred thousand deep is a bad row', async (t) => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const row = JSON.stringify({ ...withTests, tests: [{ input: ['HERE'], expected: 1 }] });
  const { ids, bad } = await idsAndBadRows(await fileWith(t, row.replace('"HERE"', nested)));
  assert.deepEqual(ids, []);
  assert.match(bad[0]?.reason ?? '', /nested too deeply|not JSON/);
});

test('a repeated id is a bad row that names the first line', async (t) => {
  const { ids, bad } = await idsAndBadRows(await fileWith(t, jsonl(good, { ...good, id: 'b' }, good)));
  assert.deepEqual(ids, ['a', 'b']);
  assert.deepEqual(
    bad.map(({ line, field, reason }) => [line, field, reason]),
    [[3, 'id', '"a" already stands in line 1']],
  );
});

test('strict reading yields the rows before the first bad one and lists all bad ones', async (t) => {
  const file = await fileWith(t, jsonl(good, 1, { ...good, id: 'c' }, { ...good, id: 'd', question: 2 }));
  const ids: string[] = [];
  await assert.rejects(
    async () => {
      for await (const row of readProblems(file)) ids.push(row.id);
    },
    {
      code: 'tasks.bad-rows',
      message: /2 unusable rows:\n {2}line 2: is not .*\n {2}line 4, question: must be/,
    },
  );
  assert.deepEqual(ids, ['a']);
});

test('strict reading lists at most twenty bad rows', async (t) => {
  const file = await fileWith(t, jsonl(...Array<number>(30).fill(1)));
  await assert.rejects(loadAll(readProblems(file)), (error: Error) => {
    assert.match(error.message, /at least 20 unusable rows/);
    assert.equal(error.message.split('\n').length, 21);
    return true;
  });
});

test('an aborted reading ends with the signal’s reason', async (t) => {
  const file = await fileWith(t, jsonl(good, { ...good, id: 'b' }));
  const controller = new AbortController();
  const reason = new Error('stopped by the user');
  const ids: string[] = [];
  await assert.rejects(async () => {
    for await (const row of readProblems(file, { signal: controller.signal })) {
      ids.push(row.id);
      controller.abort(reason);
    }
  }, reason);
  assert.deepEqual(ids, ['a']);
});
