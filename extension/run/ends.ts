/**
 * The ends of runs. Every window hears of them, and one of them tells the user: the first to put a mark beside the run,
 * a file that can be created once and is named after the end. The next end takes its place, so there is one at most.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../../trainer/errors/run.ts';
import type { RunEvent } from '../../trainer/protocol/events.ts';
import { runEventSchema } from '../../trainer/protocol/events.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { readJournalEnd } from '../../trainer/run/journal-reader.ts';
import { Emitter } from '../base/emitter.ts';
import { startFiles } from './contents.ts';
import type { Missed } from './missed.ts';
import type { RunEntry } from './store.ts';

export interface RunEnded {
  readonly entry: RunEntry;
  readonly end: NonNullable<Missed['end']>;
  /** This window is the one that tells the user. */
  readonly tells: boolean;
}

export class RunEnds {
  readonly #ended = new Emitter<RunEnded>();
  /** Runs whose trainer this window's user is ending. */
  readonly #quiet = new Set<string>();
  readonly event = this.#ended.event;

  /** A run that this window has seen alive is alive no more. */
  async tell({ entry, end }: Omit<RunEnded, 'tells'>): Promise<void> {
    const { folder } = entry.summary;
    if (this.#quiet.has(folder)) return;
    this.#ended.fire({ entry, end, tells: await takeMark(folder, end) });
  }

  /** Ends a trainer by `end`, and has the runs looked at: whoever does so knows, and no window says it. */
  async quietly(folder: string, end: () => Promise<void>, look: () => Promise<void>): Promise<void> {
    this.#quiet.add(folder);
    try {
      await end();
      await takeMark(folder, 'interrupted');
      await look();
    } finally {
      this.#quiet.delete(folder);
    }
  }

  dispose(): void {
    this.#ended.dispose();
  }
}

/** False where another window was first. */
async function takeMark(folder: string, end: RunEnded['end']): Promise<boolean> {
  const marks = startFiles(dirname(folder), basename(folder)).folder;
  const mark = `${PREFIX}${await nameOfEnd(folder, end)}`;
  try {
    await mkdir(marks, { recursive: true });
    await writeFile(join(marks, mark), '', { flag: 'wx' });
  } catch (cause) {
    // Where no mark can be made, being told twice is better than never.
    return systemCode(cause) !== 'EEXIST';
  }
  const earlier = (await readdir(marks)).filter((name) => name.startsWith(PREFIX) && name !== mark);
  await Promise.all(earlier.map((name) => rm(join(marks, name), { force: true })));
  return true;
}

const PREFIX = 'told-';
const begins: readonly RunEvent['type'][] = ['started', 'resumed'];

/** When the trainer said that it ends, or began where it did not come to that: the same for every window. */
async function nameOfEnd(folder: string, end: RunEnded['end']): Promise<string> {
  const events = await readJournalEnd(runFolder(folder).events, runEventSchema).catch(() => []);
  const last = events.findLast(({ type }) => (end === 'interrupted' ? begins.includes(type) : type === end));
  // Windows allows no colons in a name.
  return last === undefined ? 'unbegun' : last.time.replaceAll(/\D/g, '-');
}
