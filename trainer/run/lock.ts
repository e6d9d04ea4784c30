/** One trainer a run: `lock.json`, which also says how to talk to the trainer. */
import { TrainerError } from '../errors/error.ts';
import { fileFailed, lockUnreadable, runLocked, systemCode } from '../errors/run.ts';
import { holderState, releaseLock, takeLock, thisProcess, type HolderState } from '../lock-file.ts';
import type { Lock } from '../protocol/run-folder.ts';
import { lockSchema } from '../protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { readRecord } from './files.ts';
import type { RunFolder } from './folder.ts';

export const holderOf = (lock: Lock): Promise<HolderState> => holderState(lock);

/** The lock of a run, or null. Throws `run.lock-unreadable` for a damaged file. */
export async function readLock(folder: RunFolder): Promise<Lock | null> {
  return readLockFile(folder.lock);
}

export interface HeldLock extends AsyncDisposable {
  readonly lock: Lock;
}

/** Takes the lock for this process until it is disposed. Throws `run.locked` while somebody else trains the run. */
export async function acquireLock(folder: RunFolder, socket: string): Promise<HeldLock> {
  const { pid, processStart, host, token } = await thisProcess();
  const protocol = PROTOCOL_VERSION;
  const lock: Lock = {
    protocol,
    pid,
    processStart,
    host,
    socket,
    token,
    createdAt: new Date().toISOString(),
  };
  const taken = await takeLock(folder.lock, lock, readLockFile).catch((cause: unknown) => {
    throw fileFailed('Locking', folder.lock, cause);
  });
  if (taken.kind === 'held') throw runLocked(folder.path, taken.by, taken.state === 'running');
  return { lock, [Symbol.asyncDispose]: () => releaseLock(folder.lock, token, readLockFile) };
}

/** Removes this very lock, and none that has taken its place. */
export const removeLock = (folder: RunFolder, { token }: Lock): Promise<void> =>
  releaseLock(folder.lock, token, readLockFile);

async function readLockFile(path: string): Promise<Lock | null> {
  try {
    return await readRecord(path, lockSchema);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause instanceof TrainerError ? lockUnreadable(path, cause.message) : cause;
  }
}
