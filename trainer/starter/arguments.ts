/**
 * How to draw arguments for a function. Every kind knows its edges (nothing, one value, ties, negative values) and
 * prefers values at the constants of the problem and one beside them, where `>` and `>=` part.
 */
import type { Json } from '../protocol/data.ts';
import type { Random } from '../random.ts';
import { between, chance, pick, repeat } from './draw.ts';

/** The constants that appear in a problem's solution. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

export interface ArgumentSpec {
  /** Values that are worth a test of their own. */
  edges(hints: Hints): readonly Json[];
  /** `earlier` are the arguments before this one. */
  draw(random: Random, hints: Hints, earlier: readonly Json[]): Json;
}

interface Range {
  readonly lo?: number;
  readonly hi?: number;
}

/** A whole number; sometimes a value or a length of an earlier argument, or one beside it. */
export function int({ lo = -9, hi = 20 }: Range = {}): ArgumentSpec {
  const inside = (value: number): boolean => value >= lo && value <= hi;
  return {
    edges: ({ numbers }) => [...new Set([lo, 0, 1, hi, ...numbers])].filter(inside),
    draw: (random, { numbers }, earlier) => {
      const seen = earlier.flatMap(numbersIn).filter(inside);
      if (seen.length > 0 && chance(0.4, random)) return clip(near(pick(seen, random), random), lo, hi);
      return number(random, numbers, lo, hi);
    },
  };
}

interface ListRange extends Range {
  readonly min?: number;
  readonly max?: number;
  /** As long as the nearest earlier list. */
  readonly paired?: boolean;
  readonly sorted?: boolean;
}

export function ints(options: ListRange = {}): ArgumentSpec {
  const { lo = -9, hi = 20, min = 0, max = 6, paired = false, sorted = false } = options;
  const arrange = (values: number[]): number[] => (sorted ? values.sort((a, b) => a - b) : values);
  return {
    edges: ({ numbers }) => {
      const inside = numbers.filter((value) => value >= lo && value <= hi);
      const [value = lo] = inside;
      const lists = [[], [value], [value, value], [lo, hi], [hi, lo], inside];
      return paired ? [] : lists.filter((list) => list.length >= min && list.length <= max).map(arrange);
    },
    draw: (random, { numbers }, earlier) => {
      const length = paired
        ? lengthOf(earlier)
        : between(Math.max(min, chance(0.8, random) ? 2 : 0), max, random);
      const values: number[] = [];
      while (values.length < length) {
        const again = values.length > 0 && chance(0.25, random);
        values.push(again ? pick(values, random) : number(random, numbers, lo, hi));
      }
      return arrange(values);
    },
  };
}

export function bool(): ArgumentSpec {
  return { edges: () => [true, false], draw: (random) => chance(0.5, random) };
}

/** Rows of equal length; as many rows as columns if `square`. */
export function matrix({ lo = -5, hi = 9, square = false }: Range & { square?: boolean } = {}): ArgumentSpec {
  return {
    edges: () => [
      [[1]],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    draw: (random, { numbers }) => {
      const rows = between(1, 3, random);
      const columns = square ? rows : between(1, 3, random);
      return repeat(rows, () => repeat(columns, () => number(random, numbers, lo, hi)));
    },
  };
}

/** Half of the numbers lie at a constant or one beside it. */
function number(random: Random, constants: readonly number[], lo: number, hi: number): number {
  const inside = constants.filter((value) => value >= lo - 1 && value <= hi + 1);
  const wanted = inside.length > 0 && chance(0.5, random);
  return clip(wanted ? near(pick(inside, random), random) : between(lo, hi, random), lo, hi);
}

function near(value: number, random: Random): number {
  return value + pick([0, 0, 1, -1], random);
}

function clip(value: number, lo: number, hi: number): number {
  return Math.min(Math.max(value, lo), hi);
}

/** The numbers that an argument suggests for another: itself, its length, its items. */
function numbersIn(argument: Json): number[] {
  if (typeof argument === 'number') return [argument];
  if (typeof argument === 'string') return [argument.length];
  if (!Array.isArray(argument)) return [];
  return [argument.length, ...argument.filter((item) => typeof item === 'number')];
}

/** The length of the nearest earlier list. */
export function lengthOf(earlier: readonly Json[]): number {
  return earlier.findLast((argument) => Array.isArray(argument))?.length ?? 0;
}
