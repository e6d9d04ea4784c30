/** Where runs may live: in the workspace, with the extension, and in the folders that the user has added. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileFailed, systemCode } from '../../trainer/errors/run.ts';
import { fromHome } from '../base/home.ts';
import type { Place } from './start/facts.ts';

/** The folder in a workspace that is ours. */
const OWN_FOLDER = '.critique-coder';

/** Runs are no part of a workspace's sources: the folder that holds them there tells version control so. */
export async function keepOutOfSources(root: string): Promise<void> {
  const own = dirname(root);
  if (basename(own) !== OWN_FOLDER) return;
  await mkdir(own, { recursive: true });
  await writeFile(join(own, '.gitignore'), '*\n', { flag: 'wx' }).catch((cause: unknown) => {
    // One that is there already is the user's.
    if (systemCode(cause) !== 'EEXIST') throw fileFailed('Writing', join(own, '.gitignore'), cause);
  });
}

/** This folder, or the nearest around it that is there. */
export async function nearestFolder(path: string): Promise<string> {
  for (let place = resolve(path); ; place = dirname(place)) {
    const found = await stat(place).catch(() => undefined);
    if (found?.isDirectory() === true || dirname(place) === place) return place;
  }
}

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
      return { root: join(path, OWN_FOLDER, 'runs'), kind: 'workspace', name };
    }),
    { root: join(storage, 'runs'), kind: 'storage', name: '' },
    ...added.map((path): Place => ({ root: resolve(fromHome(path)), kind: 'other', name: '' })),
  ];
  return places.filter(({ root }, index) => places.findIndex((place) => place.root === root) === index);
}
