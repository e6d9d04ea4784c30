/** Arguments made of text: strings, lists of words, dictionaries with words as keys. */
import type { Json } from '../protocol/data.ts';
import type { Random } from '../random.ts';
import { int, ints, lengthOf, type ArgumentSpec, type Hints } from './arguments.ts';
import { between, chance, pick, repeat } from './draw.ts';

const plainWords = 'a to cat dog bob tree blue apple stone river banana orange'.split(' ');

interface TextOptions {
  /** The characters that a text is made of, besides those of the problem. */
  readonly letters?: string;
  readonly min?: number;
  readonly max?: number;
}

/** Characters in no order; about half of them repeat the one before or come from the problem's own strings. */
export function text({ letters = 'abceostAB1 ', min = 0, max = 8 }: TextOptions = {}): ArgumentSpec {
  return {
    edges: ({ texts }) =>
      ['', 'a', 'aa', 'abc', 'cba', ...texts].filter(
        (s) => s.length >= min && s.length <= max && madeOf(s, letters),
      ),
    draw: (random, { texts }) => {
      const own = texts.join('').replaceAll(' ', '');
      let result = '';
      const length = between(Math.max(min, 1), max, random);
      while (result.length < length) {
        const repeated = result !== '' && chance(0.2, random);
        const source = own !== '' && chance(0.4, random) ? own : letters;
        result += repeated ? result.at(-1) : pick([...source], random);
      }
      return result;
    },
  };
}

/** Edges may hold a problem's own characters, but no other foreign ones. */
function madeOf(s: string, letters: string): boolean {
  return [...s].every((c) => letters.includes(c) || !'abcABC1 '.includes(c));
}

/** Words with one space between them. */
export function sentence({ min = 0 }: { min?: number } = {}): ArgumentSpec {
  const list = words({ min, max: 5 });
  return {
    edges: (hints) => list.edges(hints).map((item) => (item as string[]).join(' ')),
    draw: (random, hints, earlier) => (list.draw(random, hints, earlier) as string[]).join(' '),
  };
}

/** Whole numbers with a comma between them. */
export function numberText(): ArgumentSpec {
  const list = ints({ lo: 0, hi: 12, min: 1, max: 5 });
  return {
    edges: () => ['0'],
    draw: (random, hints, earlier) => (list.draw(random, hints, earlier) as number[]).join(','),
  };
}

interface WordsOptions {
  readonly min?: number;
  readonly max?: number;
  /** As long as the nearest earlier list. */
  readonly paired?: boolean;
  readonly distinct?: boolean;
  /** The words to choose from, besides those of the problem. */
  readonly from?: readonly string[];
}

export function words(options: WordsOptions = {}): ArgumentSpec {
  const { min = 0, max = 6, paired = false, distinct = false, from = plainWords } = options;
  return {
    edges: () => {
      const lists: Json[][] = [[], [from[0] ?? ''], from.slice(2, 4)];
      return paired ? [] : lists.filter((list) => list.length >= min);
    },
    draw: (random, hints, earlier) => {
      const wanted = paired ? lengthOf(earlier) : between(min, max, random);
      const drawn = repeat(wanted, () => word(random, hints, from));
      if (distinct) return random.shuffle(from).slice(0, wanted);
      return drawn.map((item, index) =>
        index > 0 && chance(0.15, random) ? (drawn[index - 1] ?? item) : item,
      );
    },
  };
}

/** One word. */
export function name({ from = plainWords }: { from?: readonly string[] } = {}): ArgumentSpec {
  return {
    edges: () => from.slice(0, 2),
    draw: (random, hints, earlier) => {
      const seen = earlier.flatMap(wordsIn);
      return seen.length > 0 && chance(0.6, random) ? pick(seen, random) : word(random, hints, from);
    },
  };
}

/** A dictionary from words to whole numbers. */
export function dictionary({ lo = -5, hi = 20, min = 0, from = plainWords } = {}): ArgumentSpec {
  const value = int({ lo, hi });
  return {
    edges: (): Json[] => (min > 0 ? [] : [{}]),
    draw: (random, hints, earlier) => {
      const seen = earlier.flatMap(wordsIn);
      const keys = random
        .shuffle([...new Set([...seen, ...from.slice(0, 8)])])
        .slice(0, between(Math.max(min, 1), 4, random));
      return Object.fromEntries(keys.map((key) => [key, value.draw(random, hints, [])]));
    },
  };
}

/** A word; a plain one sometimes takes one of the problem's own strings at an end, or a capital letter. */
function word(random: Random, { texts }: Hints, from: readonly string[]): string {
  const plain = pick(from, random);
  if (from !== plainWords) return plain;
  const own = texts.filter((s) => /^[a-zA-Z]+$/.test(s));
  if (own.length > 0 && chance(0.35, random)) {
    const part = pick(own, random);
    return pick([part, part + plain, plain + part], random);
  }
  return chance(0.1, random) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
}

function wordsIn(argument: Json): string[] {
  if (Array.isArray(argument)) return argument.filter((item) => typeof item === 'string');
  return typeof argument === 'object' && argument !== null ? Object.keys(argument) : [];
}
