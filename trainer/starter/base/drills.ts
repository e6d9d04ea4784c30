/**
 * Exercises in noticing what one has written. A critique must say of its own token whether it is the given program's,
 * also where the critic, left to itself, would have written another one: in sampling it writes every kind of token.
 * What is learned here is the form of a critique alone. Nothing says which token is right.
 */
import type { Random } from '../../random.ts';

/** A critique up to its conclusion: [length] both. */
export interface Drill {
  readonly written: Int32Array;
  /** Of each token in the loss; 0 where the critic is not to learn that it should write this one. */
  readonly weights: Float32Array;
  /** What the critique has to conclude from what it has written. */
  readonly concludes: boolean;
}

/** Of the token that says whether the one before it is as given. */
const noticeWeight = 1;
/** Of a program that is copied, in all. */
const copyWeight = 1;

/** Copies a program `given` to a random token, writes one of `others` there instead, and says so with `departure`. */
export function changedDrill(
  given: Int32Array,
  others: Int32Array,
  departure: Int32Array,
  random: Random,
): Drill | undefined {
  // The fence around the program stays as it is.
  const at = 1 + random.integer(Math.max(1, given.length - 2));
  const different = others.filter((token) => token !== given[at]);
  const token = different[random.integer(Math.max(1, different.length))];
  if (token === undefined) return undefined;
  const written = Int32Array.of(...given.slice(0, at), token, ...departure);
  const weights = new Float32Array(written.length);
  weights.fill(noticeWeight / departure.length, at + 1);
  return { written, weights, concludes: false };
}

/** Copies a program whose token at `wrong` is not as it should be, and does not remark on it. */
export function copiedDrill(given: Int32Array, wrong: number): Drill {
  const weights = new Float32Array(given.length).fill(copyWeight / given.length);
  weights[wrong] = 0;
  if (wrong + 1 < given.length) weights[wrong + 1] = noticeWeight;
  return { written: given, weights, concludes: true };
}
