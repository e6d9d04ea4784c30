/** Which files a workspace has: what git tracks or would track, else what no usual rule leaves out. */
import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors/run.ts';
import { workspaceUnreadable } from '../errors/workspace.ts';
import { mapInOrder } from '../tasks/in-order.ts';
import { gitFiles, type GitFile } from './git-files.ts';
import { fileIn } from './paths.ts';

export interface Entry {
  /** Relative to the workspace's folder, with `/` on every system. */
  readonly file: string;
  /** Of the link itself, where it is one. */
  readonly stats: BigIntStats;
  /** Built, and so nobody's source. */
  readonly ignored: boolean;
}

/** Never copied, whatever git says of them: packages, which are linked instead, and what programs keep for themselves. */
const neverListed = new Set(['node_modules', '.git', '__pycache__']);

/** What the usual `.gitignore` leaves out, for folders that git does not know. */
const leftOut = new Set([
  ...neverListed,
  ...['.hg', '.svn', '.venv', 'venv', '.tox', '.nox', '.eggs', '.mypy_cache', '.pytest_cache', '.ruff_cache'],
  ...['dist', 'build', 'out', 'target', 'coverage', 'htmlcov', '.nyc_output', '.cache', '.parcel-cache'],
  ...['.next', '.nuxt', '.svelte-kit', '.turbo', '.gradle', '.idea', '.DS_Store'],
]);

/** Sorted. Fails with a TrainerError where the folder cannot be read, and with the signal's reason. */
export async function listEntries(folder: string, signal: AbortSignal): Promise<Entry[]> {
  try {
    await readdir(folder);
    const entries = withoutEnvironments(await entriesOf(folder, signal));
    return entries.sort((a, b) => (a.file < b.file ? -1 : 1));
  } catch (cause) {
    signal.throwIfAborted();
    throw workspaceUnreadable(folder, cause);
  }
}

async function entriesOf(folder: string, signal: AbortSignal): Promise<Entry[]> {
  const names = await gitFiles(folder, signal);
  if (names === null) return walk(folder, '', signal);
  const listed = names.filter(({ file }) => !file.split('/').some((name) => neverListed.has(name)));
  const found: Entry[] = [];
  for await (const entry of mapInOrder(listed, (name) => entryOf(folder, name), 32, signal)) {
    if (entry === null) continue;
    if (!entry.stats.isDirectory()) found.push(entry);
    else found.push(...(await nestedEntries(folder, entry.file, signal)));
  }
  return found;
}

/** Of a submodule, or of a repository inside that is none: git names its folder only. */
async function nestedEntries(folder: string, nested: string, signal: AbortSignal): Promise<Entry[]> {
  const entries = await entriesOf(join(folder, nested), signal);
  return entries.map((entry) => ({ ...entry, file: `${nested}/${entry.file}` }));
}

/** Null for what git tracks and is deleted, and for what is no file, such as a socket. */
async function entryOf(folder: string, { file, ignored }: GitFile): Promise<Entry | null> {
  try {
    const stats = await lstat(join(folder, file), { bigint: true });
    const listed = stats.isFile() || stats.isSymbolicLink() || stats.isDirectory();
    return listed ? { file, stats, ignored } : null;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return null;
    throw cause;
  }
}

async function walk(folder: string, under: string, signal: AbortSignal): Promise<Entry[]> {
  signal.throwIfAborted();
  const names = (await readdir(join(folder, under))).filter((name) => !leftOut.has(name));
  const found: Entry[] = [];
  for (const name of names) {
    const entry = await entryOf(folder, { file: fileIn(under, name), ignored: false });
    if (entry === null) continue;
    if (entry.stats.isDirectory()) found.push(...(await walk(folder, entry.file, signal)));
    else found.push(entry);
  }
  return found;
}

/** Virtual environments of Python are used where they are; not everybody has git ignore them. */
function withoutEnvironments(entries: readonly Entry[]): Entry[] {
  const mark = '/pyvenv.cfg';
  const environments = entries
    .filter(({ file }) => file.endsWith(mark))
    .map(({ file }) => file.slice(0, -10));
  return entries.filter(({ file }) => !environments.some((environment) => file.startsWith(environment)));
}
