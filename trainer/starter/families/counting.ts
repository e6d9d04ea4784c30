import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { words } from '../text-arguments.ts';
import { choice, comparison, numbers, property, texts, wider } from '../vocabulary.ts';

/** How often, how many, more than half. */
export const counting: readonly Family[] = [
  {
    name: 'vote-result',
    signature: 'vote(words)',
    params: {
      share: wider(
        choice(
          'wrong-constant',
          ['half', 'count * 2', { all: 'len(words)' }],
          ['a third', 'count * 3', { all: 'len(words)' }],
          ['two thirds', 'count * 3', { all: 'len(words) * 2' }],
        ),
        ['a quarter', 'count * 4', { all: 'len(words)' }],
        ['three quarters', 'count * 4', { all: 'len(words) * 3' }],
      ),
      cmp: wider(choice('wrong-comparison', ['more than', '>'], ['at least', '>='], ['less than', '<']), [
        'at most',
        '<=',
      ]),
      who: wider(texts('yes', 'no'), ["'none'", "'none'"]),
      labels: choice(
        'wrong-result',
        ["'pass'", "'pass'", { no: "'fail'" }],
        ['True', 'True', { no: 'False' }],
      ),
    },
    ask: ['Return $labels if $cmp $share of all votes in words are $who, otherwise $labels.no.'],
    solve: [
      `count = words.count($who)
       if $share $cmp $share.all:
           return $labels
       return $labels.no`,
    ],
    inputs: [words({ from: ['yes', 'no', 'none'] })],
  },
  {
    name: 'text-bars',
    signature: 'bars(xs)',
    params: {
      mark: wider(choice('wrong-constant', ["'*'", "'*'"], ["'#'", "'#'"], ["'-'", "'-'"]), ["'='", "'='"]),
      size: wider(
        choice('wrong-operator', ['x', 'x'], ['x plus 1', '(x + 1)'], ['2 times x', '(2 * x)']),
        ['5 minus x', '(5 - x)'],
        ['x squared', 'x ** 2'],
      ),
      test: wider(
        choice(
          'wrong-condition',
          ['even', '% 2 == 0'],
          ['odd', '% 2 == 1'],
          ['positive', '> 0'],
          ['greater than 2', '> 2'],
        ),
        ['divisible by 3', '% 3 == 0'],
        ['at least 2', '>= 2'],
      ),
    },
    ask: [
      'Return a list of strings: for each x in xs that is $test, a string of $size signs $mark.',
      'For each x in xs that is $test, make a string of $size times $mark. Return the list of strings.',
    ],
    solve: ['return [$mark * $size for x in xs if x $test]'],
    inputs: [ints({ lo: -1, hi: 4 })],
  },
  {
    name: 'three-counts',
    signature: 'counts(xs)',
    params: {
      k: numbers(2, 3, 4),
      turn: choice(
        'wrong-order',
        ['below, equal to and above $k', '[a, b, c]'],
        ['above, equal to and below $k', '[c, b, a]'],
        ['equal to, below and above $k', '[b, a, c]'],
      ),
      what: choice('wrong-aggregate', ['numbers', '1'], ['sums', 'x'], ['sums of the squares', 'x * x']),
    },
    ask: ['Return a list with the $what of the values in xs that are $turn.'],
    solve: [
      `a = sum($what for x in xs if x < $k)
       b = sum($what for x in xs if x == $k)
       c = sum($what for x in xs if x > $k)
       return $turn`,
    ],
    inputs: [ints({ lo: 0, hi: 6 })],
  },
  {
    name: 'all-values-test',
    signature: 'check(xs)',
    params: {
      all: choice(
        'wrong-logic',
        ['every value', 'all'],
        ['at least one value', 'any'],
        ['no value', 'not any'],
      ),
      cmp: comparison,
      k: numbers(2, 3, 4),
    },
    ask: [
      'Return True if $all in xs is $cmp $k, otherwise False.',
      'Check that $all of xs is $cmp $k. Return True or False.',
    ],
    solve: ['return $all(x $cmp $k for x in xs)'],
    inputs: [ints({ lo: 0, hi: 6, max: 4 })],
  },
  {
    name: 'number-of-matches',
    signature: 'check(xs)',
    params: {
      quant: choice(
        'wrong-comparison',
        ['exactly', '=='],
        ['at least', '>='],
        ['at most', '<='],
        ['more than', '>'],
      ),
      n: numbers(1, 2, 3),
      test: property,
    },
    ask: [
      'Return True if $quant $n of the values in xs are $test, otherwise False.',
      'Count the values of xs that are $test. Return True if the count is $quant $n.',
    ],
    solve: [
      'return sum(1 for x in xs if x $test) $quant $n',
      `count = 0
       for x in xs:
           if x $test:
               count += 1
       return count $quant $n`,
      'return len([x for x in xs if x $test]) $quant $n',
    ],
    inputs: [ints({ lo: -4, hi: 9 })],
  },
  {
    name: 'count-equal-to',
    signature: 'count(xs, n)',
    params: {
      shift: choice(
        'wrong-operator',
        ['n', 'n'],
        ['n plus 1', 'n + 1'],
        ['n minus 1', 'n - 1'],
        ['twice n', '2 * n'],
      ),
      rel: choice('wrong-comparison', ['equal to', '=='], ['different from', '!=']),
      where: choice(
        'missed-step',
        ['values', 'xs'],
        ['values after the first', 'xs[1:]'],
        ['values before the last', 'xs[:-1]'],
        ['different values', 'set(xs)'],
      ),
    },
    ask: [
      'Return how many of the $where in xs are $rel $shift.',
      'Count the $where of xs that are $rel $shift, and return the count.',
    ],
    solve: ['return sum(1 for x in $where if x $rel $shift)'],
    inputs: [ints({ lo: 0, hi: 5 }), int({ lo: 0, hi: 4 })],
  },
];
