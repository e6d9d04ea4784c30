/**
 * How much memory a program of the user's holds with all that it has started: a mistake in a loop may let it grow until
 * the system ends another program in its place, such as the editor. Only Linux tells it in files.
 */
import { readdir, readFile } from 'node:fs/promises';

const lookMs = 500;

/** Held without a question, however little the machine has left. */
const harmlessBytes = 2 ** 30;

/** As much as it leaves to everybody else. */
export const usualMost = (): number => Math.max(harmlessBytes, process.availableMemory());

export interface MemoryWatch {
  /** In bytes, asked each time. */
  readonly most: () => number;
  /** Called once, with what it holds. */
  readonly onExceeded: (bytes: number) => void;
}

/** Watches the process group of a number until it is disposed of. */
export function watchMemory(group: number, { most, onExceeded }: MemoryWatch): Disposable {
  let isOver = process.platform !== 'linux';
  const look = async (): Promise<void> => {
    const bytes = await bytesOf(group);
    if (isOver) return;
    if (bytes > most()) {
      isOver = true;
      onExceeded(bytes);
    } else timer = setTimeout(() => void look(), lookMs);
  };
  let timer = isOver ? undefined : setTimeout(() => void look(), lookMs);
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

async function bytesOf(group: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const held = await Promise.all(pids.map((pid) => heldBy(pid, group)));
  return held.reduce((sum, bytes) => sum + bytes, 0);
}

/** What was moved to the disk counts as well. Nothing of those of other groups, or that are gone. */
async function heldBy(pid: string, group: number): Promise<number> {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '');
  const stat = await read('stat');
  // The second field is the program's name in parentheses and may hold spaces; the group is the fifth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (Number(fields[2]) !== group) return 0;
  const sizes = (await read('status')).matchAll(/^Vm(?:RSS|Swap):\s+(\d+) kB$/gm);
  return [...sizes].reduce((sum, [, kilobytes]) => sum + 1024 * Number(kilobytes), 0);
}
