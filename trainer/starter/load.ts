/** The starter set as it comes with the product. */
import { fileURLToPath } from 'node:url';
import { readSplit } from './files.ts';
import { splitNames, type SplitName } from './plan.ts';
import type { StarterSet, StarterSplit } from './set.ts';

/** The seed that the data files were made from. */
export const starterSeed = 1;

/** Where the data files lie beside this module. */
export const starterDirectory = fileURLToPath(new URL('./data/', import.meta.url));

const loaded = new Map<SplitName, Promise<StarterSplit>>();

/** Reads a split once; later calls share it. A run needs three of the five, and reading them all takes a second. */
export function loadStarterSplit(name: SplitName): Promise<StarterSplit> {
  const known = loaded.get(name) ?? readSplit(starterDirectory, name);
  loaded.set(name, known);
  return known;
}

/** The whole set. */
export async function loadStarter(): Promise<StarterSet> {
  const entries = splitNames.map(async (name) => [name, await loadStarterSplit(name)] as const);
  return Object.fromEntries(await Promise.all(entries)) as StarterSet;
}
