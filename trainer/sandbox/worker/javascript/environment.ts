/**
 * What a program finds around it: a console and a process whose output is collected and whose input was given, and
 * timers that are counted, so that the end of a program which waits for something is noticed.
 */
import { makeConsole, type Write } from './console.ts';
import { makeInput, type Input } from './input.ts';

export interface Hooks {
  readonly input: string;
  readonly outputBytes: number;
  readonly assertThrows: boolean;
  /** The program printed too much. Must not return to the program. */
  overflow(): never;
  /** The program ended its process. Must not return to the program. */
  exit(code: number): never;
}

export interface Environment {
  readonly input: Input;
  readonly write: Write;
  /** What was printed since the last time. */
  takeOutput(): string;
  /** Resolves when nothing is left that could still run: no timer, no listener for input. */
  idle(): Promise<void>;
}

type SetTimer = (run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => number;
type ClearTimer = (id: number) => void;

interface Globals {
  console: unknown;
  process: unknown;
  close: unknown;
  setTimeout: SetTimer;
  setInterval: SetTimer;
  setImmediate: unknown;
  clearTimeout: ClearTimer;
  clearInterval: ClearTimer;
  clearImmediate: ClearTimer;
}

const globals = globalThis as unknown as Globals;
/** Turns of the event loop without a timer after which a program is taken to have ended. */
const quietTurns = 3;

/** Replaces globals of this thread. */
export function furnish(hooks: Hooks): Environment {
  const { setTimeout } = globals;
  const written: string[] = [];
  let size = 0;
  const errors: Write = (text) => {
    size += String(text).length;
    if (size > hooks.outputBytes) hooks.overflow();
    return true;
  };
  const write: Write = (text) => errors(text) && written.push(String(text)) > 0;
  const input = makeInput(hooks.input);
  const pending = countTimers();
  globals.console = makeConsole(write, errors, hooks.assertThrows);
  globals.process = makeProcess(hooks, input, write, errors);
  globals.close = () => hooks.exit(0);
  return {
    input,
    write,
    takeOutput: () => {
      size = 0;
      return written.splice(0).join('');
    },
    idle: async () => {
      for (let quiet = 0; quiet < quietTurns; quiet = pending() > 0 ? 0 : quiet + 1) {
        await new Promise<unknown>((resolve) => setTimeout(resolve, 0));
        input.deliver();
      }
    },
  };
}

/** Leaves timers as they are and answers how many are still to come. */
function countTimers(): () => number {
  const { setTimeout, setInterval, clearTimeout } = globals;
  const active = new Set<number>();
  globals.setTimeout = (run, ms, ...values) => {
    const id = setTimeout(() => {
      active.delete(id);
      run(...values);
    }, ms);
    active.add(id);
    return id;
  };
  globals.setInterval = (run, ms, ...values) => {
    const id = setInterval(run, ms, ...values);
    active.add(id);
    return id;
  };
  globals.setImmediate = (run: () => void, ...values: unknown[]) => globals.setTimeout(run, 0, ...values);
  globals.clearTimeout =
    globals.clearInterval =
    globals.clearImmediate =
      (id) => {
        active.delete(id);
        clearTimeout(id);
      };
  return () => active.size;
}

function makeProcess(hooks: Hooks, input: Input, write: Write, errors: Write): object {
  const ignore = (): void => undefined;
  const output = (to: Write, fd: number): object => ({
    fd,
    isTTY: false,
    write: to,
    end: to,
    on: ignore,
    once: ignore,
  });
  const milliseconds = (): number => performance.now();
  return {
    ...{ argv: ['node', 'program.js'], env: {}, platform: 'linux', pid: 1, exitCode: undefined },
    ...{ version: 'v24.0.0', versions: { node: '24.0.0' }, on: ignore, once: ignore },
    stdin: input.stream,
    stdout: output(write, 1),
    stderr: output(errors, 2),
    exit: (code: unknown = 0) => hooks.exit(Number(code)),
    cwd: () => '/',
    nextTick: (run: (...values: unknown[]) => void, ...values: unknown[]) =>
      queueMicrotask(() => run(...values)),
    uptime: () => milliseconds() / 1000,
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    hrtime: Object.assign(() => [Math.floor(milliseconds() / 1000), Math.round(milliseconds() * 1e6) % 1e9], {
      bigint: () => BigInt(Math.round(milliseconds() * 1e6)),
    }),
  };
}
