/**
 * A file that one process at a time holds. It is created by a hard link, so it appears whole and only once.
 *
 * A process that dies leaves its lock behind, and two others may find it at once. Deleting it would let the slower of
 * the two delete the faster one's lock. So nobody deletes: whoever wants to follow a dead holder creates the file
 * `<lock>.after-<its token>`, which again succeeds only once, and holds the lock from that moment. Then it renames
 * its own file over the lock and tidies up. One who was slower sees that the lock no longer leads to them.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { systemCode } from './errors/run.ts';
import { isRunning, processStart } from './process-identity.ts';

/** What every lock says of the process that holds it; each kind of lock adds what its readers need. */
export interface LockHolder {
  readonly pid: number;
  readonly processStart: string | null;
  readonly host: string;
  /** Tells this lock from every other; part of file names. */
  readonly token: string;
}

/** Whether a lock's holder lives; of another machine's processes nothing is known. */
export type HolderState = 'running' | 'gone' | 'elsewhere';

/** Reads a lock, or returns null where there is none. */
export type LockReader<Held extends LockHolder> = (path: string) => Promise<Held | null>;

export type Taken<Held extends LockHolder> =
  | { readonly kind: 'taken' }
  | { readonly kind: 'held'; readonly by: Held; readonly state: 'running' | 'elsewhere' };

export async function thisProcess(): Promise<LockHolder> {
  return {
    pid: process.pid,
    processStart: await processStart(process.pid),
    host: hostname(),
    token: randomBytes(24).toString('hex'),
  };
}

export async function holderState({ host, pid, processStart: start }: LockHolder): Promise<HolderState> {
  if (host !== hostname()) return 'elsewhere';
  return (await isRunning(pid, start)) ? 'running' : 'gone';
}

/** Takes the lock for `mine`, unless somebody else holds it. Errors are the system's and the reader's. */
export async function takeLock<Held extends LockHolder>(
  path: string,
  mine: Held,
  read: LockReader<Held>,
): Promise<Taken<Held>> {
  const own = `${path}.new-${mine.token}`;
  try {
    await writePrivate(own, `${JSON.stringify(mine, null, 2)}\n`);
    for (;;) {
      const answer = await tryToTake(path, own, mine.token, read);
      if (answer !== undefined) return answer;
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Gives the lock back if it is still the one with this token. */
export async function releaseLock(path: string, token: string, read: LockReader<LockHolder>): Promise<void> {
  const holder = await read(path).catch(() => null);
  if (holder?.token === token) await rm(path, { force: true });
}

/** Undefined means that the situation has changed meanwhile and must be looked at again. */
async function tryToTake<Held extends LockHolder>(
  path: string,
  own: string,
  token: string,
  read: LockReader<Held>,
): Promise<Taken<Held> | undefined> {
  const holder = await lastHolder(path, read);
  if (holder === null) return (await linkOnce(own, path)) ? { kind: 'taken' } : undefined;
  const state = await holderState(holder);
  if (state !== 'gone') return { kind: 'held', by: holder, state };
  const claim = claimOn(path, holder);
  if (!(await linkOnce(own, claim))) return undefined;
  if ((await lastHolder(path, read))?.token !== token) {
    await rm(claim, { force: true });
    return undefined;
  }
  await rename(own, path);
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(`${basename(path)}.after-`)) await rm(join(dirname(path), name), { force: true });
  }
  return { kind: 'taken' };
}

/** Follows the lock to the last one who has claimed to come after it. */
async function lastHolder<Held extends LockHolder>(
  path: string,
  read: LockReader<Held>,
): Promise<Held | null> {
  let holder = await read(path);
  for (let next = holder; next !== null; next = await read(claimOn(path, next))) holder = next;
  return holder;
}

const claimOn = (path: string, { token }: LockHolder): string => `${path}.after-${token}`;

/** Codes of file systems that have no hard links, such as those of memory sticks and some network shares. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch(async (cause: unknown) => {
      if (!NO_LINKS.has(systemCode(cause) ?? '')) throw cause;
      await copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

/** A lock may hold a secret, so it is its owner's alone. */
async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
