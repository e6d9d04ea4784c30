/** Paths inside a workspace: relative to its folder, which is the empty one, with `/` on every system. */
import { isAbsolute, sep } from 'node:path';

/** Of a path that `relative` gives, as the system writes it: on Windows one to another drive is absolute. */
export const leadsOut = (path: string): boolean => path.split(sep)[0] === '..' || isAbsolute(path);

/** The folder of a file. */
export const folderOf = (file: string): string =>
  file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';

/** The folders that a file lies in, the nearest first and the workspace's own last. */
export function foldersOf(file: string): string[] {
  const folder = folderOf(file);
  return folder === '' ? [''] : [folder, ...foldersOf(folder)];
}

/** A file of a folder. */
export const fileIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A file as a folder names it that it lies in. */
export const fromFolder = (file: string, folder: string): string =>
  folder === '' ? file : file.slice(folder.length + 1);

/** A command as it would be typed in the workspace's folder, of one that is given in a folder inside it. */
export const typedFrom = (folder: string, command: string): string =>
  folder === '' ? command : `cd ${quoted(folder)} && ${command}`;

/** A path as it would be typed. */
export const quoted = (path: string): string => (/^[\w./@:+=-]+$/.test(path) ? path : `"${path}"`);
