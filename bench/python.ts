/** A Python with PyTorch and transformers for the peers: the one that is named, or one that is made once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Names a Python that has the packages, instead of the one that the benches make. */
const pythonVariable = 'CRITIQUE_CODER_PYTHON';

export const peerVersions = { torch: '2.13.0', transformers: '5.23.0' } as const;

const environment = join(
  import.meta.dirname,
  '../node_modules/.cache/critique-coder',
  `peer-torch-${peerVersions.torch}`,
);
const isWindows = process.platform === 'win32';
const packages = [
  ...Object.entries(peerVersions).map(([name, version]) => `${name}==${version}`),
  'safetensors',
  'numpy',
];

/** The path of a Python, or why there is none. */
export async function findPeerPython(
  say: (text: string) => void,
): Promise<{ readonly python: string } | { readonly missing: string }> {
  const named = process.env[pythonVariable];
  if (named !== undefined) return { python: named };
  const python = join(environment, isWindows ? 'Scripts/python.exe' : 'bin/python');
  if (await hasPackages(python)) return { python };
  say(`Installing ${packages.join(', ')} once, into a virtual environment; this takes minutes.`);
  try {
    await rm(environment, { recursive: true, force: true });
    await mkdir(join(environment, '..'), { recursive: true });
    await succeed(isWindows ? 'python' : 'python3', ['-m', 'venv', environment]);
    await succeed(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
    return { python };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return {
      missing: `PyTorch could not be installed (${reason}); ${pythonVariable} can name a Python that has it`,
    };
  }
}

async function hasPackages(python: string): Promise<boolean> {
  try {
    await access(python);
    await succeed(python, ['-c', 'import torch, transformers, safetensors']);
    return true;
  } catch {
    return false;
  }
}

async function succeed(command: string, parameters: readonly string[]): Promise<void> {
  const child = spawn(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const lastLine = errors.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${lastLine}`);
}
