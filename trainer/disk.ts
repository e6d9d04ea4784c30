/** Room on a disk, also for folders that do not exist yet. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskUnknown } from './errors/preflight.ts';
import { systemCode } from './errors/run.ts';

/** Bytes that this user can still write to the disk of `folder`. Throws `preflight.disk-unknown`. */
export async function freeBytes(folder: string): Promise<number> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = await statfs(place);
      return bavail * bsize;
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT' || dirname(place) === place) throw diskUnknown(place, cause);
    }
  }
}
