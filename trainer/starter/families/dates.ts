import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, numbers, wider } from '../vocabulary.ts';

/** Times, days and years as whole numbers. */
export const dates: readonly Family[] = [
  {
    name: 'clock-hours',
    signature: 'hour(n)',
    params: {
      way: choice('wrong-operator', ['after', 'n + $k'], ['before', 'n - $k']),
      k: numbers(2, 3, 4, 5, 6),
      size: wider(
        choice(
          'wrong-constant',
          ['24 hours, 0 to 23', '$way) % 24', { close: '' }],
          ['12 hours, 0 to 11', '$way) % 12', { close: '' }],
          ['12 hours, 1 to 12', '$way - 1) % 12', { close: ' + 1' }],
        ),
        ['24 hours, 1 to 24', '$way - 1) % 24', { close: ' + 1' }],
        ['20 hours, 0 to 19', '$way) % 20', { close: '' }],
        ['10 hours, 0 to 9', '$way) % 10', { close: '' }],
      ),
    },
    ask: ['A clock has $size. Return the hour that it shows $k hours $way hour n.'],
    solve: ['return ($size$size.close'],
    inputs: [int({ lo: 0, hi: 23 })],
  },
  {
    name: 'units-of-time',
    signature: 'convert(n)',
    params: {
      unit: wider(
        choice(
          'wrong-constant',
          ['minutes', '60', { big: 'hours' }],
          ['hours', '24', { big: 'days' }],
          ['days', '7', { big: 'weeks' }],
          ['months', '12', { big: 'years' }],
        ),
        ['months', '3', { big: 'quarters' }],
        ['quarters', '4', { big: 'years' }],
        ['years', '10', { big: 'decades' }],
        ['days', '14', { big: 'fortnights' }],
        ['years', '100', { big: 'centuries' }],
      ),
      what: wider(
        choice(
          'wrong-result',
          ['the full $unit.big', 'n // $unit'],
          ['the $unit that are left after the full $unit.big', 'n % $unit'],
          ['a list of the full $unit.big and the $unit left', '[n // $unit, n % $unit]'],
          ['a list of the $unit left and the full $unit.big', '[n % $unit, n // $unit]'],
          ['the $unit.big, rounded up', '(n + $unit - 1) // $unit'],
          ['the $unit missing to full $unit.big', '-n % $unit'],
        ),
        ['the sum of the full $unit.big and the $unit left', 'n // $unit + n % $unit'],
        ['the $unit that the full $unit.big have together', 'n // $unit * $unit'],
        ['the larger of the numbers of full $unit.big and of $unit left', 'max(n // $unit, n % $unit)'],
        ['the nearest whole number of $unit.big, halves rounded up', '(n + $unit // 2) // $unit'],
      ),
    },
    ask: [
      'Change n $unit into $unit.big. Return $what.',
      'Return $what if n $unit are changed into $unit.big.',
    ],
    solve: ['return $what'],
    inputs: [int({ lo: 0, hi: 150 })],
  },
  {
    name: 'steps-on-a-ring',
    signature: 'steps(a, b)',
    params: {
      size: numbers(6, 7, 8, 10, 12),
      way: wider(
        choice(
          'wrong-order',
          ['forward from a to b', '(b - a) % $size'],
          ['backward from a to b', '(a - b) % $size'],
          ['from a to b, the shorter way', 'min((b - a) % $size, (a - b) % $size)'],
        ),
        ['from a to b, the longer way', 'max((b - a) % $size, (a - b) % $size)'],
        ['forward from a to b and on to place 0', '(b - a) % $size + -b % $size'],
      ),
      same: wider(choice('missed-edge-case', ['0', '0'], ['$size', '$size']), ['-1', '-1']),
    },
    ask: [
      'A ring has $size places, numbered from 0. Return the number of steps $way, but $same if a equals b.',
      'On a ring of $size places, return how many steps it is $way. If a equals b, return $same.',
    ],
    solve: [
      `if a == b:
           return $same
       return $way`,
    ],
    inputs: [int({ lo: 0, hi: 5 }), int({ lo: 0, hi: 5 })],
  },
  {
    name: 'day-of-year',
    signature: 'day(xs, m, n)',
    params: {
      month: choice('off-by-one', ['0', 'm'], ['1', 'm - 1']),
      what: wider(
        choice(
          'wrong-result',
          ['the number of that day in the year', 'sum(xs[:$month]) + n'],
          ['how many days of the year follow that day', 'sum(xs[$month:]) - n'],
          ['how many days of that month follow that day', 'xs[$month] - n'],
          ['how many days the months before that day have', 'sum(xs[:$month])'],
        ),
        ['how many days that month and the later ones have', 'sum(xs[$month:])'],
        ['how many days the later months have', 'sum(xs[$month:]) - xs[$month]'],
        ['how many days the other months have', 'sum(xs) - xs[$month]'],
        ['the length of the longest month from that one on', 'max(xs[$month:])'],
      ),
      more: wider(
        choice('wrong-operator', ['', ''], [', plus 1', ' + 1'], [', minus 1', ' - 1'], [', plus 2', ' + 2']),
        [', plus 3', ' + 3'],
        [', minus 2', ' - 2'],
      ),
    },
    ask: [
      'xs has the length of each month of a year. Take day n of month m, where months count from $month. Return $what$more.',
    ],
    solve: ['return $what$more'],
    inputs: [ints({ lo: 28, hi: 31, min: 3, max: 5 }), int({ lo: 1, hi: 2 }), int({ lo: 1, hi: 28 })],
  },
  {
    name: 'recent-years',
    signature: 'recent(xs, n)',
    params: {
      from: choice('wrong-boundary', ['n - $k included', '<='], ['n - $k not included', '<']),
      to: choice('wrong-boundary', ['n included', '<='], ['n not included', '<']),
      k: numbers(3, 4, 5),
      what: choice(
        'wrong-result',
        ['how many years of xs lie', 'sum(1', { close: ')' }],
        ['the list of the years of xs that lie', '[x', { close: ']' }],
        ['the sum of the years of xs that lie', 'sum(x', { close: ')' }],
      ),
    },
    ask: ['Return $what between n - $k and n, with $from and $to.'],
    solve: ['return $what for x in xs if n - $k $from x $to n$what.close'],
    inputs: [ints({ lo: 0, hi: 12 }), int({ lo: 4, hi: 10 })],
  },
  {
    name: 'two-ranges',
    signature: 'cost(a, b, c, d)',
    params: {
      ends: choice('off-by-one', ['included', ' + 1', { gap: ' - 1' }], ['not included', '', { gap: '' }]),
      what: wider(
        choice(
          'wrong-result',
          ['that both ranges share', 'max(0, min(b, d) - max(a, c)$ends)'],
          ['from the earliest start to the latest end', '(max(b, d) - min(a, c)$ends)'],
          ['between the two ranges', 'max(0, max(a, c) - min(b, d)$ends.gap)'],
        ),
        ['of the longer range', 'max(b - a$ends, d - c$ends)'],
        ['in the first range alone', '(b - a$ends - max(0, min(b, d) - max(a, c)$ends))'],
      ),
      k: numbers(2, 3, 4, 5),
    },
    ask: [
      'Two ranges of days go from a to b and from c to d, the last day $ends. Each day $what costs $k. Return the cost.',
    ],
    solve: [
      'return $what * $k',
      `days = $what
       return days * $k`,
    ],
    inputs: [int({ lo: 0, hi: 5 }), int({ lo: 5, hi: 10 }), int({ lo: 0, hi: 8 }), int({ lo: 8, hi: 12 })],
  },
];
