import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, comparison, extreme, fallback, numbers, order } from '../vocabulary.ts';

/** Order: sorting by something, the largest few, the middle. */
export const sorting: readonly Family[] = [
  {
    name: 'sort-by-key',
    signature: 'sort(xs)',
    params: {
      by: choice(
        'wrong-order',
        ['by value', ''],
        ['by absolute value', ', key=abs'],
        ['by last digit', ', key=lambda x: x % 10'],
        ['by distance to 5', ', key=lambda x: abs(x - 5)'],
      ),
      order,
      once: choice(
        'missed-step',
        ['values', 'xs'],
        ['positive values', '[x for x in xs if x > 0]'],
        ['values after the first', 'xs[1:]'],
        ['values but the last', 'xs[:-1]'],
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
      what: choice(
        'wrong-aggregate',
        ['sum', 'sum(ys)'],
        ['list', 'ys'],
        ['list, without the first of them,', 'ys[1:]'],
        ['average, rounded down, or 0 for none,', 'sum(ys) // len(ys) if ys else 0'],
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
      way: choice(
        'wrong-index',
        ['lower', 'ys[(n - 1) // 2]'],
        ['upper', 'ys[n // 2]'],
        ['sum of the lower and the upper', 'ys[(n - 1) // 2] + ys[n // 2]'],
      ),
      drop: choice(
        'missed-step',
        ['xs', 'sorted(xs)'],
        ['xs without its smallest value', 'sorted(xs)[1:]'],
        ['xs without its largest value', 'sorted(xs)[:-1]'],
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
      rel: choice(
        'wrong-comparison',
        ['the same', '=='],
        ['a different', '!='],
        ['a larger', '<'],
        ['a smaller', '>'],
      ),
      what: choice(
        'wrong-result',
        ['number of positions', 'sum(1', { close: ')' }],
        ['list of the values of xs at positions', '[x', { close: ']' }],
        ['sum of the values of xs at positions', 'sum(x', { close: ')' }],
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
