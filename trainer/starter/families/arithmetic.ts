import { int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, numbers, operation, property, wider } from '../vocabulary.ts';

/** Calculations with one or two whole numbers. */
export const arithmetic: readonly Family[] = [
  {
    name: 'two-steps',
    signature: 'change(n)',
    params: {
      plan: choice(
        'wrong-order',
        ['Add $a to n, then multiply by $b', '(n + $a) * $b', { first: 'n + $a', then: '* $b' }],
        ['Multiply n by $b, then add $a', 'n * $b + $a', { first: 'n * $b', then: '+ $a' }],
        ['Subtract $a from n, then multiply by $b', '(n - $a) * $b', { first: 'n - $a', then: '* $b' }],
        ['Multiply n by $b, then subtract $a', 'n * $b - $a', { first: 'n * $b', then: '- $a' }],
      ),
      a: numbers(2, 3, 4, 5),
      b: numbers(2, 3, 4),
    },
    ask: ['$plan, and return the result.', '$plan. Return the number that this gives.'],
    solve: [
      'return $plan',
      `result = $plan.first
       return result $plan.then`,
    ],
    inputs: [int()],
  },
  {
    name: 'larger-of-two',
    signature: 'pick(a, b)',
    params: {
      side: choice('wrong-aggregate', ['larger', 'max', { cmp: '>' }], ['smaller', 'min', { cmp: '<' }]),
      op: operation,
      k: wider(
        numbers(2, 3, 4, 5, 10),
        ['a', 'a'],
        ['b', 'b'],
        ['the product of a and b', 'a * b'],
        ['the square of a', 'a ** 2'],
        ['the square of b', 'b ** 2'],
      ),
    },
    ask: ['Return the $side of a and b, $op $k.', 'Take the $side of the numbers a and b. Return it $op $k.'],
    solve: [
      'return $side(a, b) $op $k',
      `if a $side.cmp b:
           return a $op $k
       return b $op $k`,
      `best = a
       if b $side.cmp a:
           best = b
       return best $op $k`,
    ],
    inputs: [int(), int()],
  },
  {
    name: 'limited-gap',
    signature: 'gap(a, b)',
    params: {
      what: choice(
        'wrong-operator',
        ['a minus b', 'a - b'],
        ['b minus a', 'b - a'],
        ['the distance between a and b', 'abs(a - b)'],
        ['the sum of a and b', 'a + b'],
      ),
      limit: choice('wrong-aggregate', ['at most', 'min', { cmp: '>' }], ['at least', 'max', { cmp: '<' }]),
      k: numbers(3, 4, 5, 10),
    },
    ask: ['Return $what, but $limit $k.', 'Find $what. Return it, but $limit $k.'],
    solve: [
      'return $limit($what, $k)',
      `result = $what
       if result $limit.cmp $k:
           result = $k
       return result`,
    ],
    inputs: [int(), int()],
  },
  {
    name: 'keep-inside',
    signature: 'limit(n)',
    params: {
      r: bounds([2, 8], [1, 5], [3, 10], [1, 6]),
      low: choice('wrong-default', ['$r.lo', '$r.lo'], ['0', '0'], ['None', 'None']),
      high: choice('wrong-default', ['$r.hi', '$r.hi'], ['100', '100'], ['None', 'None']),
    },
    ask: [
      'Return n. If n is below $r.lo return $low instead, and if n is above $r.hi return $high instead.',
      'Return $low for n below $r.lo, $high for n above $r.hi, and n itself otherwise.',
    ],
    solve: [
      `if n < $r.lo:
           return $low
       if n > $r.hi:
           return $high
       return n`,
      `if n > $r.hi:
           return $high
       return $low if n < $r.lo else n`,
    ],
    inputs: [int({ lo: -9, hi: 16 })],
  },
  {
    name: 'nearby-multiple',
    signature: 'nearest(n)',
    params: {
      way: choice(
        'wrong-boundary',
        ['largest multiple of $k that is at most', 'n // $k * $k', { start: 'n', step: '-=' }],
        ['largest multiple of $k that is less than', '(n - 1) // $k * $k', { start: 'n - 1', step: '-=' }],
        ['smallest multiple of $k that is at least', '(n + $k - 1) // $k * $k', { start: 'n', step: '+=' }],
        [
          'smallest multiple of $k that is greater than',
          '(n // $k + 1) * $k',
          { start: 'n + 1', step: '+=' },
        ],
      ),
      k: numbers(2, 3, 4, 5, 6, 7, 8, 10),
    },
    ask: ['Return the $way n.', 'Find the $way n and return it.'],
    solve: [
      'return $way',
      `result = $way.start
       while result % $k != 0:
           result $way.step 1
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 40 })],
  },
  {
    name: 'two-ways',
    signature: 'step(n)',
    params: {
      test: property,
      then: choice(
        'wrong-operator',
        ['half of n, rounded down', 'n // 2'],
        ['n plus 1', 'n + 1'],
        ['minus n', '-n'],
      ),
      other: choice('wrong-operator', ['3 times n', 'n * 3'], ['n minus 1', 'n - 1'], ['n', 'n']),
    },
    ask: [
      'If n is $test return $then, otherwise return $other.',
      'Return $then when n is $test, and $other when it is not.',
    ],
    solve: ['return $then if n $test else $other'],
    inputs: [int({ lo: -9, hi: 20 })],
  },
  {
    name: 'grow-n-times',
    signature: 'grow(n)',
    params: {
      a: numbers(1, 2, 3, 4),
      op: choice('wrong-operator', ['add $b', '+'], ['subtract $b', '-'], ['multiply by $b', '*']),
      b: numbers(2, 3, 4),
    },
    ask: [
      'Start with $a and $op, n times. Return the result.',
      'Return what you get from $a if you $op n times.',
    ],
    solve: [
      `result = $a
       for i in range(n):
           result $op= $b
       return result`,
      `result = $a
       while n > 0:
           result $op= $b
           n -= 1
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 8 })],
  },
];
