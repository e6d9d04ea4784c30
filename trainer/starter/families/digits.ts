import { int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, comparison, gathering, numbers, operation, texts, wider } from '../vocabulary.ts';

/** Digits and divisors of one whole number. */
export const digits: readonly Family[] = [
  {
    name: 'digits-where',
    signature: 'digits(n)',
    params: {
      agg: choice('wrong-aggregate', ['sum', 'int(c)', { step: 'n % 10' }], ['number', '1', { step: '1' }]),
      cmp: comparison,
      k: numbers(3, 4, 5, 6),
    },
    ask: [
      'Return the $agg of the digits of n that are $cmp $k. n is positive.',
      'n is a positive number. Return the $agg of its digits that are $cmp $k.',
    ],
    solve: [
      'return sum($agg for c in str(n) if int(c) $cmp $k)',
      `total = 0
       while n > 0:
           if n % 10 $cmp $k:
               total += $agg.step
           n //= 10
       return total`,
    ],
    inputs: [int({ lo: 1, hi: 99999 })],
  },
  {
    name: 'digit-facts',
    signature: 'code(n)',
    params: {
      first: wider(
        choice(
          'wrong-index',
          ['first digit', 'int(str(n)[0])'],
          ['last digit', 'n % 10'],
          ['number of digits', 'len(str(n))'],
        ),
        ['largest digit', 'int(max(str(n)))'],
        ['number of even digits', 'sum(1 for c in str(n) if int(c) % 2 == 0)'],
      ),
      op: operation,
      second: wider(
        choice(
          'wrong-index',
          ['first digit', 'int(str(n)[0])'],
          ['last digit', 'n % 10'],
          ['number of digits', 'len(str(n))'],
          ['sum of the digits', 'sum(int(c) for c in str(n))'],
        ),
        ['smallest digit', 'int(min(str(n)))'],
        ['number of odd digits', 'sum(1 for c in str(n) if int(c) % 2 == 1)'],
        ['number of different digits', 'len(set(str(n)))'],
      ),
    },
    ask: [
      'Return the $first of n $op the $second of n. n is not negative.',
      'n is not negative. Return the $first $op the $second of n.',
    ],
    solve: [
      `a = $first
       b = $second
       return a $op b`,
      `b = $second
       return $first $op b`,
    ],
    inputs: [int({ lo: 0, hi: 9999 })],
  },
  {
    name: 'divisors',
    signature: 'divisors(n)',
    params: {
      agg: gathering,
      from: numbers(1, 2, 3),
      self: choice('off-by-one', ['including', 'n + 1'], ['not including', 'n']),
      par: choice(
        'missed-condition',
        ['all', ''],
        ['the odd', ' and x % 2 == 1'],
        ['the even', ' and x % 2 == 0'],
      ),
    },
    ask: [
      'Return the $agg of $par divisors of n from $from up to n, $self n itself.',
      'Look at $par numbers from $from to n, $self n, that divide n. Return the $agg of them.',
    ],
    solve: ['return $agg for x in range($from, $self) if n % x == 0$par$agg.close'],
    inputs: [int({ lo: 1, hi: 60 })],
  },
  {
    name: 'divisible-by',
    signature: 'check(n)',
    params: {
      rule: choice(
        'wrong-logic',
        ['divisible by both $p.lo and $p.hi', 'n % $p.lo == 0 and n % $p.hi == 0'],
        ['divisible by $p.lo or by $p.hi', 'n % $p.lo == 0 or n % $p.hi == 0'],
        ['divisible by $p.lo but not by $p.hi', 'n % $p.lo == 0 and n % $p.hi != 0'],
        ['divisible by neither $p.lo nor $p.hi', 'n % $p.lo != 0 and n % $p.hi != 0'],
      ),
      p: bounds([2, 3], [2, 5], [3, 4], [3, 5], [4, 6], [2, 7], [5, 3], [6, 4]),
    },
    ask: ['Return True if n is $rule, otherwise False.', 'Check whether n is $rule. Return True or False.'],
    solve: ['return $rule'],
    inputs: [int({ lo: 0, hi: 60 })],
  },
  {
    name: 'next-common-multiple',
    signature: 'find(n)',
    params: {
      way: choice(
        'wrong-order',
        ['smallest number above n', 'n + 1', { step: '+= 1' }],
        ['smallest number from n on', 'n', { step: '+= 1' }],
        ['largest number below n', 'n - 1', { step: '-= 1' }],
        ['largest number up to n', 'n', { step: '-= 1' }],
      ),
      p: bounds([2, 3], [2, 5], [3, 4], [3, 5]),
      logic: choice('wrong-logic', ['both $p.lo and $p.hi', 'and'], ['$p.lo or $p.hi', 'or']),
    },
    ask: [
      'Return the $way that is divisible by $logic.',
      'Find the $way that can be divided by $logic, and return it.',
    ],
    solve: [
      `x = $way
       while not (x % $p.lo == 0 $logic x % $p.hi == 0):
           x $way.step
       return x`,
      `x = $way
       while True:
           if x % $p.lo == 0 $logic x % $p.hi == 0:
               return x
           x $way.step`,
    ],
    inputs: [int({ lo: 0, hi: 40 })],
  },
  {
    name: 'pad-number',
    signature: 'pad(n)',
    params: {
      mark: texts('0', '*', '-'),
      side: choice(
        'wrong-order',
        ['front', '$mark + s', { just: 'rjust' }],
        ['end', 's + $mark', { just: 'ljust' }],
      ),
      k: numbers(3, 4, 5),
      form: choice('wrong-operator', ['n', 'n'], ['n plus 1', 'n + 1'], ['twice n', 'n * 2']),
    },
    ask: [
      'Write $form as a string and put $mark at the $side until it has at least $k characters. Return it.',
    ],
    solve: [
      `s = str($form)
       while len(s) < $k:
           s = $side
       return s`,
      'return str($form).$side.just($k, $mark)',
    ],
    inputs: [int({ lo: 0, hi: 20000 })],
  },
];
