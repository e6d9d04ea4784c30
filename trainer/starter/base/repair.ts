/** What a critique of a wrong program writes instead: the right program nearest to it. */
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { StarterSolution } from '../set.ts';

/** The one of `rights` with the fewest tokens inserted, deleted or replaced; the first of equals. */
export function nearestRight(
  given: StarterSolution,
  rights: readonly StarterSolution[],
  tokenizer: Tokenizer,
): StarterSolution {
  const tokens = tokenizer.encode(given.solution);
  const distances = rights.map(({ solution }) => editDistance(tokens, tokenizer.encode(solution)));
  return rights[distances.indexOf(Math.min(...distances))] ?? given;
}

/** Levenshtein 1966, by rows: `row[j]` is the distance of what was read of `from` to the first j of `to`. */
export function editDistance(from: Int32Array, to: Int32Array): number {
  let row = Int32Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, token] of from.entries()) {
    const next = new Int32Array(row.length);
    next[0] = index + 1;
    for (let j = 1; j < row.length; j++) {
      const replaced = (row[j - 1] as number) + (token === to[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
    }
    row = next;
  }
  return row[to.length] as number;
}

/** Index of the first token of `to` that `from` has not at its place. */
export function firstDifference(from: Int32Array, to: Int32Array): number {
  return to.findIndex((token, index) => token !== from[index]);
}
