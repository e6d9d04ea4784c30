/** Ends a trainer that hears nothing any more. What it has saved stays, so its run can be resumed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../trainer/errors/run.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { holderOf, readLock } from '../../trainer/run/lock.ts';
import { processStart } from '../../trainer/process-identity.ts';
import { processElsewhere, processStays, processUnknown } from '../errors/shell.ts';

const ATTEMPTS = 100;
const PAUSE_MS = 50;

/** Resolves when nobody trains the run. Throws `shell.process-elsewhere`, `-unknown` or `-stays`. */
export async function endTrainer(folder: string): Promise<void> {
  const lock = await readLock(runFolder(folder));
  if (lock === null) return;
  const { pid, host } = lock;
  const holder = await holderOf(lock);
  if (holder === 'gone') return;
  if (holder === 'elsewhere') throw processElsewhere(pid, host);
  // A number alone may have been given to somebody else's process; where the start is not known, nothing is risked.
  const start = await processStart(pid);
  if (start === null || start !== lock.processStart) throw processUnknown(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if (systemCode(cause) !== 'ESRCH') throw processStays(pid, cause);
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if ((await holderOf(lock)) === 'gone') return;
    await sleep(PAUSE_MS);
  }
  throw processStays(pid);
}
