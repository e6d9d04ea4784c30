/**
 * One trainer a run. The lock is `lock.json`, created by a hard link, so it appears whole and only once.
 *
 * A trainer that dies leaves its lock behind, and two others may find it at once. Deleting it would let the slower of
 * the two delete the faster one's lock. So nobody deletes: whoever wants to follow a dead holder creates the file
 * `lock.json.after-<its token>`, which again succeeds only once, and holds the run from that moment. Then it renames
 * its lock over `lock.json` and tidies up. One who was slower sees that `lock.json` no longer leads to them.
 */
import { randomBytes } from 'node:crypto';
import { link, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { TrainerError } from '../errors/error.ts';
import { fileFailed, lockUnreadable, runLocked, systemCode } from '../errors/run.ts';
import type { Lock } from '../protocol/run-folder.ts';
import { lockSchema } from '../protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { readRecord, writeSynced } from './files.ts';
import type { RunFolder } from './folder.ts';
import { isRunning, processStart } from './process-identity.ts';

/** Whether a lock's holder lives; of another machine's processes nothing is known. */
export type Holder = 'running' | 'gone' | 'elsewhere';

export async function holderOf(lock: Lock): Promise<Holder> {
  if (lock.host !== hostname()) return 'elsewhere';
  return (await isRunning(lock.pid, lock.processStart)) ? 'running' : 'gone';
}

/** The lock of a run, or null. Throws `run.lock-unreadable` for a damaged file. */
export async function readLock(folder: RunFolder): Promise<Lock | null> {
  return readLockFile(folder.lock);
}

export interface HeldLock extends AsyncDisposable {
  readonly lock: Lock;
}

/** Takes the lock for this process until it is disposed. Throws `run.locked` while somebody else trains the run. */
export async function acquireLock(folder: RunFolder, socket: string): Promise<HeldLock> {
  const lock: Lock = {
    protocol: PROTOCOL_VERSION,
    pid: process.pid,
    processStart: await processStart(process.pid),
    host: hostname(),
    socket,
    token: randomBytes(24).toString('hex'),
    createdAt: new Date().toISOString(),
  };
  const mine = `${folder.lock}.new-${lock.token}`;
  try {
    await writeSynced(mine, `${JSON.stringify(lock, null, 2)}\n`, 0o600);
    while (!(await tryAcquire(folder, mine, lock.token)));
  } catch (cause) {
    throw fileFailed('Locking', folder.lock, cause);
  } finally {
    await rm(mine, { force: true });
  }
  return { lock, [Symbol.asyncDispose]: () => release(folder, lock.token) };
}

/** False means that the situation has changed meanwhile and must be looked at again. */
async function tryAcquire(folder: RunFolder, mine: string, token: string): Promise<boolean> {
  const holder = await lastHolder(folder);
  if (holder === null) return linkOnce(mine, folder.lock);
  const state = await holderOf(holder);
  if (state !== 'gone') throw runLocked(folder.path, holder, state === 'running');
  const claim = claimOn(folder, holder);
  if (!(await linkOnce(mine, claim))) return false;
  if ((await lastHolder(folder))?.token !== token) {
    await rm(claim, { force: true });
    return false;
  }
  await rename(mine, folder.lock);
  for (const name of await readdir(folder.path)) {
    if (name.startsWith(`${basename(folder.lock)}.after-`))
      await rm(join(folder.path, name), { force: true });
  }
  return true;
}

/** Follows `lock.json` to the last one who has claimed to come after it. */
async function lastHolder(folder: RunFolder): Promise<Lock | null> {
  let holder = await readLockFile(folder.lock);
  for (let next = holder; next !== null; next = await readLockFile(claimOn(folder, next))) holder = next;
  return holder;
}

const claimOn = (folder: RunFolder, holder: Lock): string =>
  join(dirname(folder.lock), `${basename(folder.lock)}.after-${holder.token}`);

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

async function release(folder: RunFolder, token: string): Promise<void> {
  const lock = await readLockFile(folder.lock).catch(() => null);
  if (lock?.token === token) await rm(folder.lock, { force: true });
}

async function readLockFile(path: string): Promise<Lock | null> {
  try {
    return await readRecord(path, lockSchema);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause instanceof TrainerError ? lockUnreadable(path, cause.message) : cause;
  }
}
