import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, numbers, wider } from '../vocabulary.ts';

/** Parts of a list: by place, from an end, turned round. */
export const listParts: readonly Family[] = [
  {
    name: 'every-other',
    signature: 'take(xs)',
    params: {
      start: choice('wrong-index', ['first', '0'], ['second', '1'], ['third', '2'], ['fourth', '3']),
      step: choice('wrong-constant', ['second', '2'], ['third', '3'], ['fourth', '4'], ['fifth', '5']),
      what: wider(
        choice(
          'wrong-aggregate',
          ['a list of', 'xs[$start::$step]', { walk: '[xs[i] for i in range($start, len(xs), $step)]' }],
          [
            'the sum of',
            'sum(xs[$start::$step])',
            { walk: 'sum(xs[i] for i in range($start, len(xs), $step))' },
          ],
        ),
        [
          'a sorted list of',
          'sorted(xs[$start::$step])',
          { walk: 'sorted(xs[i] for i in range($start, len(xs), $step))' },
        ],
        [
          'a list, in reverse order, of',
          'xs[$start::$step][::-1]',
          { walk: '[xs[i] for i in range($start, len(xs), $step)][::-1]' },
        ],
        [
          'a list of the doubles of',
          '[x * 2 for x in xs[$start::$step]]',
          { walk: '[xs[i] * 2 for i in range($start, len(xs), $step)]' },
        ],
        [
          'the sum of the squares of',
          'sum(x * x for x in xs[$start::$step])',
          { walk: 'sum(xs[i] ** 2 for i in range($start, len(xs), $step))' },
        ],
      ),
    },
    ask: [
      'Return $what every $step value of xs, starting with the $start value.',
      'Take the $start value of xs and every $step value after it. Return $what these values.',
    ],
    solve: ['return $what', 'return $what.walk'],
    inputs: [ints({ max: 9, lo: -5, hi: 9 })],
  },
  {
    name: 'cut-both-ends',
    signature: 'cut(xs)',
    params: {
      a: choice('off-by-one', ['first value', '1'], ['first 2 values', '2'], ['first 3 values', '3']),
      b: choice('off-by-one', ['last value', '1'], ['last 2 values', '2'], ['last 3 values', '3']),
      what: wider(
        choice(
          'wrong-aggregate',
          ['a list of', 'xs[$a:len(xs) - $b]', { walk: '[xs[i] for i in range($a, len(xs) - $b)]' }],
          ['the sum of', 'sum(xs[$a:len(xs) - $b])', { walk: 'sum(xs[i] for i in range($a, len(xs) - $b))' }],
          [
            'the largest of',
            'max(xs[$a:len(xs) - $b])',
            { walk: 'max(xs[i] for i in range($a, len(xs) - $b))' },
          ],
        ),
        [
          'the smallest of',
          'min(xs[$a:len(xs) - $b])',
          { walk: 'min(xs[i] for i in range($a, len(xs) - $b))' },
        ],
        [
          'a sorted list of',
          'sorted(xs[$a:len(xs) - $b])',
          { walk: 'sorted(xs[i] for i in range($a, len(xs) - $b))' },
        ],
        [
          'a list, in reverse order, of',
          'xs[$a:len(xs) - $b][::-1]',
          { walk: '[xs[i] for i in range($a, len(xs) - $b)][::-1]' },
        ],
        [
          'a list of the doubles of',
          '[x * 2 for x in xs[$a:len(xs) - $b]]',
          { walk: '[xs[i] * 2 for i in range($a, len(xs) - $b)]' },
        ],
        [
          'the sum of the squares of',
          'sum(x * x for x in xs[$a:len(xs) - $b])',
          { walk: 'sum(xs[i] ** 2 for i in range($a, len(xs) - $b))' },
        ],
      ),
    },
    ask: [
      'Leave out the $a and the $b of xs, which has at least 7. Return $what the others.',
      'xs has at least 7 values. Without its $a and its $b, return $what the values.',
    ],
    solve: ['return $what', 'return $what.walk'],
    inputs: [ints({ min: 7, max: 9, lo: -5, hi: 9 })],
  },
  {
    name: 'ends-of-list',
    signature: 'part(xs, n)',
    params: {
      part: wider(
        choice(
          'wrong-index',
          ['the first n values', 'xs[:n]'],
          ['the last n values', 'xs[len(xs) - n:]'],
          ['all but the first n values', 'xs[n:]'],
          ['all but the last n values', 'xs[:len(xs) - n]'],
        ),
        ['the first n values except the very first', 'xs[1:n]'],
        ['the last n values except the very last', 'xs[len(xs) - n:-1]'],
      ),
      form: wider(
        choice(
          'wrong-order',
          ['in the order of xs', '$part'],
          ['in reverse order', '$part[::-1]'],
          ['in ascending order', 'sorted($part)'],
          ['in descending order', 'sorted($part, reverse=True)'],
          ['each plus 1', '[x + 1 for x in $part]'],
          ['each doubled', '[x * 2 for x in $part]'],
        ),
        ['each negated', '[-x for x in $part]'],
        ['each squared', '[x * x for x in $part]'],
        ['each halved and rounded down', '[x // 2 for x in $part]'],
        ['the negative ones left out', '[x for x in $part if x >= 0]'],
        ['the even ones left out', '[x for x in $part if x % 2 == 1]'],
        ['with a 0 added in front', '[0] + $part'],
        ['with a 0 added at the end', '$part + [0]'],
      ),
    },
    ask: [
      'Return $part of xs, $form. n is at most the length of xs.',
      'Return a list with $part of xs, $form. xs has at least n values.',
    ],
    solve: ['return $form'],
    inputs: [ints({ min: 4, max: 7, lo: -5, hi: 9 }), int({ lo: 0, hi: 4 })],
  },
  {
    name: 'rotate',
    signature: 'turn(xs)',
    params: {
      k: numbers(2, 3, 4),
      way: choice(
        'wrong-order',
        ['first $k values moved to the end', 'b + a', { cut: '$k' }],
        ['last $k values moved to the front', 'b + a', { cut: 'len(xs) - $k' }],
        ['first $k values moved in reverse order to the end', 'b + a[::-1]', { cut: '$k' }],
        ['last $k values moved in reverse order to the front', 'b[::-1] + a', { cut: 'len(xs) - $k' }],
      ),
      twice: choice('missed-step', ['', '$way'], [' Reverse the whole list at the end.', '($way)[::-1]']),
    },
    ask: [
      'xs has at least 5 values. Return it with its $way.$twice',
      'Return xs, which has at least 5 values, with its $way.$twice',
    ],
    solve: [
      `a = xs[:$way.cut]
       b = xs[$way.cut:]
       return $twice`,
      `b = xs[$way.cut:]
       a = xs[:$way.cut]
       return $twice`,
    ],
    inputs: [ints({ min: 5, max: 8, lo: 0, hi: 9 })],
  },
  {
    name: 'parity-positions',
    signature: 'pick(xs)',
    params: {
      place: wider(
        choice('wrong-condition', ['even', '% 2 == 0'], ['odd', '% 2 == 1'], ['divisible by 3', '% 3 == 0']),
        ['divisible by 4', '% 4 == 0'],
        ['at least 2', '>= 2'],
        ['below 4', '< 4'],
      ),
      base: choice('off-by-one', ['0', '', { start: '' }], ['1', '', { start: ', 1' }]),
      what: choice(
        'wrong-aggregate',
        ['list', '[x', { close: ']' }],
        ['sum', 'sum(x', { close: ')' }],
        ['number', 'sum(1', { close: ')' }],
      ),
      extra: wider(
        choice('missed-condition', ['', ''], ['positive', ' and x > 0']),
        ['negative', ' and x < 0'],
        ['even', ' and x % 2 == 0'],
        ['odd', ' and x % 2 == 1'],
      ),
    },
    ask: [
      'Positions in xs count from $base. Return the $what of the $extra values at positions that are $place.',
      'Return the $what of the $extra values of xs at positions, counted from $base, that are $place.',
    ],
    solve: ['return $what for i, x in enumerate(xs$base.start) if i $place$extra$what.close'],
    inputs: [ints()],
  },
  {
    name: 'join-lists',
    signature: 'join(xs, ys)',
    params: {
      a: wider(
        choice(
          'wrong-order',
          ['xs', 'xs'],
          ['xs in reverse order', 'xs[::-1]'],
          ['xs in ascending order', 'sorted(xs)'],
        ),
        ['xs in descending order', 'sorted(xs, reverse=True)'],
        ['xs without its first value', 'xs[1:]'],
        ['xs without its last value', 'xs[:-1]'],
      ),
      b: wider(
        choice(
          'wrong-order',
          ['ys', 'ys'],
          ['ys in reverse order', 'ys[::-1]'],
          ['ys in ascending order', 'sorted(ys)'],
        ),
        ['ys in descending order', 'sorted(ys, reverse=True)'],
        ['ys without its first value', 'ys[1:]'],
        ['ys without its last value', 'ys[:-1]'],
      ),
      way: wider(
        choice(
          'swapped-arguments',
          ['$a followed by $b', '$a + $b'],
          ['$b followed by $a', '$b + $a'],
          ['$a, then 0, then $b', '$a + [0] + $b'],
          ['$b, then 0, then $a', '$b + [0] + $a'],
        ),
        ['0, then $a, then $b', '[0] + $a + $b'],
        ['$a, then $b, then $a again', '$a + $b + $a'],
      ),
    },
    ask: ['Return one list: $way.', 'Put the values of the two lists into one list: $way. Return it.'],
    solve: [
      'return $way',
      `result = []
       result += $way
       return result`,
    ],
    inputs: [ints({ max: 4 }), ints({ max: 4 })],
  },
];
