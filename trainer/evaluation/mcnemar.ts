/** McNemar's test of two results that are right or wrong on the same rows (McNemar 1947), in its exact form. */

export interface McNemar {
  /** Rows that only the first, and only the second, has right; rows on which both agree say nothing. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Chance of a division at least as uneven if either were as likely. Rows of one problem count as independent. */
  readonly p: number;
}

export function mcnemar(rows: readonly { readonly first: boolean; readonly second: boolean }[]): McNemar {
  const onlyFirst = rows.filter(({ first, second }) => first && !second).length;
  const onlySecond = rows.filter(({ first, second }) => !first && second).length;
  return {
    onlyFirst,
    onlySecond,
    p: twoSidedBinomial(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond),
  };
}

/** Of `n` fair coins, at most `few` heads or at most `few` tails. Terms are logarithms, because 2^n overflows. */
function twoSidedBinomial(few: number, n: number): number {
  let logTerm = -n * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= few; heads += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(n - heads) - Math.log(heads + 1);
  }
  return Math.min(1, 2 * sum);
}
