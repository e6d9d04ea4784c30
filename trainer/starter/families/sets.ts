import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, wider } from '../vocabulary.ts';

/** What two lists have in common, and what differs. */
export const sets: readonly Family[] = [
  {
    name: 'shared-values',
    signature: 'shared(xs, ys)',
    params: {
      which: wider(
        choice(
          'wrong-logic',
          ['of xs that are also in ys', 'xs if x in ys'],
          ['of xs that are not in ys', 'xs if x not in ys'],
          ['of ys that are not in xs', 'ys if x not in xs'],
          ['of ys that are also in xs', 'ys if x in xs'],
        ),
        ['of xs that are 1 more than a value in ys', 'xs if x - 1 in ys'],
        ['of xs that are 1 less than a value in ys', 'xs if x + 1 in ys'],
        ['of xs that come exactly once in ys', 'xs if ys.count(x) == 1'],
        ['of ys that come more than once in xs', 'ys if xs.count(x) > 1'],
      ),
      what: wider(
        choice(
          'wrong-aggregate',
          ['list of the values', '[x', { close: ']' }],
          ['number of the values', 'sum(1', { close: ')' }],
          ['sum of the values', 'sum(x', { close: ')' }],
        ),
        ['list of the squares of the values', '[x * x', { close: ']' }],
        ['sum of the squares of the values', 'sum(x * x', { close: ')' }],
      ),
      extra: wider(
        choice(
          'wrong-condition',
          ['', ''],
          [' and are even', ' and x % 2 == 0'],
          [' and are positive', ' and x > 0'],
        ),
        [' and are odd', ' and x % 2 == 1'],
        [' and are negative', ' and x < 0'],
        [' and are above 2', ' and x > 2'],
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
      shift: wider(
        choice(
          'wrong-operator',
          ['x', 'x'],
          ['x + 1', 'x + 1'],
          ['x - 1', 'x - 1'],
          ['2 * x', 'x * 2'],
          ['-x', '-x'],
        ),
        ['x + 2', 'x + 2'],
        ['x - 2', 'x - 2'],
        ['3 - x', '3 - x'],
        ['x * x', 'x * x'],
        ['the absolute value of x', 'abs(x)'],
      ),
      sides: wider(
        choice(
          'wrong-variable',
          ['x in xs, $shift is in ys', 'ys for x in xs'],
          ['x in ys, $shift is in xs', 'xs for x in ys'],
        ),
        ['even x in xs, $shift is in ys', 'ys for x in xs if x % 2 == 0'],
        ['odd x in xs, $shift is in ys', 'ys for x in xs if x % 2 == 1'],
        ['x in xs after the first, $shift is in ys', 'ys for x in xs[1:]'],
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
      once: wider(
        choice('missed-step', ['all', 'xs + ys'], ['the different', 'set(xs + ys)']),
        ['the even', '[x for x in xs + ys if x % 2 == 0]'],
        ['the odd', '[x for x in xs + ys if x % 2 == 1]'],
        ['the positive', '[x for x in xs + ys if x > 0]'],
      ),
      turn: choice('wrong-order', ['ascending', ''], ['descending', ', reverse=True']),
      part: wider(
        choice(
          'wrong-result',
          ['the list', ''],
          ['the first 3 of them', '[:3]'],
          ['the first 2 of them', '[:2]'],
          ['all but the first 2 of them', '[2:]'],
          ['all but the first of them', '[1:]'],
          ['every second of them, starting with the first', '[::2]'],
        ),
        ['all but the last of them', '[:-1]'],
        ['the last 2 of them', '[-2:]'],
        ['the last 3 of them', '[-3:]'],
        ['every second of them, starting with the second', '[1::2]'],
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
      of: wider(
        choice(
          'missed-step',
          ['values', 'x'],
          ['absolute values', 'abs(x)'],
          ['last digits', 'x % 10'],
          ['halves, rounded down,', 'x // 2'],
        ),
        ['squares', 'x * x'],
        ['distances to 5', 'abs(x - 5)'],
        ['remainders after division by 4', 'x % 4'],
      ),
      test: wider(
        choice(
          'wrong-condition',
          ['all', ''],
          ['the even', ' if x % 2 == 0'],
          ['the odd', ' if x % 2 == 1'],
          ['the positive', ' if x > 0'],
        ),
        ['the first 4', '[:4]'],
        ['the last 3', '[-3:]'],
      ),
      what: wider(
        choice('wrong-result', ['number', 'len(ys)'], ['sum', 'sum(ys)']),
        ['ascending list', 'sorted(ys)'],
        ['descending list', 'sorted(ys, reverse=True)'],
      ),
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
      k: wider(choice('off-by-one', ['once', '1'], ['twice', '2']), ['3 times', '3']),
      what: wider(
        choice(
          'wrong-result',
          ['the list of them in ascending order', 'sorted(ys)'],
          ['the list of them in the order of xs', 'ys'],
          ['the list of them in descending order', 'sorted(ys, reverse=True)'],
          ['their number', 'len(ys)'],
          ['their sum', 'sum(ys)'],
        ),
        ['the largest of them, or -1 if there are none', 'max(ys, default=-1)'],
        ['the smallest of them, or -1 if there are none', 'min(ys, default=-1)'],
        ['the first of them in xs, or -1 if there are none', 'ys[0] if ys else -1'],
        ['the sum of their squares', 'sum(y * y for y in ys)'],
        ['the list of the even ones among them in the order of xs', '[y for y in ys if y % 2 == 0]'],
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
