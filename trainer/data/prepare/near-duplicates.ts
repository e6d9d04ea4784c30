/**
 * Finds texts that are nearly the same as an earlier one, in memory that grows with the number of texts.
 *
 * A text is the set of its shingles: runs of five tokens, marks included, by their 32-bit hashes. MinHash finds the
 * candidates among the earlier texts, and the Jaccard similarity of the sets decides.
 */
import { bandKeys, planBands } from './minhash.ts';
import { hashRun, hashWords, looseTokens } from './words.ts';

const shingleLength = 5;

export interface Likeness {
  /** Number of the earlier text, counted from 0 in the order in which they were remembered. */
  readonly of: number;
  /** Jaccard similarity of the two sets of shingles, 0 to 1. */
  readonly similarity: number;
}

export class NearDuplicates {
  readonly #threshold: number;
  readonly #keysOf: (set: Uint32Array) => Int32Array;
  readonly #bands: readonly Map<number, number[]>[];
  readonly #sets: Uint32Array[] = [];

  /** `threshold` is the least Jaccard similarity of duplicates; from 0.3 on, 999 in 1,000 pairs at it are found. */
  constructor(threshold: number, seed: number) {
    const plan = planBands(threshold);
    this.#threshold = threshold;
    this.#keysOf = bandKeys(plan, seed);
    this.#bands = Array.from({ length: plan.bands }, () => new Map<number, number[]>());
  }

  /** The most similar earlier text from the threshold on, the first of several; without one the text is remembered. */
  add(text: string): Likeness | null {
    const set = shinglesOf(text);
    const keys = this.#keysOf(set);
    const [first, ...others] = this.#alike(set, keys);
    if (first !== undefined)
      return others.reduce((best, one) => (one.similarity > best.similarity ? one : best), first);
    this.#remember(set, keys);
    return null;
  }

  /** The numbers of all earlier texts from the threshold on; the text is remembered in any case. */
  addAndTie(text: string): number[] {
    const set = shinglesOf(text);
    const keys = this.#keysOf(set);
    const alike = this.#alike(set, keys);
    this.#remember(set, keys);
    return alike.map(({ of }) => of);
  }

  #alike(set: Uint32Array, keys: Int32Array): Likeness[] {
    return this.#candidates(keys)
      .map((of) => ({ of, similarity: jaccard(set, this.#sets[of] ?? new Uint32Array(), this.#threshold) }))
      .filter(({ similarity }) => similarity >= this.#threshold);
  }

  #candidates(keys: Int32Array): number[] {
    const found = new Set<number>();
    this.#bands.forEach((band, index) => {
      for (const row of band.get(keys[index] ?? 0) ?? []) found.add(row);
    });
    return [...found].sort((a, b) => a - b);
  }

  #remember(set: Uint32Array, keys: Int32Array): void {
    const number = this.#sets.push(set) - 1;
    this.#bands.forEach((band, index) => {
      const key = keys[index] ?? 0;
      const row = band.get(key);
      if (row === undefined) band.set(key, [number]);
      else row.push(number);
    });
  }
}

/** Sorted hashes of the runs of five tokens, each once; a shorter text is one run. */
export function shinglesOf(text: string): Uint32Array {
  const tokens = hashWords(looseTokens(text));
  const length = Math.min(shingleLength, tokens.length);
  const runs = tokens.length - length + 1;
  const hashes = Uint32Array.from({ length: runs }, (_, start) => hashRun(tokens, start, length)).sort();
  return hashes.filter((hash, index) => index === 0 || hash !== hashes[index - 1]);
}

/** Jaccard similarity of two sorted sets; 0 without counting where their sizes alone keep it below `least`. */
export function jaccard(a: Uint32Array, b: Uint32Array, least = 0): number {
  if (Math.min(a.length, b.length) / Math.max(a.length, b.length) < least) return 0;
  let [atA, atB, shared] = [0, 0, 0];
  while (atA < a.length && atB < b.length) {
    const [inA = 0, inB = 0] = [a[atA], b[atB]];
    if (inA === inB) shared += 1;
    if (inA <= inB) atA += 1;
    if (inB <= inA) atB += 1;
  }
  const together = a.length + b.length - shared;
  return together === 0 ? 1 : shared / together;
}
