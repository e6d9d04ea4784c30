/** Damaged files end in rows, reasons or one clear error. `npm run bench:fuzz` does the same with many more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzImports } from '../../../support/import-fuzz.ts';
import { parquetSeeds, textSeeds } from '../../../support/import-mutations.ts';

const refusals = ['data.parquet', 'data.too-many-rejected', 'data.unknown-format', 'data.unreadable'];

test('two thousand damaged text files of all formats: no exception, each rejection readable', async () => {
  const report = await fuzzImports({ files: 2000, seed: 1, seeds: textSeeds });
  assert.deepEqual(report.defects, []);
  assert.ok(report.accepted > 500 && report.rejected > 500, 'rows were accepted, and rows were rejected');
  for (const code of Object.keys(report.refused)) assert.ok(refusals.includes(code), code);
});

test('forty damaged Parquet files: no exception, each rejection readable', async () => {
  const report = await fuzzImports({ files: 40, seed: 2, seeds: parquetSeeds });
  assert.deepEqual(report.defects, []);
  assert.ok((report.refused['data.parquet'] ?? 0) > 5, 'some files were refused');
  for (const code of Object.keys(report.refused)) assert.ok(refusals.includes(code), code);
});
