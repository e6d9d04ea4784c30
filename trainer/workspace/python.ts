/** Which Python runs a workspace's tests, and whether it has pytest. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { pythonUnusable } from '../errors/workspace.ts';

export interface Python {
  /** A path. A name may mean another one in the workspace, where a version manager has its say. */
  readonly program: string;
  /** As it would be typed in the workspace's folder. */
  readonly typed: string;
  /** The virtual environment's folder; null outside one. */
  readonly environment: string | null;
  readonly pytest: boolean;
}

export interface PythonOptions {
  readonly signal: AbortSignal;
  /** A path or a name on PATH, instead of what is found. */
  readonly python?: string | undefined;
}

const isWindows = process.platform === 'win32';

/** Where a virtual environment has its programs, and among them the interpreter. */
export const environmentPrograms = isWindows ? 'Scripts' : 'bin';
const interpreter = isWindows ? 'python.exe' : 'python';

const startLimitMs = 30_000;

/**
 * The named one, else that of the workspace's virtual environment, else the machine's; null where there is none. What
 * lies in the workspace is looked at and not run. Fails with a TrainerError where the named one does not run.
 */
export async function findPython(folder: string, { signal, python }: PythonOptions): Promise<Python | null> {
  if (python !== undefined) return namedPython(python, signal);
  for (const name of ['.venv', 'venv']) {
    const environment = join(folder, name);
    const program = join(environment, environmentPrograms, interpreter);
    if (!existsSync(program) || !existsSync(join(environment, 'pyvenv.cfg'))) continue;
    const typed = `${name}/${environmentPrograms}/${interpreter}`;
    return { program, typed, environment, pytest: await hasPytest(environment) };
  }
  for (const program of isWindows ? ['py', 'python'] : ['python3', 'python']) {
    const found = await asked(program, signal).catch(() => null);
    signal.throwIfAborted();
    if (found !== null) return found;
  }
  return null;
}

async function namedPython(named: string, signal: AbortSignal): Promise<Python> {
  const isPath = isAbsolute(named) || /[\\/]/.test(named);
  try {
    return await asked(isPath ? resolve(named) : named, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw pythonUnusable(named, cause);
  }
}

/** Files of the folder that it starts in are no modules to it. */
const question = `
import sys
sys.path = [path for path in sys.path if path]
import importlib.util, json
print(json.dumps([sys.version_info[0], sys.executable, sys.prefix if sys.prefix != sys.base_prefix else None,
    importlib.util.find_spec("pytest") is not None]))
`;

const answerSchema = z.tuple([z.number(), z.string(), z.string().nullable(), z.boolean()]);

/** Runs it once, away from the workspace, where a version manager may mean another Python by the same name. */
async function asked(program: string, signal: AbortSignal): Promise<Python> {
  const options = { cwd: tmpdir(), timeout: startLimitMs, windowsHide: true, signal };
  const { stdout } = await promisify(execFile)(program, ['-c', question], options);
  const [version, path, environment, pytest] = answerSchema.parse(JSON.parse(stdout));
  if (version < 3) throw new Error(`it is Python ${version}`);
  return { program: path, typed: program, environment, pytest };
}

/** Whether it is among the packages that were installed into a virtual environment. */
async function hasPytest(environment: string): Promise<boolean> {
  if (isWindows) return existsSync(join(environment, 'Lib', 'site-packages', 'pytest'));
  const versions = await readdir(join(environment, 'lib')).catch(() => []);
  return versions.some((version) => existsSync(join(environment, 'lib', version, 'site-packages', 'pytest')));
}
