/** Values of JavaScript as JSON and back. The tags are listed in `trainer/sandbox/values.ts`. */
import type { Json } from '../../../protocol/data.ts';

const deepest = 200;

/** The value takes more room or nests deeper than the job allows. */
export class TooLarge extends Error {}

/** Gives a number to what JSON has no form for, by which it is known from then on. */
export type Keep = (value: object | symbol) => number;

/** Encodes `value` in about `room` bytes at most; what JSON has no form for is kept, or becomes its type's name. */
export function encode(value: unknown, room: number, keep: Keep | null = null): Json {
  return new Encoder(room, keep).encode(value);
}

class Encoder {
  #room: number;
  readonly #keep: Keep | null;
  /** The containers around the value that is being encoded. */
  readonly #open: object[] = [];

  constructor(room: number, keep: Keep | null) {
    this.#room = room;
    this.#keep = keep;
  }

  encode(value: unknown): Json {
    this.#spend(4);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'undefined') return { $undefined: true };
    if (typeof value === 'bigint') return { $bigint: `${value}` };
    if (typeof value === 'string') {
      this.#spend(value.length);
      return value;
    }
    if (typeof value === 'symbol') return this.#other(value, 'Symbol');
    if (typeof value === 'function') return this.#other(value, 'Function');
    return this.#within(value);
  }

  #spend(size: number): void {
    this.#room -= size;
    if (this.#room < 0) throw new TooLarge('the value is larger than the output limit');
  }

  #other(value: object | symbol, name: string): Json {
    return this.#keep === null ? { $object: name } : { $handle: [this.#keep(value), name] };
  }

  #within(container: object): Json {
    const at = this.#open.lastIndexOf(container);
    if (at >= 0) return { $cycle: this.#open.length - 1 - at };
    if (this.#open.length >= deepest) throw new TooLarge(`the value nests deeper than ${deepest} levels`);
    this.#open.push(container);
    const encoded = this.#container(container);
    this.#open.pop();
    return encoded;
  }

  #container(value: object): Json {
    if (Array.isArray(value)) return this.#items(value);
    if (value instanceof Map) return { $map: this.#items(value) };
    if (value instanceof Set) return { $set: this.#items(value) };
    if (value instanceof Date) return { $date: this.encode(value.getTime()) };
    if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
      return { $typed: [value.constructor.name, this.#items(value as Uint8Array)] };
    }
    if (value instanceof Error)
      return { $error: [this.encode(`${value.name}`), this.encode(`${value.message}`)] };
    if (value instanceof Promise || value instanceof RegExp)
      return this.#other(value, value.constructor.name);
    if (Symbol.iterator in value) {
      return this.#keep === null
        ? { $iterator: this.#items(value as Iterable<unknown>) }
        : this.#other(value, 'Iterator');
    }
    return this.#object(value as Record<string, unknown>);
  }

  /** One by one, so that an iterator without an end meets the limit; holes of arrays are undefined. */
  #items(values: Iterable<unknown>): Json[] {
    const items: Json[] = [];
    for (const value of values) items.push(this.encode(value));
    return items;
  }

  #object(value: Record<string, unknown>): Json {
    const names = Object.keys(value);
    for (const name of names) this.#spend(name.length);
    const pairs = names.map((name): [string, Json] => [name, this.encode(value[name])]);
    const needsPairs = names.length === 1 && names[0]?.startsWith('$') === true;
    const properties: Json = needsPairs ? { $dict: pairs } : Object.fromEntries(pairs);
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (this.#keep === null || prototype === null || prototype === Object.prototype) return properties;
    return { $instance: [this.#keep(value), properties] };
  }
}

function encodeNumber(value: number): Json {
  if (Object.is(value, -0)) return { $float: '-0' };
  if (Number.isNaN(value)) return { $float: 'nan' };
  if (!Number.isFinite(value)) return { $float: value > 0 ? 'inf' : '-inf' };
  return value;
}

/** What a kept thing is decoded to: from its number, its type's name, and its own properties if it has a class. */
export type Find = (handle: number, name: string, properties: Json | null) => unknown;

/** The opposite of `encode`. A tuple of Python becomes an array, since an input may have been written for both. */
export function decode(value: Json, find: Find | null = null): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => decode(item, find));
  const [tag = '', ...more] = Object.keys(value);
  const content = value[tag] ?? null;
  const decoder = more.length === 0 ? decoders.get(tag) : undefined;
  if (decoder !== undefined) return decoder(content, (item) => decode(item, find));
  if (find !== null && more.length === 0 && Array.isArray(content)) {
    const [handle, second = null] = content;
    if (tag === '$handle') return find(Number(handle), textOf(second), null);
    if (tag === '$instance') return find(Number(handle), '', second);
  }
  return objectOf(Object.entries(value).map(([key, item]) => [key, decode(item, find)]));
}

/** By these the language asks an object what it is worth, in a comparison too: a decoded object has none of its own. */
export const conversions: ReadonlySet<string> = new Set([
  'valueOf',
  'toString',
  'toJSON',
  'toLocaleString',
  'then',
]);

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    entries.filter(([key, item]) => !(conversions.has(key) && typeof item === 'function')),
  );
}

function textOf(content: Json): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function listOf(content: Json): readonly Json[] {
  return Array.isArray(content) ? content : [];
}

type Decoder = (content: Json, inner: (item: Json) => unknown) => unknown;

const floats: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

/** A map, since an object also has the names that all objects have, such as `constructor`. */
const decoders: ReadonlyMap<string, Decoder> = new Map(
  Object.entries<Decoder>({
    $undefined: () => undefined,
    $float: (content) => floats.get(textOf(content)) ?? Number(content),
    $int: (content) => BigInt(textOf(content)),
    $bigint: (content) => BigInt(textOf(content)),
    $tuple: (content, inner) => inner(content),
    $set: (content, inner) => new Set(listOf(content).map(inner)),
    $map: (content, inner) => new Map(inner(content) as [unknown, unknown][]),
    $dict: (content, inner) => objectOf(inner(content) as [string, unknown][]),
    $date: (content) => new Date(Number(content)),
    $error: (content) => {
      const [name = '', message = ''] = listOf(content).map(textOf);
      return Object.assign(new Error(message), { name });
    },
    $typed: (content, inner) => {
      const [name = '', items = []] = listOf(content);
      const types = globalThis as unknown as Record<string, { from(items: unknown): unknown } | undefined>;
      return types[textOf(name)]?.from(inner(items));
    },
  }),
);
