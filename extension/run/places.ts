/** Where runs may live: in the workspace, with the extension, and in the folders that the user has added. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Place } from './start/facts.ts';

export interface PlaceFacts {
  readonly workspaceFolders: readonly { readonly name: string; readonly path: string }[];
  /** The extension's own folder for all windows. */
  readonly storage: string;
  /** The setting `runs.folders`; a path may begin with `~`. */
  readonly added: readonly string[];
}

/** Each folder once, the workspace's first. */
export function placesOf({ workspaceFolders, storage, added }: PlaceFacts): readonly Place[] {
  const places: Place[] = [
    ...workspaceFolders.map(({ name, path }): Place => {
      return { root: join(path, '.critique-coder', 'runs'), kind: 'workspace', name };
    }),
    { root: join(storage, 'runs'), kind: 'storage', name: '' },
    ...added.map((path): Place => ({ root: resolve(expanded(path)), kind: 'other', name: '' })),
  ];
  return places.filter(({ root }, index) => places.findIndex((place) => place.root === root) === index);
}

const expanded = (path: string): string =>
  /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path;
