/**
 * Random numbers with seeds, the same on every machine.
 *
 * The generator is xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it): 32-bit operations only,
 * period 2^128 − 1. Its four words are filled by SplitMix64, as its authors recommend. Not for secrets.
 *
 * Prefer a seed per place over a generator carried along: `createRandom(hashSeed(runSeed, 'sample', step))`
 * needs no state in a checkpoint, so a resumed run draws what an uninterrupted one would have drawn.
 */
import { hash } from 'node:crypto';

export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Uniform in 0…n−1, without bias; `n` is a whole number from 1 to 2^32. */
  integer(n: number): number;
  /** A shuffled copy, every order equally likely. */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent generator; depends on this one's seed and the label, not on what has been drawn so far. */
  fork(label: string | number): Random;
}

/** The same numbers for the same `seed`, a whole number from 0 to 2^53 − 1. */
export function createRandom(seed: number): Random {
  const words = wordsFromSeed(seed);
  const word = (): number => nextWord(words);
  const integer = (n: number): number => boundedInteger(word, n);
  return {
    uniform: () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53,
    integer,
    shuffle: (items) => shuffled(items, integer),
    fork: (label) => createRandom(hashSeed(seed, label)),
  };
}

/**
 * A seed for `createRandom` made of any parts: 53 bits of the SHA-256 of the parts as a JSON array.
 * Different parts or a different order give an unrelated seed; `1` and `'1'` are different parts.
 */
export function hashSeed(...parts: readonly (string | number)[]): number {
  const digest = hash('sha256', JSON.stringify(parts), 'buffer');
  return digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11);
}

/** One step of xoshiro128**: returns 32 bits and advances `words` [4] in place. Exported for its known-answer test. */
export function nextWord(words: Uint32Array): number {
  let [a = 0, b = 0, c = 0, d = 0] = words;
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  const shifted = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= shifted;
  d = rotateLeft(d, 11);
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
  return result;
}

/** The first two outputs of SplitMix64 as four words, low half first. Exported for its known-answer test. */
export function wordsFromSeed(seed: number): Uint32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, not ${seed}`);
  }
  const words = new Uint32Array(4);
  let state = BigInt(seed);
  for (const index of [0, 2]) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    mixed ^= mixed >> 31n;
    words[index] = Number(mixed & 0xffffffffn);
    words[index + 1] = Number(mixed >> 32n);
  }
  return words;
}

/** Draws again while the word lies in the incomplete last block of `n`, so that no remainder is favoured. */
function boundedInteger(word: () => number, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
    throw new RangeError(`integer(n) takes a whole number from 1 to 2^32, not ${n}`);
  }
  const limit = 2 ** 32 - (2 ** 32 % n);
  let drawn = word();
  while (drawn >= limit) drawn = word();
  return drawn % n;
}

/** Fisher–Yates from the end. */
function shuffled<T>(items: readonly T[], integer: (n: number) => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = integer(last + 1);
    const item = result[last] as T;
    result[last] = result[chosen] as T;
    result[chosen] = item;
  }
  return result;
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
