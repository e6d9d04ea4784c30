import { int, ints } from '../arguments.ts';
import type { Family, Parameter } from '../family.ts';
import { bounds, choice, numbers, wider } from '../vocabulary.ts';

/** Made anew for each parameter: a family's options are told apart by identity. */
const limit = (): Parameter => choice('wrong-boundary', ['included', '<='], ['excluded', '<']);

/** Lists and sums over a range of whole numbers. */
export const ranges: readonly Family[] = [
  {
    name: 'range-total',
    signature: 'add(n)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum', 'sum(x', { close: ')' }],
        ['number', 'sum(1', { close: ')' }],
        ['list', '[x', { close: ']' }],
      ),
      a: numbers(1, 2, 3),
      end: choice('off-by-one', ['n included', 'n + 1'], ['n not included', 'n']),
      which: choice(
        'wrong-condition',
        ['even', '% 2 == 0'],
        ['odd', '% 2 == 1'],
        ['divisible by 3', '% 3 == 0'],
      ),
    },
    ask: [
      'Return the $agg of the whole numbers from $a to n, $end, that are $which.',
      'Take the whole numbers from $a to n, $end. Return the $agg of those that are $which.',
    ],
    solve: ['return $agg for x in range($a, $end) if x $which$agg.close'],
    inputs: [int({ lo: 0, hi: 20 })],
  },
  {
    name: 'list-from-to',
    signature: 'make(n)',
    params: {
      a: numbers(0, 1, 2, 3),
      step: choice(
        'wrong-constant',
        ['1', '', { by: '1' }],
        ['2', ', 2', { by: '2' }],
        ['3', ', 3', { by: '3' }],
      ),
      end: choice(
        'off-by-one',
        ['n included', 'n + 1', { cmp: '<=' }],
        ['n not included', 'n', { cmp: '<' }],
      ),
      turn: choice('wrong-order', ['ascending', ''], ['descending', '[::-1]']),
    },
    ask: [
      'Return the list of the numbers from $a to n in steps of $step, $end, in $turn order.',
      'Count from $a up to n in steps of $step, $end. Return the numbers as a list in $turn order.',
    ],
    solve: [
      'return list(range($a, $end$step))$turn',
      `result = []
       i = $a
       while i $end.cmp n:
           result.append(i)
           i += $step.by
       return result$turn`,
    ],
    inputs: [int({ lo: 0, hi: 15 })],
  },
  {
    name: 'count-down-list',
    signature: 'down(n)',
    params: {
      k: numbers(1, 2, 3, 4),
      end: choice(
        'off-by-one',
        ['$k included', '$k.before', { cmp: '>=' }],
        ['$k not included', '$k', { cmp: '>' }],
      ),
      step: numbers(1, 2, 3),
      item: choice('wrong-operator', ['numbers', 'i'], ['squares of the numbers', 'i * i']),
    },
    ask: [
      'Count down from n to $k in steps of $step, $end. Return a list of the $item.',
      'Return a list of the $item that come when you count from n down to $k, $end, in steps of $step.',
    ],
    solve: [
      'return [$item for i in range(n, $end, -$step)]',
      `result = []
       i = n
       while i $end.cmp $k:
           result.append($item)
           i -= $step
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 12 })],
  },
  {
    name: 'missing-numbers',
    signature: 'missing(xs)',
    params: {
      r: bounds([1, 5], [0, 4], [1, 6], [2, 7], [0, 6]),
      end: choice('off-by-one', ['included', '$r.after'], ['not included', '$r.hi']),
      what: choice(
        'wrong-result',
        ['the smallest, or None if there is none', 'min(ys, default=None)'],
        ['the largest, or None if there is none', 'max(ys, default=None)'],
        ['the number of them', 'len(ys)'],
        ['a list of them', 'ys'],
      ),
    },
    ask: [
      'Look for whole numbers from $r.lo to $r.hi, $r.hi $end, that are not in xs. Return $what.',
      'Which numbers from $r.lo to $r.hi, with $r.hi $end, does xs not have? Return $what.',
    ],
    solve: [
      `ys = [i for i in range($r.lo, $end) if i not in xs]
       return $what`,
      `ys = []
       for i in range($r.lo, $end):
           if i not in xs:
               ys.append(i)
       return $what`,
    ],
    inputs: [ints({ lo: 0, hi: 7, max: 8 })],
  },
  {
    name: 'build-table',
    signature: 'table(n, k)',
    params: {
      cell: wider(
        choice(
          'wrong-operator',
          ['i plus j', 'i + j'],
          ['i times j', 'i * j'],
          ['i minus j', 'i - j'],
          ['j minus i', 'j - i'],
          ['the larger of i and j', 'max(i, j)'],
          ['the smaller of i and j', 'min(i, j)'],
        ),
        ['i times i, plus j', 'i * i + j'],
        ['10 times i, plus j', '10 * i + j'],
        ['i plus 2 times j', 'i + 2 * j'],
        ['i times j, minus 1', 'i * j - 1'],
        ['the list of i and j', '[i, j]'],
      ),
      base: choice(
        'off-by-one',
        ['0', '', { rows: '$shape.rows', columns: '$shape.columns' }],
        ['1', '', { rows: '1, $shape.rows + 1', columns: '1, $shape.columns + 1' }],
      ),
      shape: wider(
        choice(
          'swapped-arguments',
          ['n rows and k columns', '', { rows: 'n', columns: 'k' }],
          ['k rows and n columns', '', { rows: 'k', columns: 'n' }],
        ),
        ['2 times n rows and k columns', '', { rows: '2 * n', columns: 'k' }],
        ['n rows and 2 times k columns', '', { rows: 'n', columns: '2 * k' }],
        ['2 times k rows and n columns', '', { rows: '2 * k', columns: 'n' }],
      ),
    },
    ask: ['Return a table with $shape. The value in row i and column j, counted from $base, is $cell.'],
    solve: [
      'return [[$cell for j in range($base.columns)] for i in range($base.rows)]',
      `result = []
       for i in range($base.rows):
           result.append([$cell for j in range($base.columns)])
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 3 }), int({ lo: 0, hi: 3 })],
  },
  {
    name: 'count-inside',
    signature: 'inside(xs)',
    params: {
      r: bounds([2, 6], [3, 8], [1, 5]),
      from: limit(),
      to: limit(),
      what: choice(
        'wrong-result',
        ['number of values', 'sum(1', { close: ')' }],
        ['sum of the values', 'sum(x', { close: ')' }],
        ['list of the values', '[x', { close: ']' }],
      ),
    },
    ask: [
      'Return the $what in xs between $r.lo and $r.hi, where $r.lo is $from and $r.hi is $to.',
      'Look at the values in xs from $r.lo, $from, to $r.hi, $to. Return the $what.',
    ],
    solve: ['return $what for x in xs if $r.lo $from x $to $r.hi$what.close'],
    inputs: [ints({ lo: 0, hi: 10 })],
  },
];
