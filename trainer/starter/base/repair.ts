/** What a critique of a program should have written: the right program nearest to it, with the changes marked. */
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

/** `items` with `mark` behind each of the `marked` ones. */
export function withMarks(items: Int32Array, marked: ReadonlySet<number>, mark: number): Int32Array {
  return Int32Array.from([...items].flatMap((item, index) => (marked.has(index) ? [item, mark] : [item])));
}

/**
 * Indices of the items of `to` outside its longest common subsequence with `from`. Where items of `from` are gone and
 * none came, the next item stands for them, or the last one.
 */
export function changes<T>(from: ArrayLike<T>, to: ArrayLike<T>): ReadonlySet<number> {
  const common = commonLengths(from, to);
  const changed = new Set<number>();
  let [i, j] = [0, 0];
  // Whether items went and came since the last one that both have.
  let [gone, came] = [false, false];
  while (i < from.length || j < to.length) {
    if (i < from.length && from[i] === to[j]) {
      if (gone && !came) changed.add(j);
      [i, j, gone, came] = [i + 1, j + 1, false, false];
    } else if (j === to.length || (common[i + 1]?.[j] ?? -1) >= (common[i]?.[j + 1] ?? 0)) {
      [i, gone] = [i + 1, true];
    } else {
      changed.add(j);
      [j, came] = [j + 1, true];
    }
  }
  if (gone && !came) changed.add(to.length - 1);
  return changed;
}

/** `[i][j]`: the length of the longest common subsequence of `from` from i on and `to` from j on. */
function commonLengths<T>(from: ArrayLike<T>, to: ArrayLike<T>): readonly (readonly number[])[] {
  const lengths = Array.from({ length: from.length + 1 }, () => Array<number>(to.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      (lengths[i] as number[])[j] =
        from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return lengths;
}
