import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { words } from '../text-arguments.ts';
import { choice, comparison, fallback, numbers, wider } from '../vocabulary.ts';

/** Points and grades of a class. */
export const grades: readonly Family[] = [
  {
    name: 'average-passes',
    signature: 'passes(xs)',
    params: {
      cmp: comparison,
      k: numbers(4, 5, 6),
      none: choice('wrong-default', ['True', 'True'], ['False', 'False'], ['None', 'None']),
    },
    ask: [
      'Return True if the average of xs is $cmp $k, otherwise False. For an empty list return $none.',
      'If xs is empty return $none. Otherwise return True if its average is $cmp $k, and False if not.',
    ],
    solve: [
      `if not xs:
           return $none
       return sum(xs) / len(xs) $cmp $k`,
      `if not xs:
           return $none
       return sum(xs) $cmp $k * len(xs)`,
    ],
    inputs: [ints({ lo: 0, hi: 10 })],
    bugs: [{ kind: 'missed-edge-case', body: 'return sum(xs) / len(xs) $cmp $k' }],
  },
  {
    name: 'drop-grades',
    signature: 'grade(xs)',
    params: {
      drop: choice(
        'wrong-index',
        ['lowest value', 'sorted(xs)[1:]'],
        ['highest value', 'sorted(xs)[:-1]'],
        ['lowest and the highest value', 'sorted(xs)[1:-1]'],
        ['two lowest values', 'sorted(xs)[2:]'],
      ),
      what: choice(
        'wrong-aggregate',
        ['sum', 'sum(ys)'],
        ['average, rounded down,', 'sum(ys) // len(ys)'],
        ['largest', 'max(ys)'],
      ),
      none: fallback,
    },
    ask: ['Leave out the $drop of xs once. Return the $what of the others, or $none if none are left.'],
    solve: [
      `ys = $drop
       if not ys:
           return $none
       return $what`,
      `ys = $drop
       return $what if ys else $none`,
    ],
    inputs: [ints({ lo: 0, hi: 10 })],
    bugs: [{ kind: 'missed-edge-case', body: 'ys = $drop\n return $what' }],
  },
  {
    name: 'raise-grades',
    signature: 'adjust(xs)',
    params: {
      k: numbers(2, 3),
      top: numbers(10, 12),
      cmp: comparison,
      m: numbers(5, 6),
    },
    ask: [
      'Return a list of the grades in xs, with $k added to each grade that is $cmp $m, but no grade above $top.',
    ],
    solve: [
      'return [min(x + $k if x $cmp $m else x, $top) for x in xs]',
      `result = []
       for x in xs:
           if x $cmp $m:
               x += $k
           result.append(min(x, $top))
       return result`,
    ],
    inputs: [ints({ lo: 0, hi: 14 })],
  },
  {
    name: 'names-that-pass',
    signature: 'passed(words, xs)',
    params: {
      cmp: comparison,
      k: numbers(4, 5, 6),
      what: choice(
        'wrong-result',
        ['the list of the names', 'ys', { or: '' }],
        ['the number of names', 'len(ys)', { or: '' }],
        ['the last name', 'ys[-1] if ys else None', { or: ', or None without one' }],
        ['the first name', 'ys[0] if ys else None', { or: ', or None without one' }],
      ),
    },
    ask: ['xs has the grades of the people in words. Return $what with a grade that is $cmp $k$what.or.'],
    solve: [
      `ys = [w for w, x in zip(words, xs) if x $cmp $k]
       return $what`,
      `ys = []
       for w, x in zip(words, xs):
           if x $cmp $k:
               ys.append(w)
       return $what`,
    ],
    inputs: [words({ distinct: true }), ints({ lo: 0, hi: 10, paired: true })],
  },
  {
    name: 'weighted-grade',
    signature: 'final(a, b)',
    params: {
      p: wider(
        choice(
          'wrong-constant',
          ['30', '30', { rest: '70' }],
          ['40', '40', { rest: '60' }],
          ['60', '60', { rest: '40' }],
          ['70', '70', { rest: '30' }],
        ),
        ['20', '20', { rest: '80' }],
        ['25', '25', { rest: '75' }],
        ['80', '80', { rest: '20' }],
      ),
      way: wider(
        choice('wrong-result', ['rounded down', '', { add: '' }], ['rounded up', '', { add: ' + 99' }]),
        ['rounded to the nearest whole number, halves up', '', { add: ' + 50' }],
      ),
      k: numbers(3, 4, 5),
    },
    ask: [
      'a counts $p percent and b counts $p.rest percent. Return the grade, $way. But if a or b is below $k return 0.',
    ],
    solve: [
      `if a < $k or b < $k:
           return 0
       return (a * $p + b * $p.rest$way.add) // 100`,
      `if min(a, b) < $k:
           return 0
       return (a * $p + b * $p.rest$way.add) // 100`,
    ],
    inputs: [int({ lo: 0, hi: 12 }), int({ lo: 0, hi: 12 })],
  },
  {
    name: 'rank-names',
    signature: 'rank(words, xs)',
    params: {
      order: choice('wrong-order', ['ascending', 'x'], ['descending', '-x']),
      cmp: wider(comparison, ['different from', '!=']),
      k: wider(
        numbers(2, 3, 4),
        ['the average of xs', 'sum(xs) / len(xs)'],
        ['half of the largest in xs', 'max(xs) / 2'],
        ['the first number in xs', 'xs[0]'],
      ),
    },
    ask: [
      'xs has the points of the names in words. Return the names with points $cmp $k, sorted by points in $order order; equal ones alphabetically.',
    ],
    solve: [
      `ys = sorted(($order, w) for w, x in zip(words, xs) if x $cmp $k)
       return [w for x, w in ys]`,
      `ys = []
       for w, x in zip(words, xs):
           if x $cmp $k:
               ys.append(($order, w))
       return [w for x, w in sorted(ys)]`,
    ],
    inputs: [words({ distinct: true }), ints({ lo: 0, hi: 6, paired: true })],
  },
  {
    name: 'better-in-second',
    signature: 'better(xs, ys)',
    params: {
      way: choice(
        'swapped-arguments',
        ['y - x', 'y - x'],
        ['x - y', 'x - y'],
        ['the distance of x and y', 'abs(x - y)'],
      ),
      cmp: comparison,
      k: numbers(2, 3, 4),
    },
    ask: [
      'xs and ys are the points of the same players in two games. Return for how many players $way is $cmp $k.',
      'Count the places where, for x from xs and y from ys, $way is $cmp $k. The lists are equally long.',
    ],
    solve: [
      'return sum(1 for x, y in zip(xs, ys) if $way $cmp $k)',
      `count = 0
       for x, y in zip(xs, ys):
           if $way $cmp $k:
               count += 1
       return count`,
    ],
    inputs: [ints({ lo: 0, hi: 9 }), ints({ lo: 0, hi: 9, paired: true })],
  },
];
