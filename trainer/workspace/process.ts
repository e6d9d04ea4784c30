/**
 * Running a program of the user's to its end, and nothing of it longer: what it leaves running is ended with it. This
 * is no sandbox: the program may do what the user may do.
 */
import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { usualMost, watchMemory } from './memory.ts';

export interface Program {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Where it is started. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * A text among the values of its variables that no other program has: what it starts in a process group of its own
   * is known by it.
   */
  readonly mark: string;
}

export interface Ended {
  /** Null after a signal, or where the program did not start. */
  readonly code: number | null;
  readonly timedOut: boolean;
  /** It was ended because it held too much memory, which the last line of the output says. */
  readonly outgrown: boolean;
  /** The end of what it printed, without colours. */
  readonly output: string;
  readonly seconds: number;
}

const isWindows = process.platform === 'win32';

/** Characters kept while it runs; colours are taken out of them. */
const keptCharacters = 16_000;
export const outputCharacters = 4000;

/** What holds the pipes open although it was ended is not waited for any longer. */
const pipesLimitMs = 2000;

/** While it is looked for processes, those that were found may start others. */
const endingTries = 20;

export interface ProgramLimits {
  readonly limitMs: number;
  /** Most memory in bytes, where the system tells how much it holds; as much as it leaves to others unless told. */
  readonly mostBytes?: number | undefined;
  readonly signal: AbortSignal;
}

/** Rejects with the signal's reason when that aborts, once everything was ended. */
export async function runProgram(program: Program, limits: ProgramLimits): Promise<Ended> {
  const { limitMs, mostBytes, signal } = limits;
  signal.throwIfAborted();
  const began = performance.now();
  const child = start(program);
  const output = tailOf(child);
  let timedOut = false;
  const stop = (): void => endGroup(child);
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, limitMs);
  signal.addEventListener('abort', stop);
  const closed = once(child, 'close').catch(() => undefined);
  let outgrown = '';
  const memory = watchMemory(child.pid ?? 0, {
    most: () => mostBytes ?? usualMost(),
    onExceeded: (bytes) => {
      outgrown = `\nEnded, because it held ${Math.round(bytes / 2 ** 20)} MB of memory.\n`;
      stop();
    },
  });
  const { code, failure } = await exitOf(child);
  memory[Symbol.dispose]();
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  await endRest(child, program.mark, closed);
  signal.throwIfAborted();
  const seconds = (performance.now() - began) / 1000;
  return { code, timedOut, outgrown: outgrown !== '', output: output() + failure + outgrown, seconds };
}

function start({ program, parameters, folder, env }: Program): ChildProcess {
  return spawn(program, parameters, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which can be ended as one; on Windows that would open a window, and the tree is ended.
    detached: !isWindows,
    windowsHide: true,
  });
}

/** Resolves when the program has ended, or has not started, with why. */
function exitOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly failure: string }> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve({ code, failure: '' }));
    child.once('error', (error) => resolve({ code: null, failure: error.message }));
  });
}

/** Both outputs as they come, of which the end is kept. */
function tailOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => {
      text = (text + decoder.write(chunk)).slice(-keptCharacters);
    });
  }
  return () => stripVTControlCharacters(text);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows)
    return void execFile(
      'taskkill',
      ['/PID', String(pid), '/T', '/F'],
      { windowsHide: true },
      () => undefined,
    );
  kill(-pid);
}

/** It may have ended in the meantime. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
}

/** Ends what the program has left running, and waits for its last words. */
async function endRest(child: ChildProcess, mark: string, closed: Promise<unknown>): Promise<void> {
  if (!isWindows) endGroup(child);
  await endMarked(mark);
  const limit = new AbortController();
  await Promise.race([
    closed,
    sleep(pipesLimitMs, undefined, { signal: limit.signal }).catch(() => undefined),
  ]);
  limit.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Ends what has left the group, as daemons do. Only Linux tells whose variables a process has. */
async function endMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let tries = 0; tries < endingTries; tries += 1) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const marked = await Promise.all(pids.map((pid) => hasVariable(pid, mark)));
    const left = pids.filter((_, index) => marked[index]);
    if (left.length === 0) return;
    for (const pid of left) kill(Number(pid));
    await sleep(10);
  }
}

/** Others' processes cannot be read, and those that are gone or wait for their parent have none. */
async function hasVariable(pid: string, value: string): Promise<boolean> {
  const variables = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return variables.includes(value);
}
