/**
 * `npm run bench:fuzz -- [files]`: imports so many damaged files (100,000 unless given, one in a hundred of them Parquet)
 * and says what became of them. Ends with 1 if one of them was not answered as it must be.
 */
import { parseArgs } from 'node:util';
import { fuzzImports } from '../test/support/import-fuzz.ts';
import { parquetSeeds, textSeeds } from '../test/support/import-mutations.ts';
import { mebibytes, print, printTable } from './table.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const files = Number(positionals[0] ?? 100_000);
const parquet = Math.ceil(files / 100);

const reports = {
  text: await fuzzImports({ files: files - parquet, seed: 3, seeds: textSeeds }),
  Parquet: await fuzzImports({ files: parquet, seed: 4, seeds: parquetSeeds }),
};
printTable('Damaged files', [
  ['', 'files', 'rows accepted', 'rows rejected', 'files refused', 'slowest, ms', 'memory', 'defects'],
  ...Object.entries(reports).map(([name, report]) => [
    name,
    report.files,
    report.accepted,
    report.rejected,
    Object.values(report.refused).reduce((sum, count) => sum + count, 0),
    report.milliseconds,
    mebibytes(report.memory),
    report.defects.length,
  ]),
]);
const refused = Object.values(reports).flatMap((report) => Object.entries(report.refused));
printTable('Refused files', [['code', 'files'], ...refused]);
const defects = Object.values(reports).flatMap((report) => report.defects);
for (const defect of defects.slice(0, 20)) print(defect);
process.exitCode = defects.length > 0 ? 1 : 0;
