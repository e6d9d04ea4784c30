/** Deep equality as Node's `assert` has it, strict (`Object.is`, prototypes) or loose (`==`, no prototypes). */

type Same = (a: unknown, b: unknown) => boolean;

export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return new Comparison(Object.is, true).equal(a, b);
}

export function isDeepEqual(a: unknown, b: unknown): boolean {
  return new Comparison(looselyEqual, false).equal(a, b);
}

/** As JavaScript's own loose comparison, and NaN equals NaN: both are converted as they are for `<=` and `>=`. */
export function looselyEqual(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const [left, right] = [a ?? null, b ?? null];
  if (left === null || right === null) return left === right;
  if (typeof left === 'symbol' || typeof right === 'symbol') return false;
  if (typeof left === 'object' && typeof right === 'object') return false;
  return left <= right && left >= right;
}

class Comparison {
  readonly #same: Same;
  readonly #strict: boolean;
  /** Pairs under comparison: meeting one again means that nothing differed on the way around. */
  readonly #open: (readonly [object, object])[] = [];

  constructor(same: Same, strict: boolean) {
    this.#same = same;
    this.#strict = strict;
  }

  equal(a: unknown, b: unknown): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return this.#same(a, b);
    if (a === b) return true;
    if (this.#open.some(([left, right]) => left === a && right === b)) return true;
    this.#open.push([a, b]);
    const equal = this.#equalObjects(a, b);
    this.#open.pop();
    return equal;
  }

  #equalObjects(a: object, b: object): boolean {
    if (this.#strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    if (a instanceof Date && b instanceof Date && a.getTime() !== b.getTime()) return false;
    if (a instanceof RegExp && b instanceof RegExp && String(a) !== String(b)) return false;
    if (a instanceof Error && b instanceof Error && (a.name !== b.name || a.message !== b.message))
      return false;
    if (isBoxed(a) && !Object.is(a.valueOf(), b.valueOf())) return false;
    if (a instanceof Map && b instanceof Map && !this.#equalMaps(a, b)) return false;
    if (a instanceof Set && b instanceof Set && !this.#equalSets(a, b)) return false;
    return this.#equalProperties(a, b);
  }

  #equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    if (a.size !== b.size) return false;
    const unmatched = [...b];
    return [...a].every((entry) => this.#takeMatch(unmatched, entry));
  }

  #equalSets(a: Set<unknown>, b: Set<unknown>): boolean {
    if (a.size !== b.size) return false;
    const unmatched = [...b];
    return [...a].every((item) => this.#takeMatch(unmatched, item));
  }

  #takeMatch(unmatched: unknown[], item: unknown): boolean {
    const at = unmatched.findIndex((other) => this.equal(item, other));
    if (at >= 0) unmatched.splice(at, 1);
    return at >= 0;
  }

  #equalProperties(a: object, b: object): boolean {
    const names = ownKeys(a);
    if (names.length !== ownKeys(b).length) return false;
    const left = a as Record<PropertyKey, unknown>;
    const right = b as Record<PropertyKey, unknown>;
    return names.every((name) => Object.hasOwn(right, name) && this.equal(left[name], right[name]));
  }
}

function isBoxed(value: object): boolean {
  return [Number, String, Boolean, BigInt, Symbol].some((type) => value instanceof type);
}

/** Own enumerable keys, symbols included. */
function ownKeys(value: object): PropertyKey[] {
  const symbols = Object.getOwnPropertySymbols(value).filter((name) =>
    Object.prototype.propertyIsEnumerable.call(value, name),
  );
  return [...Object.keys(value), ...symbols];
}
