/** What commands write: a file or a folder that appears whole or not at all, and replaces nothing unasked. */
import { access, constants, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { outputExists, outputFailed, outputForeign } from './errors/output.ts';
import { systemCode } from './errors/run.ts';
import { writeWholeFolder } from './whole-folder.ts';

/**
 * To be called before the long work, whose result would be lost otherwise: makes the folder that the file will lie in.
 * Throws `output.exists` unless the file may be replaced, and `output.failed` where none can be written.
 */
export async function prepareFile(file: string, isForced: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && !isForced) throw outputExists(file);
  if (found?.isDirectory() === true) throw outputFailed(file, new Error('it is a folder'));
  const folder = dirname(file);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw outputFailed(file, cause);
  }
}

/** To be asked before the long work: throws unless the folder is free. `mark` is the file by which an earlier output is known, which alone may be replaced. */
export async function refuseOccupied(folder: string, mark: string, isForced: boolean): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown): string[] => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw outputFailed(folder, cause);
  });
  if (names.length === 0) return;
  if (!isForced) throw outputExists(folder);
  if (!names.includes(mark)) throw outputForeign(folder, mark);
}

/** Lets `write` fill an empty folder, and writes what it returns beside it, as the file `mark`. */
export async function writeOutput<Report>(
  folder: string,
  mark: string,
  write: (temporary: string) => Promise<Report>,
): Promise<Report> {
  try {
    return await writeWholeFolder(folder, async (temporary) => {
      const report = await write(temporary);
      await using file = await open(join(temporary, mark), 'wx');
      await file.writeFile(`${JSON.stringify(report, null, 2)}\n`);
      await file.sync();
      return report;
    });
  } catch (cause) {
    throw /^E[A-Z0-9]+$/.test(systemCode(cause) ?? '') ? outputFailed(folder, cause) : cause;
  }
}
