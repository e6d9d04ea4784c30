/**
 * node-llama-cpp, llama.cpp for Node with its binaries in packages of npm, for the benches that have it beside us. It is
 * installed once, pinned, without install scripts; only the binary for this machine's processor comes with it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../trainer/errors/error.ts';
import { exists, peersFolder, succeed, type Missing } from './install.ts';

export const llamaVersion = '3.22.1';

const folder = join(peersFolder, `peer-node-llama-cpp-${llamaVersion}`);
const modules = join(folder, 'node_modules');

/** The package with the binary, by platform and processor. */
const binaries: Readonly<Record<string, string>> = {
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-x64': '@node-llama-cpp/linux-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
  'win32-x64': '@node-llama-cpp/win-x64',
};

/** The path of the module, or why there is none. */
export async function findLlama(say: (text: string) => void): Promise<{ readonly llama: string } | Missing> {
  const machine = `${process.platform}-${process.arch}`;
  const binary = binaries[machine];
  if (binary === undefined) return { missing: `node-llama-cpp has no binary for ${machine}.` };
  const llama = join(modules, 'node-llama-cpp', 'dist', 'index.js');
  const packages = ['node-llama-cpp', binary];
  try {
    if ((await exists(llama)) && (await exists(join(modules, binary, 'package.json')))) return { llama };
    const pinned = packages.map((name) => `${name}@${llamaVersion}`);
    say(`Installing ${pinned.join(' and ')} once, into node_modules/.cache.`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
    // All other binaries, those for graphics cards too, are optional packages: 700 MB that nothing here uses.
    await npm([
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--omit=optional',
      '--no-audit',
      ...pinned,
    ]);
    return { llama };
  } catch (cause) {
    return { missing: `node-llama-cpp could not be installed (${reasonOf(cause)}).` };
  }
}

/** The npm that started the bench, or the one on the path. */
async function npm(parameters: readonly string[]): Promise<void> {
  const program = process.env['npm_execpath'];
  if (program === undefined) await succeed('npm', parameters);
  else await succeed(process.execPath, [program, ...parameters]);
}
