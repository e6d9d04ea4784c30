/**
 * The packages of a workspace, in its copy: each node_modules is a folder of the copy whose entries lead to the real
 * packages, so that what programs write into node_modules itself, such as caches, stays in the copy. An installed
 * package is shared, not copied: what a test writes into one reaches it.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface Copy {
  /** The workspace's folder, without links in it. */
  readonly real: string;
  /** The copy's. */
  readonly folder: string;
}

/** Hidden entries that programs and packages look into; the others are caches and notes of package managers. */
const kept = new Set(['.bin', '.prisma']);

/** Makes `to` of the node_modules folder `from`, where there is one. */
export async function linkModules(from: string, to: string, copy: Copy): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
  if (entries.length === 0) return;
  await mkdir(to, { recursive: true });
  for (const entry of entries) {
    if (entry.name.startsWith('.') && !kept.has(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && entry.name.startsWith('@')) await linkModules(source, target, copy);
    else if (entry.isDirectory() || entry.isSymbolicLink()) await linkEntry(source, target, copy);
  }
}

/** One that is a link into the workspace's sources, as of a monorepo, leads to the copy of them. */
async function linkEntry(source: string, target: string, copy: Copy): Promise<void> {
  const real = await realpath(source).catch(() => null);
  // A link that leads nowhere.
  if (real === null) return;
  const counterpart = counterpartOf(real, copy);
  await linkFolder(counterpart !== null && existsSync(counterpart) ? counterpart : real, target);
}

function counterpartOf(path: string, { real, folder }: Copy): string | null {
  const inside = relative(real, path).split(sep);
  return inside[0] === '..' || inside.includes('node_modules') ? null : join(folder, ...inside);
}

/** A junction on Windows, which takes no permission to make. */
export const linkFolder = (to: string, at: string): Promise<void> => symlink(to, at, 'junction');
