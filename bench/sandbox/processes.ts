/** The processes that this one has started, and theirs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Processes {
  readonly count: number;
  /** Resident memory of all of them. */
  readonly bytes: number;
}

/** Asks `ps`, so that a process which the sandbox has forgotten is counted too. */
export async function descendants(): Promise<Processes> {
  const running = promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  const { stdout } = await running;
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, kilobytes };
    })
    .filter(({ pid }) => pid !== running.child.pid);
  const family = new Set([process.pid]);
  let size = 0;
  while (size !== family.size) {
    size = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  const ours = rows.filter(({ pid }) => pid !== process.pid && family.has(pid));
  return { count: ours.length, bytes: ours.reduce((sum, { kilobytes }) => sum + kilobytes * 1024, 0) };
}
