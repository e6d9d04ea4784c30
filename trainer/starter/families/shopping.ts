import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, comparison, extreme, fallback, numbers, upperLimit } from '../vocabulary.ts';

/** Prices and what they add up to. */
export const shopping: readonly Family[] = [
  {
    name: 'shipping-cost',
    signature: 'cost(n)',
    params: {
      base: numbers(3, 4, 5),
      k: numbers(5, 6, 10),
      step: numbers(2, 3),
      rule: choice(
        'wrong-condition',
        ['for each kilo above $k', '(n - $k)'],
        ['for every kilo if n is above $k', 'n'],
      ),
    },
    ask: [
      'Sending n kilos costs $base, plus $step $rule. Return the cost.',
      'Return the cost of sending n kilos: $base, and $step more $rule.',
    ],
    solve: [
      `if n > $k:
           return $base + $rule * $step
       return $base`,
      `total = $base
       if n > $k:
           total += $rule * $step
       return total`,
    ],
    inputs: [int({ lo: 0, hi: 20 })],
  },
  {
    name: 'price-change',
    signature: 'price(n)',
    params: {
      op: choice('wrong-operator', ['$d less', '- $d'], ['$d more', '+ $d']),
      d: numbers(2, 3, 5),
      cmp: comparison,
      k: numbers(10, 12, 15),
    },
    ask: [
      'An item costs n. Return its new price: $op if n is $cmp $k, otherwise n.',
      'Return n, or $op if n is $cmp $k.',
    ],
    solve: [
      `if n $cmp $k:
           return n $op
       return n`,
      `if n $cmp $k:
           n = n $op
       return n`,
    ],
    inputs: [int({ lo: 0, hi: 25 })],
  },
  {
    name: 'cart-total',
    signature: 'cart(xs, ys)',
    params: {
      part: choice('wrong-variable', ['price', 'x'], ['count', 'y']),
      cmp: comparison,
      k: numbers(2, 3, 4),
      what: choice('wrong-aggregate', ['cost', 'x * y'], ['number', 'y']),
    },
    ask: [
      'xs are prices and ys are counts. Return the total $what of the items whose $part is $cmp $k.',
      'xs holds the prices and ys the counts of items. Return the total $what of all items with a $part $cmp $k.',
    ],
    solve: [
      'return sum($what for x, y in zip(xs, ys) if $part $cmp $k)',
      `total = 0
       for x, y in zip(xs, ys):
           if $part $cmp $k:
               total += $what
       return total`,
    ],
    inputs: [ints({ lo: 0, hi: 9 }), ints({ lo: 0, hi: 9, paired: true })],
  },
  {
    name: 'price-in-budget',
    signature: 'choose(xs, n)',
    params: {
      side: extreme,
      cmp: comparison,
      none: choice('wrong-default', ['0', '0'], ['-1', '-1'], ['None', 'None'], ['n', 'n']),
    },
    ask: [
      'Return the $side price in xs that is $cmp n, or $none if there is no such price.',
      'Of the prices in xs that are $cmp n, return the $side. If there is none, return $none.',
    ],
    solve: [
      `ys = [x for x in xs if x $cmp n]
       if not ys:
           return $none
       return $side(ys)`,
      'return $side([x for x in xs if x $cmp n], default=$none)',
    ],
    inputs: [ints({ lo: 1, hi: 12 }), int({ lo: 0, hi: 13 })],
  },
  {
    name: 'buy-in-order',
    signature: 'buy(xs, n)',
    params: {
      cmp: upperLimit,
      stop: choice('wrong-logic', ['stop at', 'break'], ['skip', 'continue']),
      fee: numbers(1, 2, 3),
      what: choice(
        'wrong-result',
        ['the number bought', 'count'],
        ['the money spent', 'total'],
        ['the money left', 'n - total'],
      ),
    },
    ask: [
      'Buy the prices in xs in order, each plus a fee of $fee, while the total stays $cmp n; $stop any that is too much. Return $what.',
    ],
    solve: [
      `total = 0
       count = 0
       for x in xs:
           if total + x + $fee $cmp n:
               total += x + $fee
               count += 1
           else:
               $stop
       return $what`,
    ],
    inputs: [ints({ lo: 1, hi: 9 }), int({ lo: 0, hi: 20 })],
  },
  {
    name: 'best-change',
    signature: 'jump(xs)',
    params: {
      side: extreme,
      change: choice(
        'swapped-arguments',
        ['rise', 'xs[i + $step] - xs[i]'],
        ['fall', 'xs[i] - xs[i + $step]'],
        ['change, up or down,', 'abs(xs[i + $step] - xs[i])'],
      ),
      step: choice('wrong-constant', ['the next day', '1'], ['the day after the next', '2']),
      none: fallback,
    },
    ask: [
      'xs holds a price for each day. Return the $side $change from a day to $step, or $none if there are too few days.',
    ],
    solve: [
      `ys = [$change for i in range(len(xs) - $step)]
       return $side(ys) if ys else $none`,
      `if len(xs) <= $step:
           return $none
       return $side($change for i in range(len(xs) - $step))`,
    ],
    inputs: [ints({ lo: 1, hi: 20 })],
  },
];
