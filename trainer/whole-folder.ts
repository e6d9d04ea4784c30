/** Folders that appear whole or not at all, and those that are needed meanwhile. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from './errors/run.ts';
import { isRunning } from './process-identity.ts';

/** A temporary folder's name ends with the process that writes it, and perhaps with what lies beside it. */
const temporaryName = /^\.tmp-.+?-(\d+)(?:-[a-z]+)?$/;

const temporaryBeside = (directory: string, purpose = ''): string =>
  join(dirname(directory), `.tmp-${basename(directory)}${purpose}-${process.pid}`);

/** Whether this is the name of a temporary folder that another process writes right now. */
export async function isUnderWay(name: string): Promise<boolean> {
  const pid = Number(temporaryName.exec(name)?.[1] ?? NaN);
  // In a container every process may have had the number that this one has.
  return !Number.isNaN(pid) && pid !== process.pid && (await isRunning(pid, null));
}

/**
 * Lets `write` fill a folder beside `directory` and gives it that name when it is complete. An earlier folder of the
 * name is replaced then; if anything fails it stays as it was. Errors are those of `write` and of the system.
 */
export async function writeWholeFolder<T>(
  directory: string,
  write: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryBeside(directory);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    const result = await write(temporary);
    await replaceFolder(temporary, directory);
    return result;
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw cause;
  }
}

/**
 * Gives `use` an empty folder beside `directory`, and deletes it afterwards, and before that those which processes that
 * were killed have left. `purpose` makes its name. Errors are those of `use` and of the system.
 */
export async function withFolderBeside<T>(
  directory: string,
  purpose: string,
  use: (temporary: string) => Promise<T>,
): Promise<T> {
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  const beginning = `.tmp-${basename(directory)}-${purpose}-`;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(beginning) || (await isUnderWay(name))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
  const temporary = temporaryBeside(directory, `-${purpose}`);
  try {
    await mkdir(temporary);
    return await use(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The earlier folder is moved aside and deleted last, so that one of the two is there at any moment. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const earlier = `${from}-earlier`;
  await rm(earlier, { recursive: true, force: true });
  await rename(to, earlier).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cause;
  });
  await rename(from, to);
  await rm(earlier, { recursive: true, force: true });
}
