import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { openJournal } from '../../../trainer/run/journal.ts';
import { readJournal, readJournalEnd } from '../../../trainer/run/journal-reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const row = z.object({ n: z.number() });

test('a record becomes one line, and opening again appends', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  {
    await using journal = await openJournal<{ n: number; text?: string }>(path);
    await journal.append({ n: 1, text: 'two\nlines, ü' });
    await journal.sync();
  }
  await using again = await openJournal<{ n: number }>(path);
  await again.append({ n: 2 });
  assert.equal(await readFile(path, 'utf8'), '{"n":1,"text":"two\\nlines, ü"}\n{"n":2}\n');
});

test('a reader with a cursor gets only what is new, and never half a line', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  assert.deepEqual(await readJournal(path, row), {
    records: [],
    problems: [],
    cursor: undefined,
    restarted: false,
    size: 0,
    complete: true,
  });
  await writeFile(path, '{"n":1}\n{"n":2}\n{"n"');
  const first = await readJournal(path, row);
  assert.deepEqual(first.records, [{ n: 1 }, { n: 2 }]);
  assert.equal(first.cursor?.offset, 16);
  await appendFile(path, ':3}\n{"n":4}\n');
  const second = await readJournal(path, row, first.cursor);
  assert.deepEqual(second.records, [{ n: 3 }, { n: 4 }]);
  assert.equal(second.restarted, false);
  assert.deepEqual((await readJournal(path, row, second.cursor)).records, []);
});

test('a long journal can be read in pages, whole lines each', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  await writeFile(path, '{"n":1}\n{"n":2}\n{"n":333333333333}\n{"n":4}\n');
  const pages = [];
  for (let page = await readJournal(path, row, undefined, 10); ;) {
    pages.push({ read: page.records.map(({ n }) => n), complete: page.complete });
    if (page.complete) break;
    page = await readJournal(path, row, page.cursor, 10);
  }
  assert.deepEqual(pages, [
    { read: [1], complete: false },
    { read: [2], complete: false },
    { read: [333333333333, 4], complete: true },
  ]);
});

test('a corrupt line is reported with its number, and the lines around it are read', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  const head = Buffer.from('{"n":1}\n{"n":\n{"n":3}\n{"n":"four"}\n');
  await writeFile(
    path,
    Buffer.concat([head, Buffer.from([0xff, 0xfe, 10]), Buffer.from('\0\0\0\n{"n":7}\n')]),
  );
  const page = await readJournal(path, row);
  assert.deepEqual(page.records, [{ n: 1 }, { n: 3 }, { n: 7 }]);
  assert.deepEqual(
    page.problems.map(({ file, line }) => ({ file, line })),
    [2, 4, 5, 6].map((line) => ({ file: path, line })),
  );
  assert.match(page.problems[1]?.reason ?? '', /^n: .*expected number/);
  assert.equal(page.problems[2]?.reason, 'it is not UTF-8 text');
});

test('line numbers go on from the cursor', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  await writeFile(path, '{"n":1}\n{"n":2}\n');
  const { cursor } = await readJournal(path, row);
  await appendFile(path, '{"n":3}\nbroken\n');
  assert.equal((await readJournal(path, row, cursor)).problems[0]?.line, 4);
});

test('a reader whose journal was replaced or cut begins again', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  await writeFile(path, '{"n":1}\n{"n":2}\n');
  const { cursor } = await readJournal(path, row);
  await writeFile(`${path}.new`, '{"n":1}\n{"n":5}\n{"n":6}\n');
  await rename(`${path}.new`, path);
  const replaced = await readJournal(path, row, cursor);
  assert.equal(replaced.restarted, true);
  assert.deepEqual(replaced.records, [{ n: 1 }, { n: 5 }, { n: 6 }]);
  await writeFile(path, '{"n":1}\n');
  const cut = await readJournal(path, row, replaced.cursor);
  assert.deepEqual([cut.restarted, cut.records], [true, [{ n: 1 }]]);
});

test('the end of a journal is read without its beginning', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'j.jsonl');
  await writeFile(path, Array.from({ length: 9 }, (_, n) => `{"n":${n}}\n`).join(''));
  // 20 bytes hold two whole lines of 8 and the tail of a third, which is left out.
  assert.deepEqual(await readJournalEnd(path, row, 20), [{ n: 7 }, { n: 8 }]);
  assert.equal((await readJournalEnd(path, row)).length, 9);
  assert.deepEqual(await readJournalEnd(join(root.path, 'none'), row), []);
});

test('a full disk is told as such, with the file', { skip: !existsSync('/dev/full') }, async () => {
  await using journal = await openJournal<{ n: number }>('/dev/full');
  await assert.rejects(journal.append({ n: 1 }), {
    code: 'run.disk-full',
    message: /Writing \/dev\/full failed.*room/,
  });
});

test('a journal that cannot be opened is named', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'no', 'j.jsonl');
  await assert.rejects(openJournal(path), {
    code: 'run.file-failed',
    message: new RegExp(`Opening ${path} failed`),
  });
});
