/**
 * What a program finds around it: a console and a process whose output is collected and whose input was given, and
 * timers that are counted, so that the end of a program which waits for something is noticed.
 */
import { pause, platform } from '../platform.ts';
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
  /** Resolves when nothing is left that could still run: no timer, no listener for input, and nothing `waits`. */
  idle(waits?: () => boolean): Promise<void>;
}

const globals = globalThis as unknown as Record<string, unknown>;
/** Turns of the event loop without a timer after which a program is taken to have ended. */
const quietTurns = 3;

/** Replaces globals of this thread. */
export function furnish(hooks: Hooks): Environment {
  let written = '';
  let size = 0;
  const errors: Write = (text) => {
    size += String(text).length;
    if (size > hooks.outputBytes) hooks.overflow();
    return true;
  };
  const write: Write = (text) => {
    written += String(text);
    return errors(text);
  };
  const input = makeInput(hooks.input);
  const pendingTimers = countTimers();
  replaceGlobal('console', makeConsole(write, errors, hooks.assertThrows));
  replaceGlobal('process', makeProcess(hooks, input, write, errors));
  replaceGlobal('close', () => hooks.exit(0));
  Object.defineProperty(platform.Deno, 'exit', { value: (code: unknown = 0) => hooks.exit(Number(code)) });
  return {
    input,
    write,
    takeOutput: () => {
      const output = written;
      written = '';
      size = 0;
      return output;
    },
    idle: async (waits = () => false) => {
      for (let quiet = 0; quiet < quietTurns; quiet += 1) {
        await pause(0);
        input.deliver();
        if (pendingTimers() > 0 || waits()) quiet = 0;
      }
    },
  };
}

function replaceGlobal(name: string, value: unknown): void {
  Object.defineProperty(globals, name, { value, configurable: true, writable: true });
}

type SetTimer = (run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => unknown;

/**
 * Leaves timers as they are, and answers how many are still to come. Deno makes them when they are first read, which
 * takes longer than most programs, so that is left to the program.
 */
function countTimers(): () => number {
  const active = new Set<unknown>();
  const once =
    (setTimeout: SetTimer): SetTimer =>
    (run, ms, ...values) => {
      const timer = setTimeout(() => {
        active.delete(timer);
        run(...values);
      }, ms);
      active.add(timer);
      return timer;
    };
  const repeated =
    (setInterval: SetTimer): SetTimer =>
    (run, ms, ...values) => {
      const timer = setInterval(run, ms, ...values);
      active.add(timer);
      return timer;
    };
  const clearing = (clear: (timer: unknown) => void) => (timer: unknown) => {
    active.delete(timer);
    clear(timer);
  };
  wrapGlobal('setTimeout', once);
  wrapGlobal('setInterval', repeated);
  const immediate =
    (setImmediate: SetTimer): SetTimer =>
    (run, ...values) =>
      once((go) => setImmediate(go))(run, 0, ...values);
  wrapGlobal('setImmediate', immediate);
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) wrapGlobal(name, clearing);
  return () => active.size;
}

/** Replaces a global by what `wrap` makes of it, as soon as it is read. */
function wrapGlobal<Value>(name: string, wrap: (value: Value) => unknown): void {
  const before = Object.getOwnPropertyDescriptor(globals, name);
  Object.defineProperty(globals, name, {
    configurable: true,
    get: () => {
      const value = wrap((before?.get?.call(globals) ?? before?.value) as Value);
      replaceGlobal(name, value);
      return value;
    },
    set: (value: unknown) => replaceGlobal(name, value),
  });
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
    argv: ['node', 'program.js'],
    env: {},
    platform: 'linux',
    pid: 1,
    exitCode: undefined,
    version: 'v24.0.0',
    versions: { node: '24.0.0' },
    on: ignore,
    once: ignore,
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
