/** The folder that a command of data writes: its rows and `report.json`, whole or not at all. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { outputExists, outputFailed, outputForeign } from '../../errors/data-prepare.ts';
import { systemCode } from '../../errors/run.ts';
import { describeFile } from '../../hash.ts';
import type { DescribedFile } from '../../protocol/data-reports.ts';
import { writeWholeFolder } from '../../whole-folder.ts';

const reportFile = 'report.json';

/** Asks before the long work whether `directory` may be written. */
export async function refuseOccupied(directory: string, isForced: boolean): Promise<void> {
  const names = await readdir(directory).catch((cause: unknown): string[] => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw outputFailed(directory, cause);
  });
  if (names.length === 0) return;
  if (!isForced) throw outputExists(directory);
  if (!names.includes(reportFile)) throw outputForeign(directory, reportFile);
}

/** Writes what `write` makes of an empty folder, and beside it the report that it returns. */
export async function writeOutput<Report>(
  directory: string,
  write: (folder: string) => Promise<Report>,
): Promise<Report> {
  try {
    return await writeWholeFolder(directory, async (folder) => {
      const report = await write(folder);
      await using file = await open(join(folder, reportFile), 'wx');
      await file.writeFile(`${JSON.stringify(report, null, 2)}\n`);
      await file.sync();
      return report;
    });
  } catch (cause) {
    throw /^E[A-Z0-9]+$/.test(systemCode(cause) ?? '') ? outputFailed(directory, cause) : cause;
  }
}

/** Size and hash of a file, under the name that the user knows it by. */
export async function describeAs(name: string, path = name): Promise<DescribedFile> {
  return { file: name, ...(await describeFile(path)) };
}
