/**
 * Reads problems, solutions and pairs from JSON lines, one row at a time.
 *
 * A row is bad when it is not JSON, is refused by its schema, is too long, or repeats the id of an earlier one.
 * Without `onBadRow` the reading is strict: at the first bad row it looks for more, lists up to twenty in one
 * `tasks.bad-rows` error, and yields nothing after it. With `onBadRow` each bad row is handed over and passed over.
 * Blank lines are passed over in silence. Memory holds one row and the ids.
 */
import type { z } from 'zod';
import { badRows, unreadableFile } from '../errors/tasks.ts';
import type { BadRow } from '../errors/tasks.ts';
import { pairSchema, problemSchema, solutionSchema } from '../protocol/data.ts';
import type { Pair, Problem, Solution } from '../protocol/data.ts';
import { explain } from './explain.ts';
import type { Fault } from './explain.ts';
import { readLines } from './lines.ts';
import type { Line } from './lines.ts';

/** In bytes: published sets carry all tests of a problem in its row. What is written to be read again keeps to it. */
export const longestRow = 2 ** 28;

export interface ReadOptions {
  readonly onBadRow?: (row: BadRow) => void;
  /** Longest line in bytes, `longestRow` unless told. */
  readonly maxLineBytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** No more than the first so many rows; all unless told. */
  readonly rows?: number | undefined;
}

export function readProblems(file: string, options: ReadOptions = {}): AsyncGenerator<Problem> {
  return readRows('problem', problemSchema, file, options);
}

export function readSolutions(file: string, options: ReadOptions = {}): AsyncGenerator<Solution> {
  return readRows('solution', solutionSchema, file, options);
}

export function readPairs(file: string, options: ReadOptions = {}): AsyncGenerator<Pair> {
  return readRows('pair', pairSchema, file, options);
}

/** All rows of a reading, for sets that fit into memory. */
export async function loadAll<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const mostListed = 20;

async function* readRows<T extends { id: string }>(
  kind: string,
  schema: z.ZodType<T>,
  file: string,
  options: ReadOptions,
): AsyncGenerator<T> {
  const lineOfId = new Map<string, number>();
  const bad: BadRow[] = [];
  const { rows = Infinity } = options;
  for await (const line of rowLines(kind, file, options.maxLineBytes)) {
    options.signal?.throwIfAborted();
    if (lineOfId.size + bad.length >= rows) break;
    if (line.text?.trim() === '') continue;
    const result = checkRow(line, schema, lineOfId);
    if (result.fault === null) {
      if (bad.length === 0) yield result.row;
      continue;
    }
    const row = { file, line: line.number, ...result.fault };
    if (options.onBadRow !== undefined) options.onBadRow(row);
    else if (bad.push(row) === mostListed) throw badRows(kind, bad, false);
  }
  if (bad.length > 0) throw badRows(kind, bad, true);
}

/** The lines of a file of rows of a kind; what the file system says is told as `tasks.unreadable`. */
export async function* rowLines(kind: string, file: string, maxBytes = longestRow): AsyncGenerator<Line> {
  try {
    yield* readLines(file, maxBytes);
  } catch (cause) {
    throw unreadableFile(kind, file, cause);
  }
}

type Checked<T> = { readonly fault: Fault } | { readonly fault: null; readonly row: T };

/** Enters the id of a good row into `lineOfId`. */
function checkRow<T extends { id: string }>(
  line: Line,
  schema: z.ZodType<T>,
  lineOfId: Map<string, number>,
): Checked<T> {
  if (line.text === null) return { fault: { field: '', reason: line.problem } };
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (cause) {
    return { fault: { field: '', reason: `is not JSON: ${(cause as SyntaxError).message}` } };
  }
  const parsed = parseNested(schema, value);
  if (parsed === null) return { fault: { field: '', reason: 'is nested too deeply' } };
  if (!parsed.success) return { fault: explain(value, parsed.error.issues) };
  const earlier = lineOfId.get(parsed.data.id);
  if (earlier !== undefined) {
    return { fault: { field: 'id', reason: `"${parsed.data.id}" already stands in line ${earlier}` } };
  }
  lineOfId.set(parsed.data.id, line.number);
  return { fault: null, row: parsed.data };
}

/** The schema walks nested values by recursion; `null` where these exhaust the stack. */
export function parseNested<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> | null {
  try {
    return schema.safeParse(value);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
