/**
 * The ends of runs. Every window hears of them, and one of those that say such an end tells the user: the first to put a
 * mark beside the run, a file that can be created once and is named after the end. The next end takes its place, so there is one at most.
 * Where the user is ending a trainer by hand, another mark says so beforehand, and no window hears of it.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../../trainer/errors/run.ts';
import type { RunEvent } from '../../trainer/protocol/events.ts';
import { runEventSchema } from '../../trainer/protocol/events.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { readJournalEnd } from '../../trainer/run/journal-reader.ts';
import { Emitter } from '../base/emitter.ts';
import { exists, startFiles } from './contents.ts';
import type { Missed } from './missed.ts';
import type { RunEntry } from './store.ts';

export interface RunEnded {
  readonly entry: RunEntry;
  readonly end: NonNullable<Missed['end']>;
  /** This window is the one that tells the user. */
  readonly tells: boolean;
}

/** What a window hears of an end before it is settled who tells it. */
export type End = Omit<RunEnded, 'tells'>;

export class RunEnds {
  readonly #ended = new Emitter<RunEnded>();
  /** Whether this window says such an end: one that does not must not keep it from one that does. */
  readonly #says: (ended: End) => boolean;
  readonly event = this.#ended.event;

  constructor(says: (ended: End) => boolean) {
    this.#says = says;
  }

  /** A run that this window has seen alive is alive no more. */
  async tell(ended: End): Promise<void> {
    const mark = await markOf(ended.entry.summary.folder, ended.end);
    if (await exists(byHand(mark))) return;
    this.#ended.fire({ ...ended, tells: this.#says(ended) && (await take(mark)) });
  }

  /** Ends a trainer by `end`; whoever does so knows, so no window says it. */
  async quietly(folder: string, end: () => Promise<void>): Promise<void> {
    const mark = byHand(await markOf(folder, 'interrupted'));
    await take(mark);
    try {
      await end();
    } catch (cause) {
      await rm(mark, { force: true });
      throw cause;
    }
  }

  dispose(): void {
    this.#ended.dispose();
  }
}

const PREFIX = 'told-';
const byHand = (mark: string): string => `${mark}.by-hand`;

/** The file that stands for an end. */
async function markOf(folder: string, end: RunEnded['end']): Promise<string> {
  const marks = startFiles(dirname(folder), basename(folder)).folder;
  return join(marks, `${PREFIX}${await nameOfEnd(folder, end)}`);
}

/** False where another window was first. */
async function take(mark: string): Promise<boolean> {
  const marks = dirname(mark);
  try {
    await mkdir(marks, { recursive: true });
    await writeFile(mark, '', { flag: 'wx' });
  } catch (cause) {
    // Where no mark can be made, being told twice is better than never.
    return systemCode(cause) !== 'EEXIST';
  }
  const earlier = (await readdir(marks)).filter((name) => name.startsWith(PREFIX) && name !== basename(mark));
  await Promise.all(earlier.map((name) => rm(join(marks, name), { force: true })));
  return true;
}

const begins: readonly RunEvent['type'][] = ['started', 'resumed'];

/** When the trainer said that it ends, or began where it did not come to that: the same for every window. */
async function nameOfEnd(folder: string, end: RunEnded['end']): Promise<string> {
  const events = await readJournalEnd(runFolder(folder).events, runEventSchema).catch(() => []);
  const last = events.findLast(({ type }) => (end === 'interrupted' ? begins.includes(type) : type === end));
  // Windows allows no colons in a name.
  return last === undefined ? 'unbegun' : last.time.replaceAll(/\D/g, '-');
}
