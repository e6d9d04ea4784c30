/** What a JSONL file holds, by its first row: problems to solve, or labelled solutions to judge. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { dataUnreadable, notALine } from '../../errors/shell.ts';

export type DataKind = 'problems' | 'pairs';

/** Longest beginning of a file that is searched for its first row, in bytes. */
const SEARCHED_BYTES = 4_194_304;

/** Throws `shell.data-unreadable` or `shell.data-unknown`. Whether every row is right is the trainer's to say. */
export async function dataKindOf(path: string): Promise<DataKind> {
  const row = await firstRow(path).catch((cause: unknown) => {
    throw dataUnreadable(path, cause);
  });
  if (row !== null && ('tests' in row || 'io' in row || 'testCode' in row)) return 'problems';
  if (row !== null && 'solution' in row && 'correct' in row) return 'pairs';
  throw notALine(path);
}

async function firstRow(path: string): Promise<object | null> {
  const input = createReadStream(path, { encoding: 'utf8', end: SEARCHED_BYTES - 1 });
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() !== '') return objectOf(line);
    }
    return null;
  } finally {
    input.destroy();
  }
}

function objectOf(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
