/** Removing folders that tests have written into. */
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** With all that is in it, also where a test has left folders that may not be written to. */
export async function removeFolder(folder: string): Promise<void> {
  // A process that was just ended may hold a file for a moment.
  const options = { recursive: true, force: true, maxRetries: 10 };
  try {
    await rm(folder, options);
  } catch {
    await makeWritable(folder);
    await rm(folder, options);
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}
