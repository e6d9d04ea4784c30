/** Starts trainers that outlive this window: processes of their own, whose words go to a file and not to a pipe. */
import { access, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lock } from '../../trainer/protocol/run-folder.ts';
import { newRunId, runFolder } from '../../trainer/run/folder.ts';
import { readLock } from '../../trainer/run/lock.ts';
import { endedEarly, endedSilently, programMissing, startFailed } from '../errors/shell.ts';
import { startFiles } from './contents.ts';
import type { Resumption } from './perform.ts';
import type { RunConfigInput } from '../../trainer/protocol/config.ts';

export interface Trainer {
  /** The Node that runs it, and the command line program. */
  readonly node: string;
  readonly program: string;
}

export interface NewRunRequest {
  /** The folder for runs. */
  readonly root: string;
  /** A configuration file of the user's, or what one would say. */
  readonly config: string | RunConfigInput;
}

const LOOK_MS = 50;

/** A folder for a new run, which its trainer will make. */
export const newRunFolder = (root: string): string => join(root, newRunId(new Date()));

/** Starts a new run; resolves once its trainer has taken it. Rejects with the trainer's own words. */
export async function startRun(
  trainer: Trainer,
  folder: string,
  config: NewRunRequest['config'],
  signal: AbortSignal,
): Promise<void> {
  const [root, id] = [dirname(folder), basename(folder)];
  const files = startFiles(root, id);
  await mkdir(files.folder, { recursive: true });
  const file = typeof config === 'string' ? config : files.config;
  if (typeof config !== 'string') await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
  const parameters = ['train', '--config', file, '--runs', root, '--id', id];
  await launch(trainer, parameters, { folder, output: files.output, signal });
}

/** Goes on with a run; resolves once its new trainer has taken it. */
export async function resumeRun(
  trainer: Trainer,
  folder: string,
  { fromStep, steps }: Resumption,
  signal: AbortSignal,
): Promise<void> {
  const files = startFiles(dirname(folder), basename(folder));
  await mkdir(files.folder, { recursive: true });
  const from = fromStep === undefined ? [] : ['--from-step', String(fromStep)];
  const length = steps === undefined ? [] : ['--steps', String(steps)];
  await launch(trainer, ['train', '--resume', folder, ...from, ...length], {
    folder,
    output: files.output,
    signal,
  });
}

interface Launch {
  readonly folder: string;
  readonly output: string;
  /** Ends the waiting, not the trainer. */
  readonly signal: AbortSignal;
}

async function launch(
  { node, program }: Trainer,
  parameters: readonly string[],
  { folder, output, signal }: Launch,
): Promise<void> {
  await access(program).catch(() => {
    throw programMissing(program);
  });
  const { execa } = await import('execa');
  await using file = await open(output, 'a');
  const { size: start } = await file.stat();
  // The child is given the file itself; a pipe through this process would end with it.
  const sink = file.createWriteStream({ autoClose: false });
  const child = execa(node, [program, ...parameters], {
    cwd: dirname(folder),
    detached: true,
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    stdout: sink,
    stderr: sink,
    // On the desktop, VS Code's own executable is Node only when it is told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  child.nodeChildProcess.unref();
  let result: Awaited<typeof child> | undefined;
  void child.then((value) => (result = value));
  for (;;) {
    if (signal.aborted) return;
    const lock = await readLock(runFolder(folder)).catch((): Lock | null => null);
    if (lock !== null && lock.pid === child.pid) return;
    if (result !== undefined) break;
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  if (result.exitCode === undefined && result.cause !== undefined) throw startFailed(program, result.cause);
  if (result.exitCode === 0) return;
  const words = (await readFile(output)).subarray(start).toString('utf8').trim();
  if (words === '') throw endedSilently(String(result.exitCode ?? result.signal), output);
  throw endedEarly(words, output);
}
