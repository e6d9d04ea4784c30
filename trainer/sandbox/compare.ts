/**
 * Whether what a program returned or printed is what was expected. Both sides are JSON as described in `values.ts`.
 *
 * Values are equal as Python's `==` has it, with these departures, because expected values are mostly plain JSON:
 * 1. A float may differ from the expected number by 1e-6 of the larger of the two, or by 1e-9. A number is a float if
 *    it is not whole; whole numbers are compared exactly.
 * 2. Tuples, deques, ranges, iterators and arrays are lists; an expected array also accepts a set of its items.
 * 3. An expected object accepts a dict with other keys than text, each key taken as JSON writes it.
 * 4. NaN equals NaN, and `undefined` equals null.
 * 5. An expected number beyond 2^53 stands for every whole number that rounds to it.
 * As in Python, `true` equals 1. An object without a form in JSON, and a container that holds itself, equal nothing.
 */
import type { Json } from '../protocol/data.ts';
import { decimalsEqual } from './decimals.ts';
import { stripped } from './python-text.ts';
import { tagOf, textOf, type Tag } from './values.ts';

const relativeTolerance = 1e-6;
const absoluteTolerance = 1e-9;

export function valuesEqual(expected: Json, actual: Json): boolean {
  return equal(read(expected), read(actual));
}

/**
 * As LiveCodeBench compares what a function returned (`grade_call_based`): by Python's `==` and without the departures
 * above but the last, so floats exactly and NaN never; of tuples only the outermost counts as a list. What JSON has no
 * form for equals nothing.
 */
export function valuesIdentical(expected: Json, actual: Json): boolean {
  const outermost = tagOf(actual);
  return identical(read(expected), read(outermost?.tag === '$tuple' ? outermost.content : actual));
}

/**
 * As LiveCodeBench compares what was printed (`grade_stdio`): both sides without white space around them and around
 * their lines; each line is equal as text, or as the same number of decimal numbers with the same exact values (`1.50`
 * is `1.5`).
 */
export function stdoutEqual(expected: string, printed: string): boolean {
  const wanted = linesOf(expected);
  const got = linesOf(printed);
  if (wanted.length !== got.length) return false;
  return wanted.every((line, index) => line === got[index] || decimalsEqual(line, got[index] ?? ''));
}

function linesOf(text: string): string[] {
  return stripped(text).split('\n').map(stripped);
}

/** A value with the differences removed that comparison does not see. */
type Read =
  | { readonly kind: 'null' | 'incomparable' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'whole'; readonly value: bigint }
  | { readonly kind: 'text' | 'bytes'; readonly value: string }
  | { readonly kind: 'list' | 'plainList' | 'set'; readonly items: readonly Json[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Json, Json])[]; readonly plain: boolean }
  | { readonly kind: 'group'; readonly name: string; readonly items: readonly Json[] };

function read(value: Json): Read {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'number', value: Number(value) };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return { kind: 'text', value };
  if (Array.isArray(value)) return { kind: 'plainList', items: value };
  const tagged = tagOf(value);
  if (tagged === null) return { kind: 'dict', entries: Object.entries(value), plain: true };
  return readTagged(tagged.tag, tagged.content);
}

function readTagged(tag: Tag, content: Json): Read {
  const items = Array.isArray(content) ? content : [];
  switch (tag) {
    case '$undefined':
      return { kind: 'null' };
    case '$int':
    case '$bigint':
      return wholeOf(textOf(content));
    case '$float':
    case '$decimal':
      return { kind: 'number', value: numberOf(textOf(content)) };
    case '$tuple':
    case '$deque':
    case '$iterator':
      return { kind: 'list', items };
    case '$array':
    case '$typed':
      return { kind: 'list', items: Array.isArray(items[1]) ? items[1] : [] };
    case '$set':
    case '$frozenset':
      return { kind: 'set', items };
    case '$dict':
    case '$map':
      return { kind: 'dict', entries: items as [Json, Json][], plain: false };
    case '$bytes':
    case '$bytearray':
      return { kind: 'bytes', value: textOf(content) };
    case '$fraction':
      return Number(items[1]) === 1 ? read(items[0] ?? null) : { kind: 'group', name: tag, items };
    case '$complex':
    case '$error':
      return { kind: 'group', name: tag, items };
    case '$date':
      return { kind: 'text', value: new Date(Number(content)).toJSON() ?? '' };
    case '$object':
    case '$cycle':
      return { kind: 'incomparable' };
  }
}

function numberOf(text: string): number {
  return { nan: NaN, inf: Infinity, '-inf': -Infinity }[text] ?? Number(text);
}

function wholeOf(text: string): Read {
  try {
    return { kind: 'whole', value: text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text) };
  } catch {
    return { kind: 'incomparable' };
  }
}

function equal(expected: Read, actual: Read): boolean {
  if (isNumber(expected) && isNumber(actual)) return numbersEqual(expected, actual);
  if (isList(expected) && isList(actual)) return listsEqual(expected.items, actual.items);
  if (actual.kind === 'set') {
    return (
      (expected.kind === 'set' || expected.kind === 'plainList') && setsEqual(expected.items, actual.items)
    );
  }
  if (expected.kind === 'dict' && actual.kind === 'dict') return dictsEqual(expected, actual);
  if (expected.kind === 'group' && actual.kind === 'group') {
    return expected.name === actual.name && listsEqual(expected.items, actual.items);
  }
  if ('value' in expected && 'value' in actual)
    return expected.kind === actual.kind && expected.value === actual.value;
  return expected.kind === 'null' && actual.kind === 'null';
}

type NumberRead = Extract<Read, { readonly kind: 'number' | 'whole' }>;
type ListRead = Extract<Read, { readonly kind: 'list' | 'plainList' | 'set' }>;

function isNumber(value: Read): value is NumberRead {
  return value.kind === 'number' || value.kind === 'whole';
}

function isList(value: Read): value is ListRead {
  return value.kind === 'list' || value.kind === 'plainList';
}

function numbersEqual(expected: NumberRead, actual: NumberRead): boolean {
  if (expected.kind === 'whole' && actual.kind === 'whole') return expected.value === actual.value;
  const a = Number(expected.value);
  const b = Number(actual.value);
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  if (Number.isInteger(a) && Number.isInteger(b)) return false;
  const difference = Math.abs(a - b);
  return (
    difference <= absoluteTolerance || difference <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b))
  );
}

function listsEqual(expected: readonly Json[], actual: readonly Json[]): boolean {
  return (
    expected.length === actual.length &&
    expected.every((item, index) => valuesEqual(item, actual[index] ?? null))
  );
}

/** Each expected item takes one equal item: first those that are written alike, then, in small sets, any other. */
function setsEqual(expected: readonly Json[], actual: readonly Json[]): boolean {
  if (expected.length !== actual.length) return false;
  const left = new Map(actual.map((item) => [JSON.stringify(item), item]));
  const unmatched = expected.filter((item) => !left.delete(JSON.stringify(item)));
  if (unmatched.length > 1000) return false;
  return unmatched.every((item) => {
    const found = [...left].find(([, other]) => valuesEqual(item, other));
    return found !== undefined && left.delete(found[0]);
  });
}

type DictRead = Extract<Read, { readonly kind: 'dict' }>;

function dictsEqual(expected: DictRead, actual: DictRead): boolean {
  if (expected.entries.length !== actual.entries.length) return false;
  const byText = expected.plain || actual.plain;
  const name = ([key]: readonly [Json, Json]): string => (byText ? textOf(key) : JSON.stringify(key));
  const values = new Map(actual.entries.map((entry) => [name(entry), entry[1]]));
  return expected.entries.every((entry) => {
    const value = values.get(name(entry));
    return value !== undefined && valuesEqual(entry[1], value);
  });
}

function identical(expected: Read, actual: Read): boolean {
  if (isNumber(expected) && isNumber(actual)) {
    if (expected.kind === 'whole' && actual.kind === 'whole') return expected.value === actual.value;
    return Number(expected.value) === Number(actual.value);
  }
  if (expected.kind === 'plainList' && actual.kind === 'plainList') {
    const { items } = actual;
    return (
      expected.items.length === items.length &&
      expected.items.every((item, index) => identical(read(item), read(items[index] ?? null)))
    );
  }
  if (expected.kind === 'dict' && actual.kind === 'dict') {
    const values = new Map(actual.entries);
    return (
      expected.entries.length === values.size &&
      expected.entries.every(([key, value]) => {
        const found = values.get(key);
        return found !== undefined && identical(read(value), read(found));
      })
    );
  }
  if (expected.kind === 'text' && actual.kind === 'text') return expected.value === actual.value;
  return expected.kind === 'null' && actual.kind === 'null';
}
