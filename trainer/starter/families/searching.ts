import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import {
  choice,
  comparison,
  extreme,
  inequality,
  numbers,
  operation,
  pairing,
  wider,
} from '../vocabulary.ts';

/** Finding values and pairs of values. */
export const searching: readonly Family[] = [
  {
    name: 'closest-value',
    signature: 'closest(xs, n)',
    params: {
      side: choice('wrong-comparison', ['closest to', '<'], ['farthest from', '>']),
      tie: choice(
        'wrong-order',
        ['first in xs', 'xs'],
        ['last in xs', 'xs[::-1]'],
        ['smallest', 'sorted(xs)'],
        ['largest', 'sorted(xs, reverse=True)'],
      ),
      none: wider(
        choice('wrong-default', ['None', 'None'], ['n', 'n'], ['-1', '-1']),
        ['0', '0'],
        ['-2', '-2'],
        ['100', '100'],
        ['n plus 1', 'n + 1'],
        ['n minus 1', 'n - 1'],
        ['2 times n', '2 * n'],
        ['an empty list', '[]'],
      ),
    },
    ask: [
      'Return the value of xs that is $side n; of equally far ones the $tie. If xs is empty return $none.',
    ],
    solve: [
      `best = None
       for x in $tie:
           if best is None or abs(x - n) $side abs(best - n):
               best = x
       return $none if best is None else best`,
      `if not xs:
           return $none
       ys = $tie
       best = ys[0]
       for x in ys:
           if abs(x - n) $side abs(best - n):
               best = x
       return best`,
    ],
    inputs: [ints({ lo: 0, hi: 10 }), int({ lo: 0, hi: 10 })],
  },
  {
    name: 'pair-with-target',
    signature: 'pair(xs, n)',
    params: {
      op: pairing,
      rel: choice('wrong-comparison', ['exactly n', '== n'], ['at least n', '>= n'], ['at most n', '<= n']),
      what: choice(
        'wrong-result',
        ['their positions as a list', '[i, j]'],
        ['their values as a list', '[xs[i], xs[j]]'],
      ),
      none: choice('wrong-default', ['an empty list', '[]'], ['None', 'None']),
    },
    ask: ['Find the first two values of xs, at positions i < j, whose $op is $rel. Return $what, or $none.'],
    solve: [
      `for i in range(len(xs)):
           for j in range(i + 1, len(xs)):
               if $op $rel:
                   return $what
       return $none`,
    ],
    inputs: [ints({ lo: 0, hi: 8 }), int({ lo: 0, hi: 12 })],
  },
  {
    name: 'second-match',
    signature: 'find(xs)',
    params: {
      nth: choice(
        'wrong-index',
        ['first', '1', { at: '0' }],
        ['second', '2', { at: '1' }],
        ['third', '3', { at: '2' }],
      ),
      cmp: comparison,
      k: numbers(3, 4),
      none: choice('wrong-default', ['None', 'None'], ['0', '0']),
    },
    ask: [
      'Return the $nth value of xs that is $cmp $k. If there are too few such values return $none.',
      'Count the values of xs that are $cmp $k and return the $nth of them, or $none if it does not exist.',
    ],
    solve: [
      `count = 0
       for x in xs:
           if x $cmp $k:
               count += 1
               if count == $nth:
                   return x
       return $none`,
      `ys = [x for x in xs if x $cmp $k]
       return ys[$nth.at] if len(ys) >= $nth else $none`,
    ],
    inputs: [ints({ lo: 0, hi: 8, max: 7 })],
  },
  {
    name: 'rank-of-value',
    signature: 'rank(xs, n)',
    params: {
      side: wider(inequality, ['equal to', '=='], ['different from', '!=']),
      base: wider(
        choice('off-by-one', ['', ''], [', plus 1', ' + 1'], [', minus 1', ' - 1']),
        [', plus 2', ' + 2'],
        [', plus 10', ' + 10'],
        [', plus the length of xs', ' + len(xs)'],
      ),
      which: wider(
        choice('missed-step', ['values', 'xs'], ['different values', 'set(xs)']),
        ['values after the first', 'xs[1:]'],
        ['values before the last', 'xs[:-1]'],
      ),
    },
    ask: [
      'Return the number of $which in xs that are $side n$base.',
      'How many $which of xs are $side n? Return this number$base.',
    ],
    solve: [
      'return sum(1 for x in $which if x $side n)$base',
      `count = 0
       for x in $which:
           if x $side n:
               count += 1
       return count$base`,
    ],
    inputs: [ints({ lo: 0, hi: 8 }), int({ lo: 0, hi: 8 })],
  },
  {
    name: 'extreme-index-value',
    signature: 'extreme(xs)',
    params: {
      a: extreme,
      op: operation,
      b: choice('wrong-index', ['first', 'xs[0]'], ['last', 'xs[-1]'], ['middle', 'xs[len(xs) // 2]']),
      none: choice('wrong-default', ['0', '0'], ['None', 'None']),
    },
    ask: [
      'Return the $a value of xs $op its $b value, or $none if xs is empty.',
      'For an empty xs return $none. Otherwise return its $a value $op its $b value.',
    ],
    solve: [
      `if not xs:
           return $none
       return $a(xs) $op $b`,
      'return $a(xs) $op $b if xs else $none',
    ],
    inputs: [ints()],
    bugs: [{ kind: 'missed-edge-case', body: 'return $a(xs) $op $b' }],
  },
];
