/** How the benches install their peers: once, each in a folder of its own beside the packages of the repository. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Has a folder for every peer. What lies there is made again when it is deleted. */
export const peersFolder = join(import.meta.dirname, '../node_modules/.cache/critique-coder');

/** Why a peer is not there. */
export interface Missing {
  readonly missing: string;
}

/** Runs a command; one that fails throws the first error that it wrote, or what it wrote last. */
export async function succeed(command: string, parameters: readonly string[]): Promise<void> {
  const child = spawn(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = errors.trim().split('\n');
  const telling = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${telling}`);
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
