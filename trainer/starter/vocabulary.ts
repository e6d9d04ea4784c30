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
