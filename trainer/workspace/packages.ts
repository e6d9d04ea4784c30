/** What the package.json files of a workspace say about its tests, and where the programs are that run them. */
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { folderOf, foldersOf } from './paths.ts';

export interface Package {
  /** Relative to the workspace's folder; empty for that folder. */
  readonly folder: string;
  /** Names of all kinds of dependencies. */
  readonly dependencies: ReadonlySet<string>;
  readonly scripts: readonly string[];
  /** Keys at the top, of which some configure a test framework. */
  readonly keys: ReadonlySet<string>;
}

const names = z.record(z.string(), z.unknown()).catch({});
const packageSchema = z.looseObject({
  dependencies: names,
  devDependencies: names,
  peerDependencies: names,
  optionalDependencies: names,
  scripts: names,
});

/** Those that can be read as what they are; others configure nothing. */
export async function readPackages(folder: string, files: readonly string[]): Promise<Package[]> {
  const named = files.filter((file) => basename(file) === 'package.json');
  const read = await Promise.all(named.map((file) => readPackage(folder, file)));
  return read.filter((found) => found !== null);
}

async function readPackage(folder: string, file: string): Promise<Package | null> {
  try {
    const content = packageSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    const { dependencies, devDependencies, peerDependencies, optionalDependencies, scripts } = content;
    const all = [dependencies, devDependencies, peerDependencies, optionalDependencies];
    return {
      folder: folderOf(file),
      dependencies: new Set(all.flatMap((group) => Object.keys(group))),
      scripts: Object.values(scripts).filter((script) => typeof script === 'string'),
      keys: new Set(Object.keys(content)),
    };
  } catch {
    return null;
  }
}

/** The packages that a file lies in, the nearest first. */
export function packagesOf(file: string, packages: readonly Package[]): Package[] {
  const folders = foldersOf(file);
  const around = packages.filter(({ folder }) => folders.includes(folder));
  return around.sort((a, b) => b.folder.length - a.folder.length);
}

/**
 * The file that starts an installed package's program of the same name, found as Node finds packages from a file of the
 * workspace; null where none is installed.
 */
export async function findTool(folder: string, file: string, name: string): Promise<string | null> {
  for (let place = dirname(join(folder, file)); ; place = dirname(place)) {
    const found = await toolIn(join(place, 'node_modules', name), name);
    if (found !== null || place === dirname(place)) return found;
  }
}

const toolSchema = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) });

async function toolIn(folder: string, name: string): Promise<string | null> {
  try {
    const { bin } = toolSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    const file = typeof bin === 'string' ? bin : bin[name];
    return file === undefined ? null : await realpath(join(folder, file));
  } catch {
    return null;
  }
}
