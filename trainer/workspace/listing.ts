/** Which files a workspace has: what git tracks or would track, else what no usual rule leaves out. */
import { execFile } from 'node:child_process';
import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../errors/run.ts';
import { workspaceUnreadable } from '../errors/workspace.ts';
import { mapInOrder } from '../tasks/in-order.ts';

export interface Entry {
  /** Relative to the workspace's folder, with `/` on every system. */
  readonly file: string;
  /** Of the link itself, where it is one. */
  readonly stats: BigIntStats;
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
  const names = await gitNames(folder, signal);
  // None of a folder that the repository around it ignores as a whole; it was named, so it is meant.
  if (names === null || names.length === 0) return walk(folder, '', signal);
  const found: Entry[] = [];
  for await (const entry of mapInOrder(names, (file) => entryOf(folder, file), 32, signal)) {
    if (entry === null) continue;
    if (!entry.stats.isDirectory()) found.push(entry);
    else found.push(...(await nestedEntries(folder, entry.file, signal)));
  }
  return found;
}

/** Of a submodule, or of a repository inside that is none: git names its folder only. */
async function nestedEntries(folder: string, nested: string, signal: AbortSignal): Promise<Entry[]> {
  const entries = await entriesOf(join(folder, nested), signal);
  return entries.map(({ file, stats }) => ({ file: `${nested}/${file}`, stats }));
}

/** Null for what git tracks and is deleted, and for what is no file, such as a socket. */
async function entryOf(folder: string, file: string): Promise<Entry | null> {
  try {
    const stats = await lstat(join(folder, file), { bigint: true });
    return stats.isFile() || stats.isSymbolicLink() || stats.isDirectory() ? { file, stats } : null;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return null;
    throw cause;
  }
}

/** Null where there is no git, or no repository that it would read. Runs nothing that the repository configures. */
async function gitNames(folder: string, signal: AbortSignal): Promise<string[] | null> {
  const parameters = ['-c', 'core.fsmonitor=false', 'ls-files', '-co', '--exclude-standard', '-z'];
  const options = {
    cwd: folder,
    env: withoutGit(process.env),
    maxBuffer: 2 ** 28,
    windowsHide: true,
    signal,
  };
  try {
    const { stdout } = await promisify(execFile)('git', parameters, options);
    const names = stdout.split('\0').map((name) => name.replace(/\/$/, ''));
    const listed = names.filter((name) => name !== '' && name !== '.' && !passes(name, neverListed));
    // A file in conflict is named once a side.
    return [...new Set(listed)];
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** Variables without those by which a hook of git, which we may be called from, names its own repository. */
export function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^GIT_/i.test(name)));
}

const passes = (file: string, names: ReadonlySet<string>): boolean =>
  file.split('/').some((name) => names.has(name));

async function walk(folder: string, under: string, signal: AbortSignal): Promise<Entry[]> {
  signal.throwIfAborted();
  const names = (await readdir(join(folder, under))).filter((name) => !leftOut.has(name));
  const found: Entry[] = [];
  for (const name of names) {
    const entry = await entryOf(folder, under === '' ? name : `${under}/${name}`);
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
