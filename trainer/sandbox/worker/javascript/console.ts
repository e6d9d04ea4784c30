/** A console whose output is collected. */

export type Write = (text: unknown) => boolean;

type Builtin = Readonly<Record<string, unknown>> | undefined;

/** Deno makes this global only when it is first read, and with it all that Node's modules stand on. */
const lazyProcess = Object.getOwnPropertyDescriptor(globalThis, 'process');

/** One of Node's own modules, as Deno implements them; the first one asked for takes some 40 ms to load. */
export function builtinModule(name: string): Builtin {
  const process = (lazyProcess?.get?.call(globalThis) ?? lazyProcess?.value) as {
    getBuiltinModule(name: string): Builtin;
  };
  return process.getBuiltinModule(name);
}

/** Simple values as they are read; only what has an inside needs Node's `inspect`. */
export function inspect(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value);
  return (builtinModule('util')?.['inspect'] as (value: unknown) => string)(value);
}

/** As Node prints: texts as they are, everything else inspected; placeholders in a first text are filled. */
export function format(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || rest.length === 0) return values.map(show).join(' ');
  const text = first.replace(/%([sdifjoOc%])/g, (placeholder, kind: string) => {
    if (kind === '%') return '%';
    return rest.length === 0 ? placeholder : fill(kind, rest.shift());
  });
  return [text, ...rest.map(show)].join(' ');
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}

function fill(kind: string, value: unknown): string {
  if (kind === 's') return show(value);
  if (kind === 'd') return String(Number(value));
  if (kind === 'i') return String(Math.trunc(Number(value)));
  if (kind === 'f') return String(parseFloat(show(value)));
  if (kind === 'j') return JSON.stringify(value);
  return kind === 'c' ? '' : inspect(value);
}

/** In Node a failed `console.assert` only prints, so that a test which uses it could not fail: tests make it throw. */
export function makeConsole(out: Write, errors: Write, assertThrows: boolean): object {
  const print = (...values: unknown[]): void => void out(`${format(values)}\n`);
  const printError = (...values: unknown[]): void => void errors(`${format(values)}\n`);
  const assert = (condition: unknown, ...values: unknown[]): void => {
    if (condition) return;
    const text = ['Assertion failed', ...(values.length > 0 ? [format(values)] : [])].join(': ');
    if (assertThrows) throw new Error(text);
    printError(text);
  };
  const silent = (): void => undefined;
  return {
    log: print,
    info: print,
    debug: print,
    dir: print,
    table: print,
    group: print,
    error: printError,
    warn: printError,
    trace: printError,
    assert,
    groupEnd: silent,
    time: silent,
    timeEnd: silent,
    timeLog: silent,
    count: silent,
    clear: silent,
  };
}
