import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, comparison, extreme, fallback, numbers, order, wider } from '../vocabulary.ts';

/** Order: sorting by something, the largest few, the middle. */
export const sorting: readonly Family[] = [
  {
    name: 'sort-by-key',
    signature: 'sort(xs)',
    params: {
      by: wider(
        choice(
          'wrong-order',
          ['by value', ''],
          ['by absolute value', ', key=abs'],
          ['by last digit', ', key=lambda x: x % 10'],
          ['by distance to 5', ', key=lambda x: abs(x - 5)'],
        ),
        ['by distance to 10', ', key=lambda x: abs(x - 10)'],
        ['by remainder after division by 3', ', key=lambda x: x % 3'],
        ['by third, rounded down,', ', key=lambda x: x // 3'],
        ['by number of digits', ', key=lambda x: len(str(abs(x)))'],
      ),
      order,
      once: wider(
        choice(
          'missed-step',
          ['values', 'xs'],
          ['positive values', '[x for x in xs if x > 0]'],
          ['values after the first', 'xs[1:]'],
          ['values but the last', 'xs[:-1]'],
        ),
        ['even values', '[x for x in xs if x % 2 == 0]'],
        ['odd values', '[x for x in xs if x % 2 == 1]'],
        ['values above 2', '[x for x in xs if x > 2]'],
      ),
    },
    ask: ['Return the $once of xs sorted $by in $order order. Equal ones keep their order.'],
    solve: [
      'return sorted($once$by$order)',
      `ys = $once
       return sorted(ys$by$order)`,
    ],
    inputs: [ints({ lo: -9, hi: 25 })],
  },
  {
    name: 'nth-extreme',
    signature: 'nth(xs)',
    params: {
      n: choice(
        'off-by-one',
        ['', '0', { need: '1' }],
        ['second', '1', { need: '2' }],
        ['third', '2', { need: '3' }],
      ),
      side: extreme,
      once: choice('missed-step', ['value', 'xs'], ['different value', 'set(xs)']),
      none: fallback,
    },
    ask: [
      'Return the $n $side $once of xs, or $none if there are too few.',
      'If xs is too short return $none, otherwise return its $n $side $once.',
    ],
    solve: [
      `ys = sorted($once$side.reverse)
       if len(ys) < $n.need:
           return $none
       return ys[$n]`,
      `ys = sorted($once$side.reverse)
       return ys[$n] if len(ys) > $n else $none`,
    ],
    inputs: [ints({ lo: 0, hi: 8 })],
    bugs: [{ kind: 'missed-edge-case', body: 'return sorted($once$side.reverse)[$n]' }],
  },
  {
    name: 'best-few',
    signature: 'few(xs)',
    params: {
      k: numbers(2, 3, 4),
      side: extreme,
      what: wider(
        choice(
          'wrong-aggregate',
          ['sum', 'sum(ys)'],
          ['list', 'ys'],
          ['list, without the first of them,', 'ys[1:]'],
          ['average, rounded down, or 0 for none,', 'sum(ys) // len(ys) if ys else 0'],
        ),
        ['list, without the last of them,', 'ys[:-1]'],
        ['list of the squares', '[y * y for y in ys]'],
        ['sum of the squares', 'sum(y * y for y in ys)'],
      ),
    },
    ask: [
      'Return the $what of the $k $side values in xs, in order from the $side. Take all if there are fewer.',
    ],
    solve: [
      `ys = sorted(xs$side.reverse)[:$k]
       return $what`,
    ],
    inputs: [ints({ lo: -3, hi: 12 })],
  },
  {
    name: 'middle-value',
    signature: 'middle(xs)',
    params: {
      way: wider(
        choice(
          'wrong-index',
          ['lower', 'ys[(n - 1) // 2]'],
          ['upper', 'ys[n // 2]'],
          ['sum of the lower and the upper', 'ys[(n - 1) // 2] + ys[n // 2]'],
        ),
        ['distance between the lower and the upper', 'ys[n // 2] - ys[(n - 1) // 2]'],
        ['product of the lower and the upper', 'ys[(n - 1) // 2] * ys[n // 2]'],
        ['rounded-down average of the lower and the upper', '(ys[(n - 1) // 2] + ys[n // 2]) // 2'],
      ),
      drop: wider(
        choice(
          'missed-step',
          ['xs', 'sorted(xs)'],
          ['xs without its smallest value', 'sorted(xs)[1:]'],
          ['xs without its largest value', 'sorted(xs)[:-1]'],
        ),
        ['xs without its first value', 'sorted(xs[1:])'],
        ['the different values of xs', 'sorted(set(xs))'],
        ['the even values of xs', 'sorted(x for x in xs if x % 2 == 0)'],
      ),
      none: fallback,
    },
    ask: ['Sort $drop. Return the $way middle value, or $none if no values are left.'],
    solve: [
      `ys = $drop
       if not ys:
           return $none
       n = len(ys)
       return $way`,
      `ys = $drop
       n = len(ys)
       return $way if n > 0 else $none`,
    ],
    inputs: [ints({ lo: 0, hi: 12 })],
  },
  {
    name: 'split-in-order',
    signature: 'divide(xs)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      way: choice('wrong-order', ['first', 'a + b'], ['last', 'b + a']),
      form: choice(
        'missed-step',
        ['in their order', 'xs'],
        ['in reverse order', 'xs[::-1]'],
        ['in ascending order', 'sorted(xs)'],
      ),
    },
    ask: [
      'Return xs with the values that are $cmp $k $way and the others on the other side, both parts $form.',
    ],
    solve: [
      `a = [x for x in $form if x $cmp $k]
       b = [x for x in $form if x $cmp.not $k]
       return $way`,
      `a, b = [], []
       for x in $form:
           if x $cmp $k:
               a.append(x)
           else:
               b.append(x)
       return $way`,
    ],
    inputs: [ints({ lo: 0, hi: 8 })],
  },
  {
    name: 'distance-to-sorted',
    signature: 'moved(xs)',
    params: {
      order,
      rel: wider(
        choice(
          'wrong-comparison',
          ['the same', '=='],
          ['a different', '!='],
          ['a larger', '<'],
          ['a smaller', '>'],
        ),
        ['a larger or the same', '<='],
        ['a smaller or the same', '>='],
      ),
      what: wider(
        choice(
          'wrong-result',
          ['number of positions', 'sum(1', { close: ')' }],
          ['list of the values of xs at positions', '[x', { close: ']' }],
          ['sum of the values of xs at positions', 'sum(x', { close: ')' }],
        ),
        ['list of the sums of both values at positions', '[x + y', { close: ']' }],
        ['list of the products of both values at positions', '[x * y', { close: ']' }],
        ['sum of the products of both values at positions', 'sum(x * y', { close: ')' }],
        ['list of the halves, rounded down, of the values of xs at positions', '[x // 2', { close: ']' }],
        ['sum of the cubes of the values of xs at positions', 'sum(x ** 3', { close: ')' }],
      ),
    },
    ask: [
      'Compare xs with its values in $order order. Return the $what where the sorted list has $rel value.',
    ],
    solve: [
      `ys = sorted(xs$order)
       return $what for x, y in zip(xs, ys) if x $rel y$what.close`,
    ],
    inputs: [ints({ lo: 0, hi: 8 })],
  },
  {
    name: 'gaps-when-sorted',
    signature: 'gaps(xs)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['largest', 'max(ys, default=$none)'],
        ['smallest', 'min(ys, default=$none)'],
      ),
      once: choice(
        'missed-step',
        ['values', 'xs'],
        ['different values', 'set(xs)'],
        ['positive values', '[x for x in xs if x > 0]'],
        ['even values', '[x for x in xs if x % 2 == 0]'],
      ),
      none: fallback,
    },
    ask: [
      'Sort the $once of xs and return the $agg gap between two neighbours, or $none if there are fewer than two.',
    ],
    solve: [
      `zs = sorted($once)
       ys = [zs[i + 1] - zs[i] for i in range(len(zs) - 1)]
       return $agg`,
      `zs = sorted($once)
       ys = [b - a for a, b in zip(zs, zs[1:])]
       return $agg`,
    ],
    inputs: [ints({ lo: 0, hi: 12 })],
  },
];
