/** Parameters that many families share, so that the same words mean the same code everywhere. */
import type { BugKind, Option, Parameter } from './family.ts';

/** Words (alternatives separated by `|`), code, further faces. */
type Entry = readonly [say: string, code: string, more?: Readonly<Record<string, string>>];

export function choice(kind: BugKind, ...entries: readonly Entry[]): Parameter {
  return { kind, options: optionsOf(entries), wider: [] };
}

/** The same parameter with options for further problems to train on. */
export function wider(parameter: Parameter, ...entries: readonly Entry[]): Parameter {
  return { ...parameter, wider: [...parameter.wider, ...optionsOf(entries)] };
}

/** Constants that read the same in the statement and in the code; `.before` and `.after` are the numbers beside them. */
export function numbers(...values: readonly number[]): Parameter {
  const entry = (value: number): Entry => [
    String(value),
    String(value),
    { before: String(value - 1), after: String(value + 1) },
  ];
  return constants(entry, values, numbersBeside(values));
}

/** Pairs of constants, used as `$name.lo` and `$name.hi`; `$name.after` follows the second. */
export function bounds(...pairs: readonly (readonly [number, number])[]): Parameter {
  const entry = ([lo, hi]: readonly [number, number]): Entry => [
    `${lo} to ${hi}`,
    `${lo}, ${hi}`,
    { lo: String(lo), hi: String(hi), after: String(hi + 1) },
  ];
  const shifted = [1, 2].flatMap((by) => pairs.map(([lo, hi]) => [lo + by, hi + 2 * by - 1] as const));
  const fresh = new Map(shifted.map((pair) => [String(pair), pair]));
  for (const pair of pairs) fresh.delete(String(pair));
  return constants(entry, pairs, [...fresh.values()]);
}

/** String constants: quoted in the statement and in the code. */
export function texts(...values: readonly string[]): Parameter {
  const entry = (value: string): Entry => [`'${value}'`, `'${value}'`];
  const areLetters = values.every((value) => /^[a-z]$/.test(value));
  const fresh = areLetters ? [...'aeionrstld'].filter((letter) => !values.includes(letter)) : [];
  return constants(entry, values, fresh);
}

function constants<T>(entry: (value: T) => Entry, values: readonly T[], further: readonly T[]): Parameter {
  return wider(choice('wrong-constant', ...values.map(entry)), ...further.map(entry));
}

/** Up to five numbers: the middles of wide gaps, and what follows the largest at the distance of the closest two. */
function numbersBeside(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, at) => value - (sorted[at] ?? 0));
  const step = Math.min(...gaps);
  const middles = gaps.flatMap((gap, at) => (gap > step ? [(sorted[at] ?? 0) + Math.floor(gap / 2)] : []));
  const last = sorted.at(-1) ?? 0;
  return [...middles, ...[1, 2, 3, 4, 5].map((times) => last + times * step)].slice(0, 5);
}

function optionsOf(entries: readonly Entry[]): Option[] {
  return entries.map(([say, code, more = {}]) => option(say, code, more));
}

function option(say: string, code: string, more: Readonly<Record<string, string>>): Option {
  return { say: say.split('|'), code, more };
}

/** `x $cmp 3`; `$cmp.not` is the opposite. */
export const comparison = choice(
  'wrong-comparison',
  ['greater than|more than', '>', { not: '<=' }],
  ['at least', '>=', { not: '<' }],
  ['less than|below', '<', { not: '>=' }],
  ['at most', '<=', { not: '>' }],
);

/** The four comparisons and the two of equality. */
export const relation = choice(
  'wrong-comparison',
  ['greater than', '>'],
  ['at least', '>='],
  ['less than', '<'],
  ['at most', '<='],
  ['equal to', '=='],
  ['different from', '!='],
);

/** `relation`, with problems to train on that shift or multiply what is compared with. */
export const scaledRelation = wider(
  relation,
  ['greater than 2 times', '> 2 *'],
  ['less than 2 times', '< 2 *'],
  ['at least 2 plus', '>= 2 +'],
  ['at most 2 plus', '<= 2 +'],
  ['equal to 1 plus', '== 1 +'],
);

/** `x $trait`: a property of one whole number. */
export const trait = wider(
  choice(
    'wrong-condition',
    ['even', '% 2 == 0'],
    ['odd', '% 2 == 1'],
    ['positive', '> 0'],
    ['negative', '< 0'],
  ),
  ['divisible by 3', '% 3 == 0'],
  ['divisible by 5', '% 5 == 0'],
  ['above 3', '> 3'],
  ['below 5', '< 5'],
  ['not zero', '!= 0'],
);

/** `$extreme(xs)`; `$extreme.cmp` compares a better value with the best so far. */
export const extreme = choice(
  'wrong-aggregate',
  ['largest|greatest', 'max', { cmp: '>', reverse: ', reverse=True' }],
  ['smallest', 'min', { cmp: '<', reverse: '' }],
);

/** `sorted(xs$order)`. */
export const order = choice(
  'wrong-order',
  ['ascending|increasing', ''],
  ['descending|decreasing', ', reverse=True'],
);

/** `xs[$end]`; `$end.walk(xs)` meets that end first. */
export const end = choice(
  'wrong-index',
  ['first', '0', { walk: 'xs' }],
  ['last', '-1', { walk: 'xs[::-1]' }],
);

/** What to answer when there is nothing to answer with. */
export const fallback = wider(
  choice('wrong-default', ['0', '0'], ['-1', '-1'], ['None', 'None']),
  ['1', '1'],
  ['-2', '-2'],
  ['100', '100'],
);

/** `x $property`: more properties than `trait` has. */
export const property = wider(
  choice(
    'wrong-condition',
    ['even', '% 2 == 0'],
    ['odd', '% 2 == 1'],
    ['divisible by 3', '% 3 == 0'],
    ['positive', '> 0'],
    ['negative', '< 0'],
  ),
  ['divisible by 4', '% 4 == 0'],
  ['divisible by 5', '% 5 == 0'],
  ['above 2', '> 2'],
  ['above 5', '> 5'],
  ['below 4', '< 4'],
  ['below 7', '< 7'],
  ['not zero', '!= 0'],
);

/** `a $op b`. */
export const operation = choice('wrong-operator', ['plus', '+'], ['minus', '-'], ['times', '*']);

/** `$op` of the values at two places `i` and `j`. */
export const pairing = wider(
  choice(
    'wrong-operator',
    ['sum', 'xs[i] + xs[j]'],
    ['product', 'xs[i] * xs[j]'],
    ['distance', 'abs(xs[i] - xs[j])'],
  ),
  ['larger', 'max(xs[i], xs[j])'],
  ['smaller', 'min(xs[i], xs[j])'],
);

/** `$agg for x in xs$agg.close`. */
export const gathering = choice(
  'wrong-aggregate',
  ['number', 'sum(1', { close: ')' }],
  ['sum', 'sum(x', { close: ')' }],
  ['list', '[x', { close: ']' }],
);

/** The comparisons of `relation` that are not of equality. */
export const inequality = choice(
  'wrong-comparison',
  ['greater than', '>'],
  ['at least', '>='],
  ['less than', '<'],
  ['at most', '<='],
);

/** `x $cmp limit`, the limit itself included or not. */
export const upperLimit = choice('wrong-boundary', ['at most', '<='], ['less than', '<']);
export const lowerLimit = choice('wrong-boundary', ['at least', '>='], ['more than', '>']);

/** `x $side$tie best`: which value is the best, and which of equal ones. */
export const better = choice('wrong-comparison', ['largest', '>'], ['smallest', '<']);
export const tie = choice('wrong-boundary', ['first', ''], ['last', '=']);

/** `$all(… for x in xs)`. */
export const quantifier = choice('wrong-logic', ['every', 'all'], ['at least one', 'any']);

/** `a $logic b`. */
export const conjunction = choice('wrong-logic', ['and', 'and'], ['or', 'or']);

/** `if $when`: which value of the argument `flag` is meant. */
export const flag = choice('wrong-logic', ['True', 'flag'], ['False', 'not flag']);

/** `xs$turn`. */
export const turn = choice('wrong-order', ['in the same order', ''], ['in reverse order', '[::-1]']);

/** Part of a word `w`. */
export const wordPart = wider(
  choice('wrong-index', ['first letter', 'w[0]'], ['last letter', 'w[-1]'], ['first two letters', 'w[:2]']),
  ['last two letters', 'w[-2:]'],
  ['first three letters', 'w[:3]'],
);

/** What to answer when nothing was found. */
export const notFound = wider(
  choice('wrong-default', ['-1', '-1'], ['None', 'None']),
  ['0', '0'],
  ['-2', '-2'],
  ['99', '99'],
);
