/** The starter set as it comes with the product. */
import { fileURLToPath } from 'node:url';
import { readStarter } from './files.ts';
import type { StarterSet } from './set.ts';

/** The seed that the data files were made from. */
export const starterSeed = 1;

/** Where the data files lie beside this module. */
export const starterDirectory = fileURLToPath(new URL('./data/', import.meta.url));

let loaded: Promise<StarterSet> | undefined;

/** Reads the set once; later calls share it. */
export function loadStarter(): Promise<StarterSet> {
  loaded ??= readStarter(starterDirectory);
  return loaded;
}
