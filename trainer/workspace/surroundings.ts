/** Finding what there is in a workspace and on the machine to run its tests with. */
import type { Surroundings } from './framework.ts';
import { readPackages } from './packages.ts';
import { findPython, type PythonOptions } from './python.ts';

/** Of a workspace with these files. Fails as `findPython` does. */
export async function findSurroundings(
  folder: string,
  files: readonly string[],
  options: PythonOptions,
): Promise<Surroundings> {
  const asksForPython = options.python !== undefined || files.some((file) => file.endsWith('.py'));
  return {
    folder,
    files: new Set(files),
    packages: await readPackages(folder, files),
    python: asksForPython ? await findPython(folder, options) : null,
  };
}
