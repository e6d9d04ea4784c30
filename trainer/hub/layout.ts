/**
 * Where things lie in the cache, exactly as the hub's Python library has them:
 *
 *     models--owner--name/blobs/<hash>                 a file's content, by the hash that the hub announces
 *     models--owner--name/blobs/<hash>.incomplete      its beginning, while it is loaded
 *     models--owner--name/snapshots/<commit>/<path>    a link to the blob, or the file where links are not possible
 *     models--owner--name/refs/<revision>              the commit that a branch or tag meant when it was last asked for
 *     .locks/models--owner--name/                      who loads something just now
 */
import { join } from 'node:path';
import type { ModelId } from '../protocol/model-id.ts';

export interface ModelPlaces {
  readonly root: string;
  readonly blobs: string;
  readonly snapshots: string;
  readonly refs: string;
  readonly lock: string;
}

const prefix = 'models--';

export function placesOf(cache: string, { owner, name }: Pick<ModelId, 'owner' | 'name'>): ModelPlaces {
  const folder = `${prefix}${owner}--${name}`;
  const root = join(cache, folder);
  return {
    root,
    blobs: join(root, 'blobs'),
    snapshots: join(root, 'snapshots'),
    refs: join(root, 'refs'),
    // The library keeps a lock a file, by a means that Node has not; this one is ours and beside them.
    lock: join(cache, '.locks', folder, 'critique-coder.lock'),
  };
}

/** The model that a folder of the cache is for; undefined for other folders, and for models without an owner. */
export function modelOfFolder(folder: string): { owner: string; name: string } | undefined {
  const [, owner, name] = /^models--(.+?)--(.+)$/.exec(folder) ?? [];
  return owner === undefined || name === undefined ? undefined : { owner, name };
}

export const blobOf = ({ blobs }: ModelPlaces, hash: string): string => join(blobs, hash);

export const partialOf = ({ blobs }: ModelPlaces, hash: string): string => join(blobs, `${hash}.incomplete`);

export const snapshotOf = ({ snapshots }: ModelPlaces, commit: string): string => join(snapshots, commit);

export const refOf = ({ refs }: ModelPlaces, revision: string): string => join(refs, ...revision.split('/'));
