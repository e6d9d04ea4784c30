/** A run that goes on has the data it began with, or is refused. */
import assert from 'node:assert/strict';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Pair } from '../../../../trainer/protocol/data.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import { loadRunData } from '../../../../trainer/run/crl/data.ts';
import { loadRecordedData } from '../../../../trainer/run/crl/recorded-data.ts';
import { jsonLines } from '../../../support/json-lines.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const pairsOf = (name: string): Pair[] =>
  [true, false].map((correct) => ({
    id: `${name}#${correct}`,
    question: `Question ${name}`,
    solution: 'def f(n): pass',
    correct,
  }));

const linesOf = (names: readonly string[]): string => jsonLines(names.flatMap(pairsOf));

const twenty = Array.from({ length: 20 }, (_, index) => `p${index}`);

/** A run of the starter's problems with these pairs. */
async function begin(folder: string, text: string) {
  const file = join(folder, 'feedback.jsonl');
  await writeFile(file, text);
  const config = runConfigOf({ data: { pairs: ['starter', file] } }, 'the test');
  const began = await loadRunData(config);
  return { file, began, record: { id: 'mine', config, datasets: began.datasets } };
}

test('of a file that has grown only the rows are read that it had, with or without the end of the last line', async () => {
  await using folder = await temporaryFolder();
  for (const [text, joint] of [
    [linesOf(twenty), ''],
    [linesOf(twenty).trimEnd(), '\n'],
    [linesOf(twenty).replaceAll('\n', '\r\n'), ''],
    ['', ''],
  ] as const) {
    const { file, began, record } = await begin(folder.path, text);
    assert.deepEqual(await loadRecordedData(record), began);
    await appendFile(file, joint + linesOf(twenty.map((name) => `later ${name}`)));
    const now = await loadRecordedData(record);
    assert.deepEqual(
      [now.train, now.validation, now.heldOut],
      [began.train, began.validation, began.heldOut],
    );
    // Read anew, the rows that were added would have moved others to another side.
    const anew = await loadRunData(record.config);
    assert.notEqual(anew.heldOut.pairs.length, began.heldOut.pairs.length);
  }
});

test('a file that has lost or changed rows, or is gone, is refused by its name', async () => {
  await using folder = await temporaryFolder();
  const { file, record } = await begin(folder.path, linesOf(twenty));
  const refused = {
    code: 'run.data-changed',
    message: /mine failed: .*feedback\.jsonl is not .* had 40 rows/,
  };
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.replace('"correct":true', '"correct":false'));
  await assert.rejects(loadRecordedData(record), refused);
  await writeFile(file, linesOf(twenty.slice(1)));
  await assert.rejects(loadRecordedData(record), refused);
  await rm(file);
  await assert.rejects(loadRecordedData(record), refused);
});

test('another starter set is refused', async () => {
  await using folder = await temporaryFolder();
  const { record } = await begin(folder.path, linesOf(twenty));
  const datasets = record.datasets.map((each) =>
    each.source === 'starter' ? { ...each, sha256: 'f'.repeat(64) } : each,
  );
  await assert.rejects(loadRecordedData({ ...record, datasets }), {
    code: 'run.starter-changed',
    message: /another version of the starter set/,
  });
});
