/** Takes a run from a machine that is not there any more, such as a container that was made anew under another name. */
import { runFolder } from '../../trainer/run/folder.ts';
import { holderOf, readLock, removeLock } from '../../trainer/run/lock.ts';

/** Only the lock of `host`, to which the user has agreed: whoever has taken the run meanwhile keeps it. */
export async function takeOver(folder: string, host: string): Promise<void> {
  const files = runFolder(folder);
  const lock = await readLock(files);
  if (lock === null || lock.host !== host || (await holderOf(lock)) !== 'elsewhere') return;
  await removeLock(files, lock);
}
