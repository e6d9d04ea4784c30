import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice } from '../vocabulary.ts';

/** What two lists have in common, and what differs. */
export const sets: readonly Family[] = [
  {
    name: 'shared-values',
    signature: 'shared(xs, ys)',
    params: {
      which: choice(
        'wrong-logic',
        ['of xs that are also in ys', 'xs if x in ys'],
        ['of xs that are not in ys', 'xs if x not in ys'],
        ['of ys that are not in xs', 'ys if x not in xs'],
        ['of ys that are also in xs', 'ys if x in xs'],
      ),
      what: choice(
        'wrong-aggregate',
        ['list of the values', '[x', { close: ']' }],
        ['number of the values', 'sum(1', { close: ')' }],
        ['sum of the values', 'sum(x', { close: ')' }],
      ),
      extra: choice(
        'wrong-condition',
        ['', ''],
        [' and are even', ' and x % 2 == 0'],
        [' and are positive', ' and x > 0'],
      ),
    },
    ask: ['Return the $what $which$extra.', 'Find the values $which$extra. Return the $what.'],
    solve: ['return $what for x in $which$extra$what.close'],
    inputs: [ints({ lo: -4, hi: 6 }), ints({ lo: -4, hi: 6 })],
  },
  {
    name: 'contained-in',
    signature: 'check(xs, ys)',
    params: {
      all: choice('wrong-logic', ['every', 'all('], ['at least one', 'any('], ['no', 'not any(']),
      shift: choice(
        'wrong-operator',
        ['x', 'x'],
        ['x + 1', 'x + 1'],
        ['x - 1', 'x - 1'],
        ['2 * x', 'x * 2'],
        ['-x', '-x'],
      ),
      sides: choice(
        'wrong-variable',
        ['x in xs, $shift is in ys', 'ys for x in xs'],
        ['x in ys, $shift is in xs', 'xs for x in ys'],
      ),
    },
    ask: [
      'Return True if for $all $sides, otherwise False.',
      'Check that for $all $sides. Return True or False.',
    ],
    solve: ['return $all$shift in $sides)'],
    inputs: [ints({ lo: -3, hi: 5, max: 4 }), ints({ lo: -3, hi: 6 })],
  },
  {
    name: 'merge-lists',
    signature: 'merge(xs, ys)',
    params: {
      once: choice('missed-step', ['all', 'xs + ys'], ['the different', 'set(xs + ys)']),
      turn: choice('wrong-order', ['ascending', ''], ['descending', ', reverse=True']),
      part: choice(
        'wrong-result',
        ['the list', ''],
        ['the first 3 of them', '[:3]'],
        ['the first 2 of them', '[:2]'],
        ['all but the first 2 of them', '[2:]'],
        ['all but the first of them', '[1:]'],
        ['every second of them, starting with the first', '[::2]'],
      ),
    },
    ask: [
      'Sort $once values of xs and ys together in $turn order. Return $part.',
      'Put $once values of the two lists in $turn order and return $part.',
    ],
    solve: [
      'return sorted($once$turn)$part',
      `result = sorted($once$turn)
       return result$part`,
    ],
    inputs: [ints({ lo: -3, hi: 9, max: 4 }), ints({ lo: -3, hi: 9, max: 4 })],
  },
  {
    name: 'distinct-values',
    signature: 'distinct(xs)',
    params: {
      of: choice(
        'missed-step',
        ['values', 'x'],
        ['absolute values', 'abs(x)'],
        ['last digits', 'x % 10'],
        ['halves, rounded down,', 'x // 2'],
      ),
      test: choice(
        'wrong-condition',
        ['all', ''],
        ['the even', ' if x % 2 == 0'],
        ['the odd', ' if x % 2 == 1'],
        ['the positive', ' if x > 0'],
      ),
      what: choice('wrong-result', ['number', 'len(ys)'], ['sum', 'sum(ys)']),
    },
    ask: ['Take the $of of $test values in xs. Return the $what of the different results.'],
    solve: [
      `ys = set($of for x in xs$test)
       return $what`,
      `ys = {$of for x in xs$test}
       return $what`,
    ],
    inputs: [ints({ lo: -6, hi: 16 })],
  },
  {
    name: 'repeated-values',
    signature: 'repeated(xs)',
    params: {
      rel: choice('wrong-comparison', ['exactly', '=='], ['at least', '>='], ['at most', '<=']),
      k: choice('off-by-one', ['once', '1'], ['twice', '2']),
      what: choice(
        'wrong-result',
        ['the list of them in ascending order', 'sorted(ys)'],
        ['the list of them in the order of xs', 'ys'],
        ['the list of them in descending order', 'sorted(ys, reverse=True)'],
        ['their number', 'len(ys)'],
        ['their sum', 'sum(ys)'],
      ),
    },
    ask: ['Find the values that come $rel $k in xs, and take each of them once. Return $what.'],
    solve: [
      `ys = []
       for x in xs:
           if xs.count(x) $rel $k and x not in ys:
               ys.append(x)
       return $what`,
    ],
    inputs: [ints({ lo: 0, hi: 4, max: 7 })],
  },
];
