/**
 * The data of a run that goes on: what it was created with. Which rows are trained on and which are held back depends on
 * all rows there are, so data that has changed would have a critic measured on what it has learned from.
 */
import { readFile } from 'node:fs/promises';
import { hashContent, hashFile } from '../../hash.ts';
import { dataChanged, starterChanged } from '../../errors/run.ts';
import type { RunRecord } from '../../protocol/run-folder.ts';
import { loadRunData, type RunData } from './data.ts';

type Recorded = Pick<RunRecord, 'id' | 'config' | 'datasets'>;

/**
 * Of a file that has grown since, as the one of feedback does, the rows that it had are read. Throws `run.data-changed` for
 * any other change, and `run.starter-changed` where the starter set is another.
 */
export async function loadRecordedData(
  { id, config, datasets }: Recorded,
  signal?: AbortSignal,
): Promise<RunData> {
  const rowsOf = new Map<string, number>();
  for (const { source, sha256, rows } of datasets) {
    if (source === 'starter' || (await hashFile(source).catch(() => null)) === sha256) continue;
    if (!(await beganAs(source, rows, sha256))) throw dataChanged(id, source, rows);
    rowsOf.set(source, rows);
  }
  const data = await loadRunData(config, { signal, rowsOf });
  const isSame = datasets
    .filter(({ source }) => source === 'starter')
    .every(({ role, sha256 }) => data.datasets.some((now) => now.role === role && now.sha256 === sha256));
  if (!isSame) throw starterChanged(id);
  return data;
}

const newline = 10;

/** Whether the first rows of a file, with the end of the last one's line or without, are all that it was. */
async function beganAs(file: string, rows: number, sha256: string): Promise<boolean> {
  // What cannot be read is not what it was.
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  let start = 0;
  for (let read = 0; read < rows;) {
    const end = bytes.indexOf(newline, start);
    if (end < 0) return false;
    if (bytes.toString('utf8', start, end).trim() !== '') read += 1;
    start = end + 1;
  }
  return [start, start - 1, start - 2].some(
    (end) => end >= 0 && hashContent(bytes.subarray(0, end)) === sha256,
  );
}
