/**
 * How values of Python and JavaScript stand in JSON, in both directions: returned values, and inputs that need more
 * than JSON has. Null, booleans, text, arrays (Python's lists) and objects (dicts with text keys) stand for themselves;
 * numbers do up to 2^53. Everything else is an object with one of these keys and nothing else:
 *
 * | key | content |
 * |---|---|
 * | `$int`, `$bigint` | a larger whole number as text: of Python in hexadecimal, of JavaScript in decimal |
 * | `$float` | `nan`, `inf`, `-inf`, `-0` |
 * | `$tuple`, `$deque`, `$iterator` | an array; `$iterator` is whatever was run through to its end, ranges included |
 * | `$array`, `$typed` | type code and array: Python's `array`, JavaScript's typed arrays |
 * | `$set`, `$frozenset` | an array in any order |
 * | `$dict`, `$map` | pairs: a dict with other keys than text, a JavaScript `Map` |
 * | `$bytes`, `$bytearray` | hexadecimal |
 * | `$complex`, `$fraction` | two numbers |
 * | `$decimal` | text |
 * | `$date` | milliseconds since 1970 |
 * | `$error` | name and message of a JavaScript error that was returned |
 * | `$undefined` | true |
 * | `$object` | the type's name of anything else, about which nothing more is said |
 * | `$cycle` | a container that holds itself, by the number of levels up |
 *
 * A dict with a single text key that begins with `$` is written as `$dict`, so that no value can pass for another.
 */
import type { Json } from '../protocol/data.ts';

const tags = [
  ...[
    '$int',
    '$bigint',
    '$float',
    '$tuple',
    '$deque',
    '$iterator',
    '$array',
    '$typed',
    '$set',
    '$frozenset',
    '$dict',
  ],
  ...[
    '$map',
    '$bytes',
    '$bytearray',
    '$complex',
    '$fraction',
    '$decimal',
    '$date',
    '$error',
    '$undefined',
    '$object',
  ],
  '$cycle',
] as const;
export type Tag = (typeof tags)[number];

export interface Tagged {
  readonly tag: Tag;
  readonly content: Json;
}

/** Text as it is, anything else as JSON writes it. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The tag of a value that has one; null for plain JSON. */
export function tagOf(value: Json): Tagged | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [tag, ...more] = Object.keys(value);
  const known = more.length === 0 ? tags.find((one) => one === tag) : undefined;
  return known === undefined ? null : { tag: known, content: value[known] ?? null };
}
