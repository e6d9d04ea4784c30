import { int, ints } from '../arguments.ts';
import type { Family, Parameter } from '../family.ts';
import {
  choice,
  lowerLimit,
  notFound,
  numbers,
  pairing,
  relation,
  scaledRelation,
  wider,
} from '../vocabulary.ts';

const side = choice('wrong-order', ['front', 'xs'], ['back', 'xs[::-1]']);
/** Made anew for each parameter: a family's options are told apart by identity. */
const addition = (): Parameter =>
  wider(
    choice(
      'wrong-operator',
      ['added', 'total += x'],
      ['subtracted', 'total -= x'],
      ['added twice', 'total += 2 * x'],
      ['left out', 'pass'],
    ),
    ['subtracted twice', 'total -= 2 * x'],
    ['squared and added', 'total += x * x'],
    ['added without their sign', 'total += abs(x)'],
    ['added if they are positive', 'if x > 0:\n    total += x'],
    ['subtracted if they are odd', 'if x % 2 == 1:\n    total -= x'],
  );

/** Sums and counts that depend on the place in a list. */
export const running: readonly Family[] = [
  {
    name: 'add-until-limit',
    signature: 'reach(xs, n)',
    params: {
      cmp: lowerLimit,
      what: wider(
        choice(
          'wrong-result',
          ['how many values this takes', 'count'],
          ['the sum that is reached', 'total'],
          ['the last value that was added', 'x'],
        ),
        ['how many values are left then', 'len(xs) - count'],
        ['the sum before the last value was added', 'total - x'],
        ['the sum minus n', 'total - n'],
        ['a list of the added values in this order', '$side[:count]'],
      ),
      side,
      none: notFound,
    },
    ask: [
      'Add up values of xs from the $side until the sum is $cmp n. Return $what, or $none if it never happens.',
    ],
    solve: [
      `total, count = 0, 0
       for x in $side:
           total += x
           count += 1
           if total $cmp n:
               return $what
       return $none`,
    ],
    inputs: [ints({ lo: 0, hi: 9 }), int({ lo: 0, hi: 20 })],
  },
  {
    name: 'running-values',
    signature: 'running(xs)',
    params: {
      op: choice(
        'wrong-aggregate',
        ['sum', 'total + x'],
        ['largest value', 'max(total, x)'],
        ['smallest value', 'min(total, x)'],
        ['product', 'total * x'],
      ),
      a: numbers(1, 2, 3, 4),
      when: choice(
        'off-by-one',
        ['after', '[1:]', { before: '', after: 'result.append(total)' }],
        ['before', '[:-1]', { before: 'result.append(total)', after: '' }],
      ),
    },
    ask: [
      'Start with $a. Return a list with the $op so far, $when each value of xs is taken in.',
      'Return the list of the $op of $a and the values of xs so far, noted $when each value is taken in.',
    ],
    solve: [
      `total = $a
       result = []
       for x in xs:
           $when.before
           total = $op
           $when.after
       return result`,
      `result = [$a]
       for x in xs:
           total = result[-1]
           result.append($op)
       return result$when`,
    ],
    inputs: [ints({ lo: -4, hi: 9 })],
  },
  {
    name: 'alternating-sum',
    signature: 'swing(xs)',
    params: {
      first: addition(),
      second: addition(),
      base: choice('off-by-one', ['0', 'enumerate(xs)'], ['1', 'enumerate(xs, 1)']),
    },
    ask: [
      'Count positions in xs from $base. Values at even positions are $first, all others are $second. Return the sum.',
    ],
    solve: [
      `total = 0
       for i, x in $base:
           if i % 2 == 0:
               $first
           else:
               $second
       return total`,
    ],
    inputs: [ints({ lo: -4, hi: 9 })],
  },
  {
    name: 'weighted-sum',
    signature: 'weigh(xs)',
    params: {
      base: numbers(0, 1, 2, 3),
      side,
      test: choice(
        'missed-condition',
        ['all', ''],
        ['positive', ' if x > 0'],
        ['even', ' if x % 2 == 0'],
        ['odd', ' if x % 2 == 1'],
      ),
    },
    ask: [
      'Multiply each value of xs by its position, counted from $base at the $side. Return the sum over $test values.',
      'Positions in xs count from $base, starting at the $side. Return the sum of position times value over $test values.',
    ],
    solve: ['return sum(i * x for i, x in enumerate($side, $base)$test)'],
    inputs: [ints({ lo: -4, hi: 9 })],
  },
  {
    name: 'count-pairs',
    signature: 'matches(xs)',
    params: {
      op: pairing,
      cmp: relation,
      k: numbers(3, 4, 5),
    },
    ask: [
      'Return how many pairs of values at two different places in xs have a $op that is $cmp $k. Each pair counts once.',
    ],
    solve: [
      `count = 0
       for i in range(len(xs)):
           for j in range(i + 1, len(xs)):
               if $op $cmp $k:
                   count += 1
       return count`,
      `count = 0
       for i in range(len(xs)):
           for j in range(i):
               if $op $cmp $k:
                   count += 1
       return count`,
    ],
    inputs: [ints({ lo: 0, hi: 6, max: 5 })],
  },
  {
    name: 'earlier-values',
    signature: 'ranks(xs)',
    params: {
      rel: scaledRelation,
      side: choice('wrong-order', ['before', 'xs[:i]'], ['after', 'xs[i + 1:]']),
      agg: wider(
        choice('wrong-aggregate', ['number', '1'], ['sum', 'y']),
        ['sum of the squares', 'y * y'],
        ['doubled sum', '2 * y'],
      ),
    },
    ask: ['For each x in xs, find the $agg of the values $side it that are $rel x. Return a list of them.'],
    solve: [
      `result = []
       for i, x in enumerate(xs):
           result.append(sum($agg for y in $side if y $rel x))
       return result`,
      'return [sum($agg for y in $side if y $rel x) for i, x in enumerate(xs)]',
    ],
    inputs: [ints({ lo: 0, hi: 6, max: 5 })],
  },
];
