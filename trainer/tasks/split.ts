/**
 * Divides problems or pairs into sides, for instance train, validation and held-out, such that a problem never
 * stands on two of them. Rows belong together when they share a problem, a family or a question, or a question is said
 * to be like another, directly or through others.
 * Groups are ordered by a hash of their key and the seed and then cut; each side gets its share of the groups, at
 * least one. The same rows and seed give the same sides, in whatever order the rows come.
 *
 * Problems and the pairs made from them are divided in one call, as one list: the cut depends on all the groups.
 */
import { splitTooSmall } from '../errors/tasks.ts';
import { hashSeed } from '../random.ts';

export interface Splittable {
  readonly question: string;
  readonly family?: string | undefined;
  /** Of a problem its own id, of a pair that of the problem which it names. */
  readonly problemId?: string | undefined;
  /** Questions that it is to stay with, as nearly the same ones; each is that of a row. */
  readonly alike?: readonly string[] | undefined;
}

export interface SplitSide<T> {
  readonly rows: readonly T[];
  /** Number of groups: of families, or of problems that belong to none. */
  readonly groups: number;
}

/**
 * `shares` names the sides with their weights, as `{ train: 0.8, validation: 0.1, heldOut: 0.1 }`; they are
 * positive and need not add up to one. Rows keep their order. Throws `tasks.split-too-small` when there are fewer groups than sides.
 */
export function splitByProblem<T extends Splittable, Side extends string>(
  rows: readonly T[],
  shares: Readonly<Record<Side, number>>,
  seed: number,
): Record<Side, SplitSide<T>> {
  const sides = Object.keys(shares) as Side[];
  const keyOf = groupKeys(rows);
  const groups = [...new Set(keyOf.values())];
  if (groups.length < sides.length) throw splitTooSmall(groups.length, sides);
  const ordered = groups
    .map((key) => ({ key, hash: hashSeed(seed, key) }))
    .sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1));
  const sizes = apportion(
    sides.map((side) => shares[side]),
    ordered.length,
  );
  const sideOf = new Map<string, Side>();
  let next = 0;
  sides.forEach((side, index) => {
    const end = next + (sizes[index] ?? 0);
    for (; next < end; next += 1) sideOf.set(ordered[next]?.key ?? '', side);
  });
  const entries = sides.map((side, index) => [
    side,
    { rows: rows.filter((row) => sideOf.get(keyOf.get(row) ?? '') === side), groups: sizes[index] ?? 0 },
  ]);
  return Object.fromEntries(entries) as Record<Side, SplitSide<T>>;
}

/** How many groups there are: at most so many sides can be made. */
export const countGroups = (rows: readonly Splittable[]): number => new Set(groupKeys(rows).values()).size;

/** Whole numbers that add up to `total`, each at least 1, by the largest remainder after the first of each. */
export function apportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const quotas = weights.map((weight) => (weight / sum) * total);
  const sizes = quotas.map((quota) => Math.max(1, Math.floor(quota)));
  const remainder = (index: number): number => (quotas[index] ?? 0) - (sizes[index] ?? 0);
  let left = total - sizes.reduce((a, b) => a + b, 0);
  for (; left !== 0; left -= Math.sign(left)) {
    const indices = sizes.map((_, index) => index).filter((index) => left > 0 || (sizes[index] ?? 0) > 1);
    const best = indices.reduce((a, b) => ((remainder(b) - remainder(a)) * Math.sign(left) > 0 ? b : a));
    sizes[best] = (sizes[best] ?? 0) + Math.sign(left);
  }
  return sizes;
}

/** The key of each row's group: the smallest family or question of all rows connected with it. */
function groupKeys<T extends Splittable>(rows: readonly T[]): Map<T, string> {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let top = key;
    for (let above = parent.get(top); above !== undefined && above !== top; above = parent.get(top))
      top = above;
    parent.set(key, top);
    return top;
  };
  const named = (question: string): string => `question ${question.trim()}`;
  const questionOf = (row: T): string => named(row.question);
  const join = (one: string, other: string): void => {
    const [first, second] = [root(one), root(other)];
    parent.set(first > second ? first : second, first > second ? second : first);
  };
  for (const row of rows) {
    const question = questionOf(row);
    join(question, row.family === undefined ? question : `family ${row.family}`);
    // The word sorts behind the others: every group has a question, so none is called by a problem.
    if (row.problemId !== undefined) join(question, `task ${row.problemId}`);
    for (const other of row.alike ?? []) join(question, named(other));
  }
  return new Map(rows.map((row) => [row, root(questionOf(row))]));
}
