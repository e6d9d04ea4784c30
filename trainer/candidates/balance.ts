/** Thins the larger class of pairs until correct ones have the share that is wanted. */
import { oneClass } from '../errors/candidates.ts';
import type { Pair } from '../protocol/data.ts';
import { createRandom } from '../random.ts';

export interface Classes {
  readonly correct: number;
  readonly incorrect: number;
}

export function classesOf(pairs: readonly Pair[]): Classes {
  const correct = pairs.filter((pair) => pair.correct).length;
  return { correct, incorrect: pairs.length - correct };
}

/**
 * Keeps every pair of the class that there is too little of, and of the other one as many as the share allows, rounded
 * down to at least one. What goes is drawn by the seed so that each problem keeps as many as the others that had them.
 * The order stays. `share` lies between 0 and 1; throws `candidates.one-class` where a class has no pair.
 */
export function balance(pairs: readonly Pair[], share: number, seed: number): Pair[] {
  const { correct, incorrect } = classesOf(pairs);
  if (correct === 0 || incorrect === 0) throw oneClass(correct, incorrect, share);
  const tooManyCorrect = correct * (1 - share) > incorrect * share;
  const allowed = tooManyCorrect ? (incorrect * share) / (1 - share) : (correct * (1 - share)) / share;
  const larger = pairs.filter((pair) => pair.correct === tooManyCorrect);
  // A hair more, so that 0.3 of 10 is 3 whatever floating point makes of it.
  const kept = new Set(evenly(larger, Math.max(1, Math.floor(allowed + 1e-9)), seed));
  return pairs.filter((pair) => pair.correct !== tooManyCorrect || kept.has(pair));
}

/** So many of the pairs: one of each problem, then a second of each, and so on, all in a seeded order. */
function evenly(pairs: readonly Pair[], count: number, seed: number): Pair[] {
  const random = createRandom(seed);
  const groups = [...Map.groupBy(pairs, problemOf).values()].map((group) => random.shuffle(group));
  const chosen: Pair[] = [];
  for (let round = 0; chosen.length < Math.min(count, pairs.length); round += 1) {
    const these = random.shuffle(groups.flatMap((group) => group.slice(round, round + 1)));
    chosen.push(...these.slice(0, count - chosen.length));
  }
  return chosen;
}

/** Pairs without a problem's id are told apart by the question. */
const problemOf = ({ problemId, question }: Pair): string => problemId ?? question;
