/** Parameters that many families share, so that the same words mean the same code everywhere. */
import type { BugKind, Option, Parameter } from './family.ts';

/** Words (alternatives separated by `|`), code, further faces. */
type Entry = readonly [say: string, code: string, more?: Readonly<Record<string, string>>];

export function choice(kind: BugKind, ...entries: readonly Entry[]): Parameter {
  return { kind, options: entries.map(([say, code, more = {}]) => option(say, code, more)) };
}

/** Constants that read the same in the statement and in the code; `.before` and `.after` are the numbers beside them. */
export function numbers(...values: readonly number[]): Parameter {
  const faces = (value: number) => ({ before: String(value - 1), after: String(value + 1) });
  return choice(
    'wrong-constant',
    ...values.map((value): Entry => [String(value), String(value), faces(value)]),
  );
}

/** Pairs of constants, used as `$name.lo` and `$name.hi`; `$name.after` follows the second. */
export function bounds(...pairs: readonly (readonly [number, number])[]): Parameter {
  return choice(
    'wrong-constant',
    ...pairs.map(([lo, hi]): Entry => [
      `${lo} to ${hi}`,
      `${lo}, ${hi}`,
      { lo: String(lo), hi: String(hi), after: String(hi + 1) },
    ]),
  );
}

/** String constants: quoted in the statement and in the code. */
export function texts(...values: readonly string[]): Parameter {
  return choice('wrong-constant', ...values.map((value): Entry => [`'${value}'`, `'${value}'`]));
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

/** `x $trait`: a property of one whole number. */
export const trait = choice(
  'wrong-condition',
  ['even', '% 2 == 0'],
  ['odd', '% 2 == 1'],
  ['positive', '> 0'],
  ['negative', '< 0'],
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
export const fallback = choice('wrong-default', ['0', '0'], ['-1', '-1'], ['None', 'None']);

/** `x $property`: more properties than `trait` has. */
export const property = choice(
  'wrong-condition',
  ['even', '% 2 == 0'],
  ['odd', '% 2 == 1'],
  ['divisible by 3', '% 3 == 0'],
  ['positive', '> 0'],
  ['negative', '< 0'],
);

/** `a $op b`. */
export const operation = choice('wrong-operator', ['plus', '+'], ['minus', '-'], ['times', '*']);

/** `$op` of the values at two places `i` and `j`. */
export const pairing = choice(
  'wrong-operator',
  ['sum', 'xs[i] + xs[j]'],
  ['product', 'xs[i] * xs[j]'],
  ['distance', 'abs(xs[i] - xs[j])'],
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
export const wordPart = choice(
  'wrong-index',
  ['first letter', 'w[0]'],
  ['last letter', 'w[-1]'],
  ['first two letters', 'w[:2]'],
);

/** What to answer when nothing was found. */
export const notFound = choice('wrong-default', ['-1', '-1'], ['None', 'None']);
