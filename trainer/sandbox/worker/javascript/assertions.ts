/** Node's `assert`, without the wait for Node's: every function of it that test code uses. */
import { inspect } from './console.ts';
import { isDeepEqual, isDeepStrictEqual, looselyEqual } from './equality.ts';

class AssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly code = 'ERR_ASSERTION';
}

type Message = string | Error | undefined;
type Expected =
  RegExp | (new (...values: never[]) => unknown) | ((error: unknown) => unknown) | object | undefined;

function demand(holds: boolean, message: Message, otherwise: () => string): void {
  if (holds) return;
  if (message instanceof Error) throw message;
  throw new AssertionError(message ?? otherwise());
}

function ok(...values: [unknown, Message?]): void {
  demand(Boolean(values[0]), values[1], () => `${inspect(values[0])} is not truthy`);
}

type Equality = (actual: unknown, expected: unknown, message?: Message) => void;

function comparing(equal: (a: unknown, b: unknown) => boolean, wanted: boolean): Equality {
  return (actual, expected, message) => {
    const relation = wanted ? 'is not equal to' : 'is equal to';
    demand(
      equal(actual, expected) === wanted,
      message,
      () => `${inspect(actual)} ${relation} ${inspect(expected)}`,
    );
  };
}

function thrownBy(run: () => unknown): readonly unknown[] {
  try {
    run();
    return [];
  } catch (error) {
    return [error];
  }
}

async function rejectionOf(
  promise: Promise<unknown> | (() => Promise<unknown>),
): Promise<readonly unknown[]> {
  try {
    await (typeof promise === 'function' ? promise() : promise);
    return [];
  } catch (error) {
    return [error];
  }
}

function demandError(caught: readonly unknown[], expected: Expected | string, message: Message): void {
  const [error] = caught;
  const text = typeof expected === 'string' ? expected : message;
  demand(caught.length > 0, text, () => 'the expected exception is missing');
  if (expected === undefined || typeof expected === 'string') return;
  demand(matches(error, expected), text, () => `${inspect(error)} is not the expected exception`);
}

function matches(error: unknown, expected: NonNullable<Expected>): boolean {
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'function') {
    const isClass = expected === Error || Error.prototype.isPrototypeOf(expected.prototype as object);
    return isClass
      ? error instanceof (expected as new () => object) || (error as Error).name === expected.name
      : (expected as (error: unknown) => unknown)(error) === true;
  }
  return Object.entries(expected).every(([name, value]: [string, unknown]) => {
    const actual = (error as Record<string, unknown>)[name];
    return value instanceof RegExp ? value.test(String(actual)) : isDeepStrictEqual(actual, value);
  });
}

const functions = {
  ok,
  equal: comparing(looselyEqual, true),
  notEqual: comparing(looselyEqual, false),
  strictEqual: comparing(Object.is, true),
  notStrictEqual: comparing(Object.is, false),
  deepEqual: comparing(isDeepEqual, true),
  notDeepEqual: comparing(isDeepEqual, false),
  deepStrictEqual: comparing(isDeepStrictEqual, true),
  notDeepStrictEqual: comparing(isDeepStrictEqual, false),
  fail: (message?: Message) => demand(false, message, () => 'Failed'),
  match: (text: string, pattern: RegExp, message?: Message) =>
    demand(pattern.test(text), message, () => `${inspect(text)} does not match ${String(pattern)}`),
  throws: (run: () => unknown, expected?: Expected | string, message?: Message) =>
    demandError(thrownBy(run), expected, message),
  doesNotThrow: (run: () => unknown, message?: Message) =>
    demand(thrownBy(run).length === 0, message, () => 'an exception was thrown'),
  rejects: async (
    promise: Promise<unknown> | (() => Promise<unknown>),
    expected?: Expected | string,
    message?: Message,
  ) => demandError(await rejectionOf(promise), expected, message),
  AssertionError,
};

const strict = Object.assign((...values: [unknown, Message?]) => ok(...values), functions, {
  equal: functions.strictEqual,
  notEqual: functions.notStrictEqual,
  deepEqual: functions.deepStrictEqual,
  notDeepEqual: functions.notDeepStrictEqual,
});

export const assert = Object.assign((...values: [unknown, Message?]) => ok(...values), functions, { strict });
