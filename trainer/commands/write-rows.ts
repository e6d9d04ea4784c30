/** Files of JSON lines that commands write. */
import { stat } from 'node:fs/promises';
import { fileExists } from '../errors/candidates.ts';
import { writeFileAtomic } from '../run/files.ts';

/** To be asked before the work begins: throws `candidates.file-exists` unless the file may be replaced. */
export async function refuseExisting(file: string, force: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && !force) throw fileExists(file);
}

/** One JSON document a line; the file appears whole or not at all. */
export async function writeRows(file: string, rows: readonly object[]): Promise<void> {
  await writeFileAtomic(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
