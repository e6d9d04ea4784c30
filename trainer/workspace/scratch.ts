/** A copy of a workspace in a folder of its own, in which its tests run and its files may be changed. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { systemCode } from '../errors/run.ts';
import { leadsOutOfCopy } from '../errors/workspace.ts';
import { copyFiles } from './copy.ts';
import { linkModules } from './modules.ts';
import { leadsOut } from './paths.ts';
import type { PythonOptions } from './python.ts';
import { removeFolder } from './removal.ts';
import { runTest, type Laboratory } from './run-test.ts';
import { findSurroundings } from './surroundings.ts';
import type { Scratch, Workspace } from './types.ts';

/** Removed when it is disposed of, and when making it fails. Fails with a TrainerError, and with the signal's reason. */
export async function openScratch(workspace: Workspace, options: PythonOptions): Promise<Scratch> {
  // Programs that ask where they are get a path without links, so theirs and ours agree.
  const root = await realpath(await mkdtemp(join(tmpdir(), 'critique-coder-tests-')));
  const remove = (): Promise<void> => removeFolder(root);
  try {
    const laboratory = await fill(root, workspace, options);
    return scratch(laboratory, remove);
  } catch (cause) {
    await remove();
    throw cause;
  }
}

async function fill(root: string, workspace: Workspace, options: PythonOptions): Promise<Laboratory> {
  const real = await realpath(workspace.folder);
  const above = foldersAbove(real);
  const top = above.at(-1) ?? real;
  const folder = join(root, 'tree', relative(top, real));
  await mkdir(folder, { recursive: true });
  await copyFiles(workspace.files, real, folder, options.signal);
  const surroundings = await findSurroundings(workspace.folder, workspace.files, options);
  for (const place of new Set(['', ...surroundings.packages.map((found) => found.folder)])) {
    options.signal.throwIfAborted();
    await linkModules(join(real, place, 'node_modules'), join(folder, place, 'node_modules'), {
      real,
      folder,
    });
  }
  for (const place of above)
    await linkAbove(place, join(root, 'tree', relative(top, place)), { real, folder });
  return { root, folder, surroundings };
}

/** The folders around a workspace that is a part of a repository, the nearest first. */
function foldersAbove(folder: string): string[] {
  const above: string[] = [];
  for (let place = folder; !existsSync(join(place, '.git')); place = dirname(place)) {
    if (place === dirname(place)) return [];
    above.push(dirname(place));
  }
  return above;
}

/** What Node and TypeScript look for in the folders above: packages, and which kind of modules there are. */
async function linkAbove(from: string, to: string, copy: { real: string; folder: string }): Promise<void> {
  await linkModules(join(from, 'node_modules'), join(to, 'node_modules'), copy);
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.base.json']) {
    const content = await readFile(join(from, name)).catch(() => null);
    if (content !== null) await writeFile(join(to, name), content);
  }
}

function scratch(laboratory: Laboratory, remove: () => Promise<void>): Scratch {
  const { folder } = laboratory;
  /** What stood there before the first change; null where nothing did. */
  const originals = new Map<string, Buffer | null>();
  return {
    folder,
    read: async (file) => (originals.get(file) ?? (await readFile(join(folder, file)))).toString('utf8'),
    async write(file, text) {
      const place = join(folder, file);
      if (!originals.has(file)) {
        const content = await contentOf(place);
        await refuseOutside(place, folder);
        originals.set(file, content);
      }
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
    },
    async restore(file) {
      const original = originals.get(file);
      if (original === undefined) return;
      if (original === null) await rm(join(folder, file), { force: true });
      else await writeFile(join(folder, file), original);
      originals.delete(file);
    },
    run: (test, options) => runTest(test, laboratory, options),
    [Symbol.asyncDispose]: remove,
  };
}

/** A link of the workspace may lead to folders of the user's own, which are not copied. */
async function refuseOutside(place: string, folder: string): Promise<void> {
  let found = place;
  // A link may lead to what is not there yet.
  while (!existsSync(found)) found = resolve(dirname(found), await readlink(found).catch(() => '.'));
  if (leadsOut(relative(folder, await realpath(found)))) throw leadsOutOfCopy(relative(folder, place));
}

async function contentOf(place: string): Promise<Buffer | null> {
  try {
    return await readFile(place);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}
