/** A Python with PyTorch and transformers for the peers: the one that is named, or one that is made once. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../trainer/errors/error.ts';
import { peersFolder, succeed, type Missing } from './install.ts';

/** Names a Python that has the packages, instead of the one that the benches make. */
const pythonVariable = 'CRITIQUE_CODER_PYTHON';

export const peerVersions = {
  torch: '2.13.0',
  transformers: '5.23.0',
  peft: '0.21.2',
  gguf: '0.19.0',
} as const;

/** What only some benches need. */
export type ExtraPackage = 'peft' | 'gguf';

const environment = join(peersFolder, `peer-torch-${peerVersions.torch}`);
const isWindows = process.platform === 'win32';
const commonPackages = ['torch', 'transformers', 'safetensors', 'numpy'] as const;
const versions: Readonly<Record<string, string>> = peerVersions;

/** The path of a Python that has the extra packages too, or why there is none. */
export async function findPeerPython(
  say: (text: string) => void,
  extras: readonly ExtraPackage[] = [],
): Promise<{ readonly python: string } | Missing> {
  const packages = [...commonPackages, ...extras];
  const named = process.env[pythonVariable];
  if (named !== undefined) {
    if (await imports(named, packages)) return { python: named };
    return { missing: `${named}, which ${pythonVariable} names, does not import ${packages.join(', ')}.` };
  }
  const python = join(environment, isWindows ? 'Scripts/python.exe' : 'bin/python');
  if (await imports(python, packages)) return { python };
  const pinned = packages.map((name) => (name in versions ? `${name}==${versions[name]}` : name));
  say(`Installing ${pinned.join(', ')} once, into a virtual environment; this takes minutes.`);
  try {
    if (!(await imports(python, commonPackages))) await makeEnvironment();
    await succeed(python, ['-m', 'pip', 'install', '--quiet', ...pinned]);
    return { python };
  } catch (cause) {
    const all = packages.join(', ');
    return {
      missing: `${all} could not be installed (${reasonOf(cause)}); ${pythonVariable} can name a Python that has them`,
    };
  }
}

async function makeEnvironment(): Promise<void> {
  await rm(environment, { recursive: true, force: true });
  await mkdir(peersFolder, { recursive: true });
  await succeed(isWindows ? 'python' : 'python3', ['-m', 'venv', environment]);
}

async function imports(python: string, packages: readonly string[]): Promise<boolean> {
  try {
    await succeed(python, ['-c', `import ${packages.join(', ')}`]);
    return true;
  } catch {
    return false;
  }
}
