import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, numbers } from '../vocabulary.ts';

/** Savings, taxes and wages in whole coins. */
export const money: readonly Family[] = [
  {
    name: 'weeks-to-save',
    signature: 'weeks(n)',
    params: {
      a: numbers(0, 2, 5),
      b: numbers(2, 3, 4),
      cmp: choice('wrong-boundary', ['at least', '<'], ['more than', '<=']),
      what: choice('wrong-result', ['number of weeks', 'count'], ['amount saved', 'total']),
    },
    ask: [
      'Start with $a and save $b each week until you have $cmp n. Return the $what.',
      'You have $a and add $b every week. Return the $what when you first have $cmp n.',
    ],
    solve: [
      `total = $a
       count = 0
       while total $cmp n:
           total += $b
           count += 1
       return $what`,
    ],
    inputs: [int({ lo: 0, hi: 30 })],
  },
  {
    name: 'interest-and-fee',
    signature: 'grow(total, n)',
    params: {
      p: numbers(10, 20, 50),
      fee: numbers(1, 2, 3),
      order: choice(
        'wrong-order',
        [
          'add $p percent, rounded down, and then take away $fee',
          '',
          { one: 'total += total * $p // 100', two: 'total -= $fee' },
        ],
        [
          'take away $fee and then add $p percent, rounded down',
          '',
          { one: 'total -= $fee', two: 'total += total * $p // 100' },
        ],
        [
          'add $fee and then add $p percent, rounded down',
          '',
          { one: 'total += $fee', two: 'total += total * $p // 100' },
        ],
        [
          'add $p percent, rounded down, and then add $fee',
          '',
          { one: 'total += total * $p // 100', two: 'total += $fee' },
        ],
      ),
    },
    ask: [
      'Repeat n times: $order. Return the new total.',
      'Each year, $order. Return the total after n years.',
    ],
    solve: [
      `for i in range(n):
           $order.one
           $order.two
       return total`,
    ],
    inputs: [int({ lo: 10, hi: 60 }), int({ lo: 0, hi: 4 })],
  },
  {
    name: 'account-floor',
    signature: 'account(xs)',
    params: {
      a: numbers(0, 5, 10),
      cmp: choice('wrong-boundary', ['below', '<', { not: '>=' }], ['to or below', '<=', { not: '>' }]),
      k: numbers(-2, 0, 1),
      what: choice('wrong-result', ['final balance', 'total'], ['number of skipped changes', 'count']),
    },
    ask: [
      'Start with a balance of $a and add each change in xs, but skip changes that would bring it $cmp $k. Return the $what.',
    ],
    solve: [
      `total = $a
       count = 0
       for x in xs:
           if total + x $cmp $k:
               count += 1
           else:
               total += x
       return $what`,
      `total = $a
       count = 0
       for x in xs:
           if total + x $cmp.not $k:
               total += x
           else:
               count += 1
       return $what`,
    ],
    inputs: [ints({ lo: -9, hi: 9 })],
  },
  {
    name: 'tax-rule',
    signature: 'due(n)',
    params: {
      k: numbers(20, 30, 40),
      p: numbers(10, 20, 25),
      base: choice('wrong-variable', ['the part above $k', '(n - $k)'], ['the whole amount', 'n']),
      what: choice('wrong-result', ['the tax', 'tax'], ['what is left of n', 'n - tax']),
    },
    ask: [
      'There is no tax on an amount n up to $k. Above that, the tax is $p percent of $base, rounded down. Return $what.',
    ],
    solve: [
      `tax = 0
       if n > $k:
           tax = $base * $p // 100
       return $what`,
      `tax = $base * $p // 100 if n > $k else 0
       return $what`,
    ],
    inputs: [int({ lo: 0, hi: 80 })],
  },
  {
    name: 'wages',
    signature: 'wage(n)',
    params: { a: numbers(2, 3, 4), k: numbers(6, 7, 8), b: numbers(1, 3, 5, 6) },
    ask: [
      'Return the pay for n hours: $a for each of the first $k hours and $b for each further hour.',
      'Work pays $a an hour up to $k hours. Each hour beyond that pays $b. Return the pay for n hours.',
    ],
    solve: [
      `if n <= $k:
           return n * $a
       return $k * $a + (n - $k) * $b`,
      `more = max(0, n - $k)
       return (n - more) * $a + more * $b`,
    ],
    inputs: [int({ lo: 0, hi: 20 })],
  },
  {
    name: 'pay-with-coins',
    signature: 'pay(n)',
    params: {
      p: bounds([2, 5], [3, 10], [4, 10], [5, 20], [3, 8], [4, 12]),
      what: choice(
        'wrong-result',
        ['number of coins of $p.hi', 'n // $p.hi'],
        ['number of coins of $p.lo', 'n % $p.hi // $p.lo'],
        ['number of coins of both kinds', 'n // $p.hi + n % $p.hi // $p.lo'],
        ['amount that is left', 'n % $p.hi % $p.lo'],
        ['amount that was paid', 'n - n % $p.hi % $p.lo'],
      ),
    },
    ask: [
      'Pay n with as many coins of $p.hi as possible, then with as many coins of $p.lo. Return the $what.',
      'Coins of $p.hi are used first, then coins of $p.lo, never more than n. Return the $what.',
    ],
    solve: ['return $what'],
    inputs: [int({ lo: 0, hi: 60 })],
  },
  {
    name: 'split-bill',
    signature: 'share(n, k)',
    params: {
      what: choice(
        'wrong-result',
        ['share, rounded down', '$tip.all // k $tip.each'],
        ['share, rounded up', '($tip.all + k - 1) // k $tip.each'],
      ),
      tip: choice(
        'wrong-order',
        ['Add $t to the bill n, then split it among k people', '', { all: '(n + $t)', each: '' }],
        ['Split the bill n among k people, then add $t', '', { all: 'n', each: '+ $t' }],
        ['Take $t off the bill n, then split it among k people', '', { all: '(n - $t)', each: '' }],
        ['Split the bill n among k people, then take $t off', '', { all: 'n', each: '- $t' }],
      ),
      t: numbers(1, 2, 3, 4),
    },
    ask: ['$tip. Return the $what.'],
    solve: ['return $what'],
    inputs: [int({ lo: 3, hi: 40 }), int({ lo: 1, hi: 6 })],
  },
];
