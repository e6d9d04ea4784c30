/** Telling one process from another that got the same number later. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemCode } from './errors/run.ts';

/**
 * When a process started, in words that only equality is asked of; null where the system does not say: on Windows,
 * and for processes that are gone.
 */
export async function processStart(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return (await readProc(pid)).start;
    if (process.platform === 'win32') return null;
    return await startFromPs(pid);
  } catch {
    return null;
  }
}

/** Whether the process runs that had this number and this start; without a known start the number decides alone. */
export async function isRunning(pid: number, start: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: there is such a process, and it belongs to somebody else.
    if (systemCode(cause) !== 'EPERM') return false;
  }
  if (process.platform === 'linux' && (await readProc(pid).catch(() => undefined))?.ended) return false;
  const now = await processStart(pid);
  return start === null || now === null || now === start;
}

/** Exported for its test: BSD and procps agree on these words. */
export async function startFromPs(pid: number): Promise<string | null> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return stdout.trim() || null;
}

/**
 * Linux counts a process's start in ticks since boot, so the boot belongs to it. `ended` is a process that has exited
 * and waits for its parent to notice, which in a container may be never.
 */
async function readProc(pid: number): Promise<{ start: string; ended: boolean }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  // The second field is the program's name in parentheses and may hold spaces; state is the third, start the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { start: `${boot.trim()}:${fields[19] ?? ''}`, ended: fields[0] === 'Z' || fields[0] === 'X' };
}
