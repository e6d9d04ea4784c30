/**
 * Append-only journals: JSON documents, one a line. One record is one write of one whole line, so that a reader that
 * follows the file sees whole lines, and a crash leaves at most one torn line, the last.
 * A line is on the disk for certain after `sync`, which the driver calls once a step, before its checkpoint.
 */
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { fileFailed } from '../errors/run.ts';

export interface Journal<T> extends AsyncDisposable {
  /**
   * Writes one line. A caller waits for it before the next. If there is no room, the journal is cut back to its last
   * whole line and `run.disk-full` is thrown.
   */
  append(record: T): Promise<void>;
  /** Resolves when every line so far is on the disk. */
  sync(): Promise<void>;
}

/** Opens a journal for appending and creates it where it is missing. Its last line must be whole: see `cutJournal`. */
export async function openJournal<T>(path: string): Promise<Journal<T>> {
  const file = await open(path, 'a').catch((cause: unknown) => {
    throw fileFailed('Opening', path, cause);
  });
  let end = (await file.stat()).size;
  return {
    async append(record) {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      try {
        await writeWhole(file, line);
      } catch (cause) {
        // The failure to report is the write's; a line that cannot be cut off either is found when resuming.
        await file.truncate(end).catch(() => undefined);
        throw fileFailed('Writing', path, cause);
      }
      end += line.length;
    },
    async sync() {
      await file.sync().catch((cause: unknown) => {
        throw fileFailed('Writing', path, cause);
      });
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** The system may write a part only, when the disk fills up in the middle of a line; the rest then fails. */
async function writeWhole(file: FileHandle, line: Buffer): Promise<void> {
  let written = 0;
  while (written < line.length) {
    written += (await file.write(line, written)).bytesWritten;
  }
}
