/** Everything that worker processes are given, read once. This is the only place that knows where the files are. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { partMissing } from '../errors/sandbox.ts';
import { bundleScripts, fromSources, scripts, type Script } from './bundle.ts';
import type { Blob, WorkerKind } from './worker/protocol.ts';

export interface Assets {
  /** The script that Deno runs, as text. */
  readonly supervisor: string;
  /** What a process of each kind gets at its start. */
  readonly blobs: Readonly<Record<WorkerKind, readonly Blob[]>>;
  /** Changes with anything that a Python interpreter's image depends on. */
  readonly imageKey: string;
}

const pythonSources = ['values.py', 'program.py', 'judge.py', 'prepare.py'];
const pyodideFiles = { glue: 'pyodide.asm.mjs', wasm: 'pyodide.asm.wasm', stdlib: 'python_stdlib.zip' };

/** Throws a TrainerError that names the file which is missing. */
export async function loadAssets(): Promise<Assets> {
  const texts = fromSources ? await bundleScripts() : await readScripts();
  const pythonFolder = join(import.meta.dirname, fromSources ? 'worker/python' : 'sandbox');
  const python = await Promise.all([
    ...pythonSources.map((name) => blob(name, join(pythonFolder, name))),
    ...Object.entries(pyodideFiles).map(([name, file]) => blob(name, join(pyodideFolder(), file))),
  ]);
  const thread = (name: Script): Blob => ({
    name: `thread:${name}`,
    bytes: texts.get(name) ?? new Uint8Array(0),
  });
  const hash = createHash('sha256');
  for (const { name, bytes } of [...python, thread('host')])
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return {
    supervisor: new TextDecoder().decode(texts.get('supervisor')),
    blobs: { python: [thread('host'), ...python], javascript: [thread('program'), thread('judge')] },
    imageKey: hash.digest('hex').slice(0, 32),
  };
}

async function readScripts(): Promise<Map<Script, Uint8Array>> {
  const folder = join(import.meta.dirname, 'sandbox');
  const read = scripts.map(
    async (name) => [name, (await blob(name, join(folder, `${name}.js`))).bytes] as const,
  );
  return new Map(await Promise.all(read));
}

function pyodideFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  } catch (cause) {
    throw partMissing('pyodide/package.json', cause);
  }
}

async function blob(name: string, file: string): Promise<Blob> {
  try {
    return { name, bytes: await readFile(file) };
  } catch (cause) {
    throw partMissing(file, cause);
  }
}
