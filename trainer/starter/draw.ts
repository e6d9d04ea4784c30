/** Small draws that the rooms of the generator share. */
import type { Random } from '../random.ts';

export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** A whole number from `lo` to `hi`, both included. */
export function between(lo: number, hi: number, random: Random): number {
  return lo + random.integer(hi - lo + 1);
}

/** True with this probability. */
export function chance(probability: number, random: Random): boolean {
  return random.uniform() < probability;
}

export function repeat<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
