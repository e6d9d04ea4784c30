/** Folders that appear whole or not at all. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from './errors/run.ts';

/**
 * Lets `write` fill a folder beside `directory` and gives it that name when it is complete. An earlier folder of the
 * name is replaced then; if anything fails it stays as it was. Errors are those of `write` and of the system.
 */
export async function writeWholeFolder<T>(
  directory: string,
  write: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = join(dirname(directory), `.tmp-${basename(directory)}-${process.pid}`);
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
