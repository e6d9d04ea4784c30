import { int, matrix } from '../arguments.ts';
import type { Family, Parameter } from '../family.ts';
import { choice, comparison, gathering, numbers, wider } from '../vocabulary.ts';

/** Made anew for each parameter: a family's options are told apart by identity. */
const border = (): Parameter =>
  choice(
    'wrong-index',
    ['first row', 'm[0]'],
    ['last row', 'm[-1]'],
    ['first column', '[row[0] for row in m]'],
    ['last column', '[row[-1] for row in m]'],
  );

/** Values in lists of rows of equal length. */
export const matrices: readonly Family[] = [
  {
    name: 'cells-where',
    signature: 'cells(m)',
    params: {
      agg: gathering,
      cmp: comparison,
      k: numbers(2, 3, 4),
    },
    ask: [
      'Return the $agg of all values in the matrix m that are $cmp $k.',
      'm is a matrix. Look at its values $cmp $k and return the $agg of them.',
    ],
    solve: [
      'return $agg for row in m for x in row if x $cmp $k$agg.close',
      `xs = [x for row in m for x in row]
       return $agg for x in xs if x $cmp $k$agg.close`,
    ],
    inputs: [matrix()],
  },
  {
    name: 'diagonals',
    signature: 'diagonal(m)',
    params: {
      which: choice(
        'wrong-index',
        ['top left to bottom right', 'm[i][i]'],
        ['top right to bottom left', 'm[i][len(m) - 1 - i]'],
        ['bottom left to top right', 'm[len(m) - 1 - i][i]'],
      ),
      what: wider(
        choice(
          'wrong-aggregate',
          ['sum', 'sum(xs)'],
          ['list', 'xs'],
          ['sorted list', 'sorted(xs)'],
          ['number', 'len(xs)'],
        ),
        ['list of the cubes', '[x * x * x for x in xs]'],
        ['list of the squares', '[x * x for x in xs]'],
        ['list of the doubles', '[x * 2 for x in xs]'],
      ),
      test: wider(
        choice('missed-condition', ['', ''], ['even', ' if $which % 2 == 0'], ['positive', ' if $which > 0']),
        ['odd', ' if $which % 2 == 1'],
        ['negative', ' if $which < 0'],
        ['non-zero', ' if $which != 0'],
      ),
    },
    ask: ['m has as many rows as columns. Return the $what of the $test values on its diagonal from $which.'],
    solve: [
      `xs = [$which for i in range(len(m))$test]
       return $what`,
    ],
    inputs: [matrix({ square: true })],
  },
  {
    name: 'turn-matrix',
    signature: 'turn(m)',
    params: {
      way: wider(
        choice(
          'wrong-order',
          ['with its rows in reverse order', 'm[::-1]'],
          ['with each row in reverse order', '[row[::-1] for row in m]'],
          ['with rows and columns exchanged', '[list(row) for row in zip(*m)]'],
          ['turned a quarter to the right', '[list(row) for row in zip(*m[::-1])]'],
          ['turned a quarter to the left', '[list(row) for row in zip(*m)][::-1]'],
        ),
        ['rotated by 180 degrees', '[row[::-1] for row in m[::-1]]'],
        ['without its first row', 'm[1:]'],
        ['without its last column', '[row[:-1] for row in m]'],
        ['with its last row moved to the top', 'm[-1:] + m[:-1]'],
        ['with its first column moved to the end', '[row[1:] + row[:1] for row in m]'],
      ),
      op: wider(
        choice(
          'wrong-operator',
          ['as it is', 'x'],
          ['doubled', 'x * 2'],
          ['plus 1', 'x + 1'],
          ['minus 1', 'x - 1'],
          ['negated', '-x'],
        ),
        ['tripled', 'x * 3'],
        ['squared', 'x * x'],
        ['halved and rounded down', 'x // 2'],
        ['subtracted from 10', '10 - x'],
      ),
    },
    ask: ['Return the matrix m $way and with each value $op.'],
    solve: [
      `m = $way
       return [[$op for x in row] for row in m]`,
      `m = [[$op for x in row] for row in m]
       return $way`,
    ],
    inputs: [matrix()],
  },
  {
    name: 'border-lines',
    signature: 'border(m)',
    params: {
      a: border(),
      op: choice('wrong-operator', ['plus', '+'], ['minus', '-']),
      b: border(),
    },
    ask: [
      'Return the sum of the $a of m $op the sum of its $b.',
      'Add up the $a of the matrix m. Return this sum $op the sum of the $b.',
    ],
    solve: [
      'return sum($a) $op sum($b)',
      `a = sum($a)
       b = sum($b)
       return a $op b`,
    ],
    inputs: [matrix()],
  },
  {
    name: 'column-values',
    signature: 'column(m, n)',
    params: {
      line: choice('wrong-variable', ['column', 'row[n$base] for row in m'], ['row', 'x for x in m[n$base]']),
      base: choice('off-by-one', ['0', ''], ['1', ' - 1']),
      agg: wider(
        choice(
          'wrong-aggregate',
          ['sum', 'sum(xs)'],
          ['list', 'xs'],
          ['sorted list', 'sorted(xs)'],
          ['largest', 'max(xs)'],
          ['smallest', 'min(xs)'],
        ),
        ['sum of the squares', 'sum(x * x for x in xs)'],
        ['list of the squares', '[x * x for x in xs]'],
        ['list of the cubes', '[x * x * x for x in xs]'],
        ['list of the doubles', '[x * 2 for x in xs]'],
        ['reversed list', 'xs[::-1]'],
        ['list in descending order', 'sorted(xs, reverse=True)'],
        ['sorted list of the squares', 'sorted(x * x for x in xs)'],
        ['average', 'sum(xs) / len(xs)'],
        ['largest square', 'max(x * x for x in xs)'],
        ['smallest square', 'min(x * x for x in xs)'],
        ['difference between the largest and the smallest', 'max(xs) - min(xs)'],
        ['sum of the largest and the smallest', 'max(xs) + min(xs)'],
        ['product of the largest and the smallest', 'max(xs) * min(xs)'],
      ),
    },
    ask: [
      'Return the $agg of the values in $line n of the matrix m, where the first $line has number $base.',
    ],
    solve: [
      `xs = [$line]
       return $agg`,
    ],
    inputs: [matrix({ square: true }), int({ lo: 1, hi: 2 })],
  },
];
