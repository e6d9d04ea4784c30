/** A cache of the hub as text: folders, files with their size and hash, links with where they lead. */
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { sha256 } from './content.ts';

/** Locks are left out, because each program has its own; and of the tag for backups each says more in its own words. */
export async function cacheListing(cache: string): Promise<string> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  const lines: string[] = [];
  for (const path of paths) {
    const name = relative(cache, path).split(sep).join('/');
    if (name.startsWith('.locks')) continue;
    lines.push(`${name}${await descriptionOf(path)}`);
  }
  return `${lines.sort().join('\n')}\n`;
}

async function descriptionOf(path: string): Promise<string> {
  const status = await lstat(path);
  if (status.isDirectory()) return '/';
  if (status.isSymbolicLink()) return ` -> ${await readlink(path)}`;
  const content = await readFile(path);
  if (basename(path) === 'CACHEDIR.TAG') return ` ${content.toString('utf8').split('\n', 1).join('')}`;
  return ` ${content.length} bytes ${sha256(content).slice(0, 16)}`;
}
