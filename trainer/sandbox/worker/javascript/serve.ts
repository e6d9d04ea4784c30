/**
 * Both ends of the talk between test code and program, which live in threads of their own. Test code waits for each
 * answer, as it would for a call; only a promise is answered later. Everything crosses by value, as text.
 */
import type { Json } from '../../../protocol/data.ts';
import type { Port } from '../platform.ts';
import type { Scope } from './modules.ts';
import { decode, encode } from './values.ts';

export type Question =
  | { readonly ask: 'names'; readonly names: readonly string[] }
  | {
      readonly ask: 'call' | 'construct';
      readonly handle: number;
      readonly self?: number;
      readonly values: Json;
    }
  | { readonly ask: 'get'; readonly handle: number; readonly name: string }
  | { readonly ask: 'set'; readonly handle: number; readonly name: string; readonly values: Json };

/** `later`: a promise, whose end is told under this number. */
export type Reply =
  | { readonly status: 'returned'; readonly value: Json }
  | { readonly status: 'raised'; readonly error: readonly [name: string, message: string] }
  | { readonly status: 'later'; readonly id: number };

export interface Settled {
  readonly id: number;
  readonly reply: Reply;
}

/** State, then length in bytes, then the text of the answer. */
const stateAt = 0;
const lengthAt = 1;
const headerBytes = 8;

/** Memory for answers of at most `bytes` bytes. */
export function newAnswerSheet(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(headerBytes + bytes);
}

/** The side of the test code: asks and waits. */
export function makeAsker(port: Port, sheet: SharedArrayBuffer): (question: Question) => Reply {
  const header = new Int32Array(sheet, 0, 2);
  return (question) => {
    Atomics.store(header, stateAt, 0);
    port.postMessage(JSON.stringify(question));
    Atomics.wait(header, stateAt, 0);
    const text = new Uint8Array(sheet, headerBytes, Atomics.load(header, lengthAt)).slice();
    return JSON.parse(new TextDecoder().decode(text)) as Reply;
  };
}

/** The side of the program: answers for as long as its thread lives. */
export function serveProgram(
  scope: Scope,
  { port, sheet }: { readonly port: Port; readonly sheet: SharedArrayBuffer },
  room: number,
): void {
  const header = new Int32Array(sheet, 0, 2);
  const space = new Uint8Array(sheet, headerBytes);
  const { parse, stringify } = JSON;
  const encoder = new TextEncoder();
  const program = new Served(scope, room, (settled) => port.postMessage(stringify(settled)));
  port.onmessage = ({ data }) => {
    let text = encoder.encode(stringify(program.answer(parse(data as string) as Question)));
    if (text.length > space.length) {
      text = encoder.encode(
        '{"status":"raised","error":["RangeError","the value is larger than the output limit"]}',
      );
    }
    space.set(text);
    Atomics.store(header, lengthAt, text.length);
    Atomics.store(header, stateAt, 1);
    Atomics.notify(header, stateAt);
  };
}

class Served {
  readonly #scope: Scope;
  readonly #room: number;
  readonly #settle: (settled: Settled) => void;
  readonly #kept: unknown[] = [];
  #promises = 0;

  constructor(scope: Scope, room: number, settle: (settled: Settled) => void) {
    this.#scope = scope;
    this.#room = room;
    this.#settle = settle;
  }

  answer(question: Question): Reply {
    try {
      return this.#reply(this.#perform(question));
    } catch (error) {
      return raised(error);
    }
  }

  #perform(question: Question): unknown {
    if (question.ask === 'names') return this.#lookUp(question.names);
    const target = this.#kept[question.handle];
    if (question.ask === 'get') return (target as Record<string, unknown>)[question.name];
    const values = decode(question.values, (handle) => this.#kept[handle]) as unknown[];
    if (question.ask === 'set') return Reflect.set(target as object, question.name, values[0]);
    if (question.ask === 'construct') return Reflect.construct(target as new () => object, values);
    const self = question.self === undefined ? undefined : this.#kept[question.self];
    return Reflect.apply(target as () => unknown, self, values);
  }

  /** Those of the names that the program has. */
  #lookUp(names: readonly string[]): Map<string, unknown> {
    const found = new Map<string, unknown>();
    for (const name of names) {
      try {
        found.set(name, this.#scope(name));
      } catch {
        // It is not a name of the program.
      }
    }
    return found;
  }

  #reply(value: unknown): Reply {
    if (value instanceof Promise) {
      const id = (this.#promises += 1);
      value.then(
        (result: unknown) => this.#settle({ id, reply: this.#reply(result) }),
        (error: unknown) => this.#settle({ id, reply: raised(error) }),
      );
      return { status: 'later', id };
    }
    return { status: 'returned', value: encode(value, this.#room, (kept) => this.#kept.push(kept) - 1) };
  }
}

function raised(error: unknown): Reply {
  const isError = error instanceof Error;
  return { status: 'raised', error: isError ? [`${error.name}`, `${error.message}`] : ['', String(error)] };
}
