/**
 * The program as its test code sees it, from another thread: copies of its values, and stand-ins for what has no copy.
 * A stand-in never answers for itself in a comparison, unless the test code made it from one of the program's classes,
 * because then its answers are what is being tested.
 */
import type { Json } from '../../../protocol/data.ts';
import type { Port } from '../platform.ts';
import { makeAsker, type Question, type Reply, type Settled } from './serve.ts';
import { conversions, decode, encode } from './values.ts';

/** The program's names, functions, classes and objects. */
export class Program {
  readonly #ask: (question: Question) => Reply;
  readonly #room: number;
  readonly #promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  /** Which object here stands for which of the program. */
  readonly #handles = new WeakMap<object, number>();

  /** `room`: bytes that one value may take on its way. */
  constructor(port: Port, sheet: SharedArrayBuffer, room: number) {
    this.#ask = makeAsker(port, sheet);
    this.#room = room;
    port.onmessage = ({ data }) => {
      const { id, reply } = JSON.parse(data as string) as Settled;
      const waiting = this.#promises.get(id);
      this.#promises.delete(id);
      try {
        waiting?.resolve(this.#read(reply));
      } catch (error) {
        waiting?.reject(error);
      }
    };
  }

  /** Whether a promise of the program is still open here. */
  get waits(): boolean {
    return this.#promises.size > 0;
  }

  /** Those of the names that the program has, with what stands for them. */
  names(names: readonly string[]): Readonly<Record<string, unknown>> {
    const found = this.#request({ ask: 'names', names });
    return Object.fromEntries(found instanceof Map ? (found as Map<string, unknown>) : []);
  }

  #request(question: Question): unknown {
    return this.#read(this.#ask(question));
  }

  #read(reply: Reply): unknown {
    if (reply.status === 'raised') throw errorOf(reply.error);
    if (reply.status === 'returned') return decode(reply.value, (...found) => this.#standIn(...found));
    return new Promise((resolve, reject) => this.#promises.set(reply.id, { resolve, reject }));
  }

  #pass(values: readonly unknown[]): Json {
    return encode(values, this.#room, (value) => {
      const handle = typeof value === 'symbol' ? undefined : this.#handles.get(value);
      if (handle === undefined) throw new TypeError('the test code passes what cannot leave its thread');
      return handle;
    });
  }

  /** A function, an object that answers only to its methods' names, or a copy with the methods of its class. */
  #standIn(handle: number, name: string, properties: Json | null): object {
    if (name === 'Function') return this.#function(handle);
    const methods = new Proxy({}, { get: (target, key) => this.#get(handle, target, key) });
    const own = properties === null ? {} : decode(properties, (...found) => this.#standIn(...found));
    const copy = Object.create(methods, Object.getOwnPropertyDescriptors(own)) as object;
    this.#handles.set(copy, handle);
    return copy;
  }

  #function(handle: number, self?: number): object {
    const standIn = function (): void {
      // Called and constructed by way of the traps below.
    };
    const proxy = new Proxy(standIn, {
      apply: (_, __, values: unknown[]) =>
        this.#request({
          ask: 'call',
          handle,
          values: this.#pass(values),
          ...(self !== undefined && { self }),
        }),
      construct: (target, values: unknown[]) => {
        const made = this.#request({ ask: 'construct', handle, values: this.#pass(values) }) as object;
        return this.#live(this.#handles.get(made) ?? -1, target.prototype as object);
      },
      get: (target, key): unknown =>
        key === 'prototype' ? target.prototype : this.#get(handle, target, key),
    });
    this.#handles.set(proxy, handle);
    return proxy;
  }

  /** An object that the test code made from one of the program's classes: its properties are asked for each time. */
  #live(handle: number, prototype: object): object {
    const proxy = new Proxy(Object.create(prototype) as object, {
      get: (target, key) => this.#property(handle, target, key),
      set: (_, key, value: unknown) => {
        this.#request({ ask: 'set', handle, name: String(key), values: this.#pass([value]) });
        return true;
      },
    });
    this.#handles.set(proxy, handle);
    return proxy;
  }

  #get(handle: number, target: object, key: string | symbol): unknown {
    const isConversion = typeof key === 'string' && conversions.has(key);
    return isConversion ? (Reflect.get(target, key) as unknown) : this.#property(handle, target, key);
  }

  #property(handle: number, target: object, key: string | symbol): unknown {
    if (typeof key === 'symbol' || key === 'then' || key === 'constructor') {
      return Reflect.get(target, key) as unknown;
    }
    const value = this.#request({ ask: 'get', handle, name: key });
    const method = typeof value === 'function' ? this.#handles.get(value) : undefined;
    return method === undefined ? value : this.#function(method, handle);
  }
}

const errorTypes: ReadonlyMap<string, ErrorConstructor> = new Map(
  [RangeError, ReferenceError, SyntaxError, TypeError].map((type) => [type.name, type]),
);

/** An exception of the program, as one of this thread's of the same name. */
function errorOf([name, message]: readonly [string, string]): unknown {
  if (name === '') return message;
  const type = errorTypes.get(name) ?? Error;
  return Object.assign(new type(message), { name });
}
