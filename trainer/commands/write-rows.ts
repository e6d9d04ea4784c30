import { writeFileAtomic } from '../run/files.ts';

/** One JSON document a line; the file appears whole or not at all. */
export async function writeRows(file: string, rows: readonly object[]): Promise<void> {
  await writeFileAtomic(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
