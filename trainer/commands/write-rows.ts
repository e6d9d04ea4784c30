import { outputFailed } from '../errors/output.ts';
import { replaceFile } from '../run/files.ts';

/** One JSON document a line; the file appears whole or not at all. Throws `output.failed`. */
export async function writeRows(file: string, rows: readonly object[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await replaceFile(file, text).catch((cause: unknown) => {
    throw outputFailed(file, cause);
  });
}
