/** Reading journals, also while they are written: from a cursor on, past corrupt lines, never half a line. */
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import { fileFailed, systemCode } from '../errors/run.ts';
import type { Parsed } from './files.ts';
import { explain, parseJson } from './files.ts';

/** Where reading has stopped; `undefined` begins at the first line. */
export interface JournalCursor {
  readonly offset: number;
  readonly line: number;
  /** Tells a journal that was replaced when its run was resumed from the one that was read. */
  readonly inode: bigint;
}

export interface JournalProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

export interface JournalPage<T> {
  readonly records: readonly T[];
  /** Lines that could not be read; those around them are in `records`. */
  readonly problems: readonly JournalProblem[];
  /** For the next call. Undefined while the file does not exist. */
  readonly cursor: JournalCursor | undefined;
  /** The journal was cut since `from`, so the page begins at the first line again and replaces what was read before. */
  readonly restarted: boolean;
  /** Bytes of the whole journal. */
  readonly size: number;
  /** Nothing whole is left after the page. */
  readonly complete: boolean;
}

/**
 * Reads the whole lines after `from`. A missing file is an empty journal; an unfinished last line waits.
 * With `bytes` it reads about as many at most, for whoever must not be busy for long: `complete` tells whether that was all.
 */
export async function readJournal<T>(
  path: string,
  schema: z.ZodType<T>,
  from?: JournalCursor,
  bytes?: number,
): Promise<JournalPage<T>> {
  const found = await readFrom(
    path,
    (size, inode) => (from !== undefined && from.inode === inode && from.offset <= size ? from.offset : 0),
    bytes,
  );
  if (found === undefined) {
    return {
      records: [],
      problems: [],
      cursor: undefined,
      restarted: from !== undefined,
      size: 0,
      complete: true,
    };
  }
  const continued = from !== undefined && from.inode === found.inode && found.offset === from.offset;
  const lines = wholeLines(found.bytes);
  const complete = found.offset + found.bytes.length >= found.size;
  // A line that is longer than what was asked for.
  if (lines.length === 0 && !complete) return readJournal(path, schema, from, found.bytes.length * 4);
  const firstLine = continued ? from.line : 1;
  const cursor = {
    offset: found.offset + (lines.at(-1)?.end ?? 0),
    line: firstLine + lines.length,
    inode: found.inode,
  };
  return {
    ...parseLines(path, schema, lines, firstLine),
    cursor,
    restarted: from !== undefined && !continued,
    size: found.size,
    complete,
  };
}

/** The records at the end of a journal, as many as stand in its last `bytes`; lines that cannot be read are passed over. */
export async function readJournalEnd<T>(
  path: string,
  schema: z.ZodType<T>,
  bytes = 65_536,
): Promise<readonly T[]> {
  const found = await readFrom(path, (size) => Math.max(0, size - bytes));
  if (found === undefined) return [];
  const lines = wholeLines(found.bytes).slice(found.offset === 0 ? 0 : 1);
  return parseLines(path, schema, lines, 1).records;
}

export interface Line {
  /** Offset after the line's newline, in bytes. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** The lines that end in a newline. */
export function wholeLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let newline = bytes.indexOf(10); newline >= 0; newline = bytes.indexOf(10, start)) {
    lines.push({ end: newline + 1, bytes: bytes.subarray(start, newline) });
    start = newline + 1;
  }
  return lines;
}

/** A line's document, or why it has none. */
export function parseLine(line: Line): Parsed<unknown> {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(line.bytes));
  } catch {
    return { ok: false, reason: 'it is not UTF-8 text' };
  }
}

function parseLines<T>(
  file: string,
  schema: z.ZodType<T>,
  lines: readonly Line[],
  firstLine: number,
): { records: T[]; problems: JournalProblem[] } {
  const records: T[] = [];
  const problems: JournalProblem[] = [];
  for (const [index, line] of lines.entries()) {
    const read = readLine(schema, line);
    if (read.ok) records.push(read.value);
    else problems.push({ file, line: firstLine + index, reason: read.reason });
  }
  return { records, problems };
}

function readLine<T>(schema: z.ZodType<T>, line: Line): Parsed<T> {
  const document = parseLine(line);
  if (!document.ok) return document;
  const record = schema.safeParse(document.value);
  return record.success ? { ok: true, value: record.data } : { ok: false, reason: explain(record.error) };
}

interface Found {
  readonly offset: number;
  readonly size: number;
  readonly inode: bigint;
  readonly bytes: Buffer;
}

async function readFrom(
  path: string,
  offsetFor: (size: number, inode: bigint) => number,
  limit = Infinity,
): Promise<Found | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size, ino } = await file.stat({ bigint: true });
      const offset = offsetFor(Number(size), ino);
      const bytes = Buffer.alloc(Math.min(limit, Number(size) - offset));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      return { offset, size: Number(size), inode: ino, bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw fileFailed('Reading', path, cause);
  }
}
