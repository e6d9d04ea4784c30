/** The rows of a file, whatever it is: JSONL, plain or gzipped, a JSON document, or Parquet. */
import { readFile, stat } from 'node:fs/promises';
import { fileTooLarge, fileUnreadable } from '../../errors/data.ts';
import { TrainerError } from '../../errors/error.ts';
import { readLines } from '../../tasks/lines.ts';
import { readParquet } from './parquet.ts';

/** A row with its 1-based number. `text` is how it was written, where it was text. */
export type SourceRow =
  | { readonly number: number; readonly value: unknown; readonly text?: string }
  | { readonly number: number; readonly problem: string };

export interface SourceOptions {
  /** Longest row in bytes. */
  readonly mostRowBytes?: number;
  /** Longest that reading some rows of a Parquet file may take. */
  readonly parquetMilliseconds?: number;
  readonly signal?: AbortSignal | undefined;
}

const largestDocument = 2 ** 27;

/** Failures of the file itself are `TrainerError`s; rows that cannot be read are told one by one. */
export async function* readSource(file: string, options: SourceOptions): AsyncGenerator<SourceRow> {
  try {
    if (file.endsWith('.parquet')) yield* parquetRows(file, options);
    else if (file.endsWith('.json')) yield* documentRows(file, options);
    else yield* jsonLines(file, options);
  } catch (cause) {
    if (cause instanceof TrainerError || options.signal?.aborted === true) throw cause;
    throw fileUnreadable(file, cause);
  }
}

const rowBytes = (options: SourceOptions): number => options.mostRowBytes ?? 2 ** 26;

async function* jsonLines(file: string, options: SourceOptions): AsyncGenerator<SourceRow> {
  for await (const line of readLines(file, rowBytes(options))) {
    if (line.text === null) yield { number: line.number, problem: line.problem };
    else if (line.text.trim() !== '') yield parsedRow(line.number, line.text);
  }
}

async function* parquetRows(file: string, options: SourceOptions): AsyncGenerator<SourceRow> {
  const { signal, parquetMilliseconds: milliseconds = 120_000 } = options;
  for await (const row of readParquet(file, { mostRowBytes: rowBytes(options), milliseconds, signal })) {
    if ('problem' in row) yield row;
    else yield parsedRow(row.number, row.text);
  }
}

/** An array is a row an entry, anything else one row. Some sets call their JSONL so, too. */
async function* documentRows(file: string, options: SourceOptions): AsyncGenerator<SourceRow> {
  const { size } = await stat(file);
  if (size > largestDocument) throw fileTooLarge(file, size, largestDocument);
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    yield* jsonLines(file, options);
    return;
  }
  const rows: readonly unknown[] = Array.isArray(document) ? document : [document];
  for (const [index, value] of rows.entries()) yield { number: index + 1, value };
}

function parsedRow(number: number, text: string): SourceRow {
  try {
    return { number, text, value: JSON.parse(text) };
  } catch (cause) {
    return { number, problem: `is not JSON: ${(cause as Error).message}` };
  }
}
