/** Runs source text as Node would run a file: a script where it can be one, a module where it must be one. */
import { builtinModule, format, inspect, type Write } from './console.ts';
import { makeReadline, type Input } from './input.ts';

export type Require = (name: string) => unknown;

/** Looks a name up where the source text sees it. Throws a ReferenceError if there is none. */
export type Scope = (name: string) => unknown;

/** A module that is not there: nothing is known about the program. */
export class MissingModule extends Error {
  readonly code = 'MODULE_NOT_FOUND';
}

/** `require` for programs: the modules of `own`, else Node's, else none. */
export function makeRequire(own: Readonly<Record<string, () => object>>): Require {
  const loaded = new Map<string, unknown>();
  return (request) => {
    const name = String(request).replace(/^node:/, '');
    if (!loaded.has(name)) {
      const module = own[name]?.() ?? builtinModule(name);
      if (module === undefined) throw new MissingModule(`Cannot find module '${name}'`);
      loaded.set(name, module);
    }
    return loaded.get(name);
  };
}

/** The modules of Node by which programs read their input and write their output. */
export function streamModules(input: Input, write: Write): Readonly<Record<string, () => object>> {
  const readFileSync = (file: unknown, options?: unknown): unknown => {
    if (file !== 0 && file !== '/dev/stdin') {
      return (builtinModule('fs')?.['readFileSync'] as (...values: unknown[]) => unknown)(file, options);
    }
    if (options !== undefined) return input.text;
    return Object.assign(new TextEncoder().encode(input.text), { toString: () => input.text });
  };
  const writeTo = (_: unknown, text: unknown): boolean => write(text);
  return {
    fs: () => ({ ...builtinModule('fs'), readFileSync, writeSync: writeTo, writeFileSync: writeTo }),
    readline: () => makeReadline(input),
  };
}

/** `util` without the wait for Node's, as far as programs and tests mostly use it. */
export function quickUtil(isDeepStrictEqual: (a: unknown, b: unknown) => boolean): object {
  const formatAll = (...values: unknown[]): string => format(values);
  const quick: Readonly<Record<string | symbol, unknown>> = { inspect, isDeepStrictEqual, format: formatAll };
  return new Proxy(quick, { get: (target, name) => target[name] ?? builtinModule('util')?.[String(name)] });
}

const tail = '\n;(__name) => eval(__name);';
const asModule = /^\s*(?:import\b(?!\s*\()|export\b)/m;
const importStatement =
  /^[ \t]*import\s+(type\s+)?([\w$*{},\s]+?)\s*(?:from\s*|=\s*require\s*\(\s*)['"]([^'"]+)['"]\s*\)?[ \t]*;?/gm;
const bareImport = /^[ \t]*import\s*['"]([^'"]+)['"][ \t]*;?/gm;

/**
 * Runs the text and answers how to look up its names. JavaScript is a script in sloppy mode, as files are for Node,
 * unless it imports, exports or awaits at its top; TypeScript is always a module.
 */
export async function runText(text: string, isTypeScript: boolean): Promise<Scope> {
  const source = text.replace(/^#!.*/, '');
  if (!isTypeScript && !asModule.test(source)) {
    try {
      return (0, eval)(source + tail) as Scope;
    } catch (error) {
      const fault = error instanceof SyntaxError ? faultIn(source) : null;
      if (fault === null || !/\bawait\b/.test(source)) throw fault ?? error;
    }
  }
  return await runModule(source, isTypeScript);
}

/** Why the source cannot be read as a script; null if it can, so that what was raised came from running it. */
function faultIn(source: string): Error | null {
  try {
    (0, eval)(`(function () {${source}\n})`);
    return null;
  } catch (fault) {
    return fault as Error;
  }
}

async function runModule(source: string, isTypeScript: boolean): Promise<Scope> {
  const linked = source
    .replace(importStatement, (_, type: string | undefined, names: string, module: string) =>
      type !== undefined || (isTypeScript && isUnused(names, source))
        ? ''
        : requireStatement(names.trim(), module),
    )
    .replace(bareImport, (_, module: string) => `require('${module}');`);
  const exported = `${linked}\n;export const __scope = (__name) => eval(__name);`;
  const type = isTypeScript ? 'application/typescript' : 'text/javascript';
  const address = URL.createObjectURL(new Blob([exported], { type }));
  try {
    const module = (await import(address)) as { readonly __scope: Scope };
    return module.__scope;
  } catch (error) {
    // Deno reports what it cannot read as a failed import, with the compiler's report as its message.
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw line.startsWith('SyntaxError: ') ? new SyntaxError(line.slice('SyntaxError: '.length)) : error;
  }
}

/** The import of `* as x`, `x`, `{ a, b as c }`, or `x` with one of the others. */
function requireStatement(names: string, module: string): string {
  const [, whole, rest] = /^([\w$]+)?\s*,?\s*(\{[^}]*\}|\*\s+as\s+[\w$]+)?$/.exec(names) ?? [];
  const pattern = rest
    ?.replace(/^\*\s+as\s+/, '')
    .replace(/\btype\s+/g, '')
    .replace(/\s+as\s+/g, ': ');
  const targets = [whole, pattern].filter((target) => target !== undefined);
  return targets.map((target) => `const ${target} = require('${module}');`).join(' ');
}

/** TypeScript drops imports that are never used as values. */
function isUnused(names: string, source: string): boolean {
  const words = names.match(/[\w$]+/g)?.filter((word) => word !== 'as' && word !== 'type') ?? [];
  return words.every(
    (word) => source.split(new RegExp(`(?<![\\w$])${RegExp.escape(word)}(?![\\w$])`)).length <= 2,
  );
}
