import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import {
  choice,
  comparison,
  end,
  extreme,
  fallback,
  numbers,
  property,
  relation,
  trait,
  turn,
} from '../vocabulary.ts';

/** Keeping, changing and summing up the values of a list. */
export const lists: readonly Family[] = [
  {
    name: 'keep-where',
    signature: 'keep(xs)',
    params: {
      cmp: relation,
      k: numbers(2, 3, 4, 5),
      turn,
    },
    ask: [
      'Return a list of the values in xs that are $cmp $k, $turn.',
      'Keep only the values of xs that are $cmp $k. Return them $turn.',
    ],
    solve: ['return [x for x in xs$turn if x $cmp $k]'],
    inputs: [ints()],
  },
  {
    name: 'change-some',
    signature: 'change(xs)',
    params: {
      op: choice('wrong-operator', ['plus $k', '+ $k'], ['minus $k', '- $k'], ['times $k', '* $k']),
      k: numbers(2, 3, 4),
      test: trait,
    },
    ask: [
      'For each value in xs that is $test, put the value $op into a list. Return this list.',
      'Return a list with each $test value of xs, $op.',
    ],
    solve: ['return [x $op for x in xs if x $test]'],
    inputs: [ints()],
  },
  {
    name: 'sum-where',
    signature: 'add(xs)',
    params: {
      agg: choice('wrong-aggregate', ['sum of', 'x'], ['number of', '1'], ['sum of the squares of', 'x * x']),
      cmp: comparison,
      k: numbers(2, 3, 4, 5),
    },
    ask: [
      'Return the $agg the values in xs that are $cmp $k.',
      'Look only at the values in xs that are $cmp $k. Return the $agg these values.',
    ],
    solve: ['return sum($agg for x in xs if x $cmp $k)'],
    inputs: [ints()],
  },
  {
    name: 'extreme-where',
    signature: 'find(xs)',
    params: { side: extreme, test: property, none: fallback },
    ask: [
      'Return the $side value in xs that is $test, or $none if there is none.',
      'Among the values of xs that are $test, return the $side. Return $none if there is no such value.',
    ],
    solve: [
      `ys = [x for x in xs if x $test]
       return $side(ys) if ys else $none`,
      `best = None
       for x in xs:
           if x $test and (best is None or x $side.cmp best):
               best = x
       return $none if best is None else best`,
    ],
    inputs: [ints()],
  },
  {
    name: 'first-where',
    signature: 'find(xs)',
    params: { end, cmp: comparison, k: numbers(3, 4, 5), none: fallback },
    ask: [
      'Return the $end value in xs that is $cmp $k, or $none if there is none.',
      'Find the $end value of xs that is $cmp $k and return it. If there is none, return $none.',
    ],
    solve: [
      `for x in $end.walk:
           if x $cmp $k:
               return x
       return $none`,
      `ys = [x for x in xs if x $cmp $k]
       if not ys:
           return $none
       return ys[$end]`,
    ],
    inputs: [ints()],
  },
  {
    name: 'replace-where',
    signature: 'replace(xs)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      by: choice('wrong-default', ['0', '0'], ['$k', '$k'], ['its double', 'x * 2'], ['its negative', '-x']),
    },
    ask: [
      'Return xs with each value that is $cmp $k replaced by $by.',
      'Replace each value of xs that is $cmp $k by $by, and return the new list.',
    ],
    solve: [
      'return [$by if x $cmp $k else x for x in xs]',
      `result = []
       for x in xs:
           if x $cmp $k:
               result.append($by)
           else:
               result.append(x)
       return result`,
      `result = []
       for x in xs:
           result.append($by if x $cmp $k else x)
       return result`,
    ],
    inputs: [ints()],
  },
  {
    name: 'compare-counts',
    signature: 'compare(xs)',
    params: {
      p: trait,
      rel: choice('wrong-comparison', ['more', '>'], ['fewer', '<'], ['exactly as many', '==']),
      q: choice(
        'wrong-condition',
        ['divisible by 3', '% 3 == 0'],
        ['greater than 5', '> 5'],
        ['less than 2', '< 2'],
      ),
    },
    ask: ['Return True if xs has $rel values that are $p than values that are $q.'],
    solve: [
      `a = sum(1 for x in xs if x $p)
       b = sum(1 for x in xs if x $q)
       return a $rel b`,
      `a = len([x for x in xs if x $p])
       b = len([x for x in xs if x $q])
       return a $rel b`,
    ],
    inputs: [ints({ lo: -6, hi: 10 })],
  },
];
