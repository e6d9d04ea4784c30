/** One process at a time loads a model into a cache; the others wait and then find it there. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { cacheFailed, modelLocked, modelLockUnreadable } from '../errors/hub.ts';
import { systemCode } from '../errors/run.ts';
import { releaseLock, takeLock, thisProcess, type LockHolder } from '../lock-file.ts';

const LOOK_MS = 250;

const holderSchema = z.object({
  pid: z.int().min(1),
  processStart: z.string().nullable(),
  host: z.string(),
  token: z.string().regex(/^\w+$/),
});

export interface Waiting {
  readonly signal: AbortSignal;
  /** Told once for each process that is waited for. */
  readonly onWait: (pid: number) => void;
}

/** Holds the lock until it is disposed. Throws `hub.locked` where it cannot be told whether its holder lives. */
export async function lockModel(path: string, id: string, waiting: Waiting): Promise<AsyncDisposable> {
  const mine = await thisProcess();
  let waitedFor: string | undefined;
  for (;;) {
    waiting.signal.throwIfAborted();
    const taken = await takeLock(path, mine, readHolder).catch((cause: unknown) => {
      throw cacheFailed('Locking', path, cause);
    });
    if (taken.kind === 'taken') {
      return { [Symbol.asyncDispose]: () => releaseLock(path, mine.token, readHolder) };
    }
    const { by, state } = taken;
    if (state === 'elsewhere') throw modelLocked(id, by.host, by.pid, path);
    if (waitedFor !== by.token) waiting.onWait(by.pid);
    waitedFor = by.token;
    await sleep(LOOK_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  }
}

async function readHolder(path: string): Promise<LockHolder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    throw modelLockUnreadable(path);
  }
}
