/** Makes what is in `blobs` visible in a snapshot, and notes what a revision means. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { cacheFailed } from '../errors/hub.ts';
import { systemCode } from '../errors/run.ts';
import { isCommit } from '../protocol/model-id.ts';
import type { Hub } from './hub.ts';
import { blobOf, partialOf, refOf, snapshotOf, type ModelPlaces } from './layout.ts';
import type { HubFile } from './listing.ts';

/** How much of a file is there, and in which form. */
export type Cached = { readonly kind: 'placed' | 'blob' | 'part'; readonly bytes: number };

export async function cachedPart(places: ModelPlaces, commit: string, file: HubFile): Promise<Cached> {
  const isWhole = async (path: string): Promise<boolean> => (await sizeOf(path)) === file.bytes;
  if (await isWhole(join(snapshotOf(places, commit), file.path)))
    return { kind: 'placed', bytes: file.bytes };
  if (await isWhole(blobOf(places, file.hash))) return { kind: 'blob', bytes: file.bytes };
  const part = (await sizeOf(partialOf(places, file.hash))) ?? 0;
  return { kind: 'part', bytes: part <= file.bytes ? part : 0 };
}

/** Of what a path leads to; undefined where it leads to no file. */
export async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

/** Makes the folders of a model, and marks the cache as one that backups may leave out. */
export async function makeFolders({ cache }: Hub, places: ModelPlaces, commit: string): Promise<void> {
  for (const folder of [places.blobs, places.refs, snapshotOf(places, commit), dirname(places.lock)]) {
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw cacheFailed('Making', folder, cause);
    });
  }
  const tag = 'Signature: 8a477f597d28d172789f06886806bc55\n';
  // It is there already, or the folder is another user's; nothing depends on it.
  await writeFile(join(cache, 'CACHEDIR.TAG'), tag, { flag: 'wx' }).catch(() => undefined);
}

/**
 * Shows a blob in a snapshot. Without links the file itself goes there when nobody else can need the blob yet, because
 * it has just been loaded; otherwise a copy does.
 */
export async function placeBlob(
  { links }: Hub,
  places: ModelPlaces,
  { commit, file, isFresh }: { readonly commit: string; readonly file: HubFile; readonly isFresh: boolean },
): Promise<void> {
  const blob = blobOf(places, file.hash);
  const pointer = join(snapshotOf(places, commit), file.path);
  try {
    await mkdir(dirname(pointer), { recursive: true });
    await rm(pointer, { force: true });
    if (links && (await linked(relative(dirname(pointer), blob), pointer))) return;
    if (isFresh) await rename(blob, pointer);
    else await copyFile(blob, pointer, constants.COPYFILE_FICLONE);
  } catch (cause) {
    throw cacheFailed('Writing', pointer, cause);
  }
}

/** Codes of systems that have no symbolic links, or not for this user. */
const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

async function linked(target: string, path: string): Promise<boolean> {
  try {
    await symlink(target, path, 'file');
    return true;
  } catch (cause) {
    if (NO_LINKS.has(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}

/** Notes the commit of a branch or tag, by one rename and only where it has changed. */
export async function writeRef(places: ModelPlaces, revision: string, commit: string): Promise<void> {
  if (isCommit(revision)) return;
  const path = refOf(places, revision);
  try {
    if ((await readFile(path, 'utf8').catch(() => '')) === commit) return;
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    await writeFile(temporary, commit);
    await rename(temporary, path);
  } catch (cause) {
    throw cacheFailed('Writing', path, cause);
  }
}
