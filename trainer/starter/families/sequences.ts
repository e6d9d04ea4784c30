import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, comparison, inequality, numbers, quantifier, relation, wider } from '../vocabulary.ts';

const distance = choice('wrong-constant', ['one place', '1'], ['two places', '2']);

/** Values in a row: neighbours, running totals, the part before a stop. */
export const sequences: readonly Family[] = [
  {
    name: 'neighbour-values',
    signature: 'pairs(xs)',
    params: {
      op: wider(
        choice(
          'swapped-arguments',
          ['the later minus the earlier', 'xs[i] - xs[i - $step]'],
          ['the sum', 'xs[i] + xs[i - $step]'],
          ['the product', 'xs[i] * xs[i - $step]'],
          ['the earlier minus the later', 'xs[i - $step] - xs[i]'],
        ),
        ['the larger', 'max(xs[i], xs[i - $step])'],
        ['the smaller', 'min(xs[i], xs[i - $step])'],
        ['the earlier plus 2 times the later', 'xs[i - $step] + 2 * xs[i]'],
        ['2 times the earlier minus the later', '2 * xs[i - $step] - xs[i]'],
      ),
      step: wider(distance, ['three places', '3']),
      test: wider(
        choice(
          'wrong-condition',
          ['positive', '> 0'],
          ['negative', '< 0'],
          ['even', '% 2 == 0'],
          ['odd', '% 2 == 1'],
        ),
        ['divisible by 3', '% 3 == 0'],
        ['above 5', '> 5'],
        ['below 3', '< 3'],
        ['not zero', '!= 0'],
      ),
    },
    ask: [
      'For each value of xs and the value $step before it, take $op. Return a list of the results that are $test.',
    ],
    solve: [
      `ys = [$op for i in range($step, len(xs))]
       return [y for y in ys if y $test]`,
      `result = []
       for i in range($step, len(xs)):
           y = $op
           if y $test:
               result.append(y)
       return result`,
    ],
    inputs: [ints({ lo: -4, hi: 9 })],
  },
  {
    name: 'compare-with-before',
    signature: 'moves(xs)',
    params: {
      rel: relation,
      step: wider(distance, ['three places', '3']),
      what: wider(
        choice(
          'wrong-result',
          ['the number of the values', 'sum(1', { close: ')' }],
          ['the list of the values', '[xs[i]', { close: ']' }],
          ['the sum of the values', 'sum(xs[i]', { close: ')' }],
        ),
        ['the list of the positions, counted from 0, of the values', '[i', { close: ']' }],
        ['the ascending list of the values', 'sorted(xs[i]', { close: ')' }],
        ['the sum of the squares of the values', 'sum(xs[i] * xs[i]', { close: ')' }],
        ['the number of different numbers among the values', 'len({xs[i]', { close: '})' }],
      ),
    },
    ask: [
      'Return $what in xs that are $rel the value $step before them. The first values have none before them.',
    ],
    solve: ['return $what for i in range($step, len(xs)) if xs[i] $rel xs[i - $step]$what.close'],
    inputs: [ints({ lo: 0, hi: 6 })],
  },
  {
    name: 'steady-growth',
    signature: 'check(xs)',
    params: {
      rel: relation,
      by: wider(
        choice(
          'wrong-constant',
          ['the value before it', ''],
          ['the value before it plus 1', ' + 1'],
          ['the value before it plus 2', ' + 2'],
        ),
        ['the value before it plus 4', ' + 4'],
        ['the value before it minus 4', ' - 4'],
        ['the value before it minus 2', ' - 2'],
        ['the value before it times 2', ' * 2'],
        ['the value before it times 3', ' * 3'],
      ),
      all: quantifier,
    },
    ask: [
      'Return True if $all value of xs, from the second on, is $rel $by.',
      'Check that $all value after the first in xs is $rel $by. Return True or False.',
    ],
    solve: [
      'return $all(xs[i] $rel xs[i - 1]$by for i in range(1, len(xs)))',
      'return $all(b $rel a$by for a, b in zip(xs, xs[1:]))',
    ],
    inputs: [ints({ lo: 0, hi: 8 })],
  },
  {
    name: 'peaks',
    signature: 'peaks(xs)',
    params: {
      rel: inequality,
      both: choice('wrong-logic', ['both', 'and'], ['one or both', 'or']),
      what: choice(
        'wrong-result',
        ['the number of values', '0', { step: 'result += 1' }],
        ['a list of the values', '[]', { step: 'result.append(xs[i])' }],
        ['a list of the positions of values', '[]', { step: 'result.append(i)' }],
        ['the sum of the values', '0', { step: 'result += xs[i]' }],
      ),
    },
    ask: [
      'Return $what in xs that are $rel $both of the two values beside them. The first and last value do not count.',
    ],
    solve: [
      `result = $what
       for i in range(1, len(xs) - 1):
           if xs[i] $rel xs[i - 1] $both xs[i] $rel xs[i + 1]:
               $what.step
       return result`,
      `result = $what
       for i in range(1, len(xs) - 1):
           a, b = xs[i - 1], xs[i + 1]
           if xs[i] $rel a $both xs[i] $rel b:
               $what.step
       return result`,
    ],
    inputs: [ints({ lo: 0, hi: 6, max: 7 })],
  },
  {
    name: 'before-the-stop',
    signature: 'part(xs)',
    params: {
      cmp: comparison,
      k: numbers(4, 5, 6),
      what: choice(
        'wrong-order',
        ['before', 'xs[:i]', { none: 'xs' }],
        ['up to and including', 'xs[:i + 1]', { none: 'xs' }],
        ['after', 'xs[i + 1:]', { none: '[]' }],
        ['from, and including,', 'xs[i:]', { none: '[]' }],
      ),
    },
    ask: [
      'Return the values of xs $what the first value that is $cmp $k. Without such a value, return $what.none.',
      'Find the first value of xs that is $cmp $k and return all values $what it. If there is none, return $what.none.',
    ],
    solve: [
      `for i in range(len(xs)):
           if xs[i] $cmp $k:
               return $what
       return $what.none`,
      `for i, x in enumerate(xs):
           if x $cmp $k:
               return $what
       return $what.none`,
    ],
    inputs: [ints({ lo: 0, hi: 10 })],
  },
  {
    name: 'longest-run',
    signature: 'streak(xs)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      what: choice(
        'wrong-result',
        [
          'length of the longest run',
          '',
          { hit: 'run += 1', miss: 'run = 0', note: 'best = max(best, run)' },
        ],
        ['largest sum of a run', '', { hit: 'run += x', miss: 'run = 0', note: 'best = max(best, run)' }],
        [
          'length of the last run',
          '',
          { hit: 'run += 1', miss: 'run = 0', note: 'best = run if run > 0 else best' },
        ],
      ),
    },
    ask: [
      'A run is made of neighbours in xs that are all $cmp $k. Return the $what, or 0 if there is none.',
      'Values in a row in xs that are $cmp $k make a run. Return the $what, or 0 without any run.',
    ],
    solve: [
      `best, run = 0, 0
       for x in xs:
           if x $cmp $k:
               $what.hit
           else:
               $what.miss
           $what.note
       return best`,
    ],
    inputs: [ints({ lo: 0, hi: 8, max: 8 })],
  },
];
