/** Importing files of a test, and rows written to files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { importFiles } from '../../../../trainer/data/import/import.ts';
import type { ImportOptions } from '../../../../trainer/data/import/import.ts';
import type { Answered } from '../../../../trainer/data/import/answer.ts';
import type { RejectedRow } from '../../../../trainer/data/import/types.ts';
import type { Pair, Problem, Solution } from '../../../../trainer/protocol/data.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const golden = (path: string): string =>
  fileURLToPath(new URL(`../../../golden/data/${path}`, import.meta.url));

export interface Imported {
  readonly formats: string[];
  readonly problems: Problem[];
  readonly solutions: Solution[];
  readonly pairs: Pair[];
  readonly rejected: RejectedRow[];
  readonly repairs: string[];
  repeated: number;
  rows: number;
}

const noExecution = (): Promise<Answered> => Promise.reject(new Error('nothing is to be executed'));

export async function importAll(
  files: readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const all: Imported = {
    formats: [],
    problems: [],
    solutions: [],
    pairs: [],
    rejected: [],
    repairs: [],
    repeated: 0,
    rows: 0,
  };
  for await (const item of importFiles(files, { answer: noExecution, ...options })) {
    if (item.kind === 'file') all.formats.push(item.format);
    else if (item.kind === 'row') all.rows += 1;
    else if (item.kind === 'repeated') all.repeated += 1;
    else if (item.kind === 'repaired') all.repairs.push(item.how);
    else if (item.kind === 'problem') all.problems.push(item.row);
    else if (item.kind === 'solution') all.solutions.push(item.row);
    else if (item.kind === 'pair') all.pairs.push(item.row);
    else all.rejected.push(item.row);
  }
  return all;
}

/** Imports rows that are written to a file of that name first, gzipped if the name says so. */
export async function importRows(
  rows: readonly unknown[],
  name = 'rows.jsonl',
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, name);
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  await writeFile(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return await importAll([file], options);
}

/** Field and reason of each rejected row. */
export const told = ({ rejected }: Imported): string[] =>
  rejected.map(({ field, reason }) => `${field}: ${reason}`);
