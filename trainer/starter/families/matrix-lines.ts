import { matrix } from '../arguments.ts';
import type { Family } from '../family.ts';
import { better, choice, comparison, numbers, property, quantifier, tie, wider } from '../vocabulary.ts';

const lines = choice('wrong-variable', ['row', 'm'], ['column', 'zip(*m)']);

/** Rows and columns as wholes. */
export const matrixLines: readonly Family[] = [
  {
    name: 'lines-of-matrix',
    signature: 'lines(m)',
    params: {
      line: lines,
      agg: wider(
        choice(
          'wrong-aggregate',
          ['sum', 'sum(row)'],
          ['largest value', 'max(row)'],
          ['smallest value', 'min(row)'],
          ['first value', 'row[0]'],
          ['last value', 'row[-1]'],
        ),
        ['number of positive values', 'sum(1 for x in row if x > 0)'],
        ['number of different values', 'len(set(row))'],
        ['sum of the squares of the values', 'sum(x * x for x in row)'],
        ['sum of the largest and the smallest value', 'max(row) + min(row)'],
      ),
      turn: wider(
        choice(
          'wrong-order',
          ['in the order of m', 'ys'],
          ['in reverse order', 'ys[::-1]'],
          ['in ascending order', 'sorted(ys)'],
        ),
        ['in descending order', 'sorted(ys, reverse=True)'],
        ['without the first one', 'ys[1:]'],
      ),
    },
    ask: [
      'Return a list with the $agg of each $line of m, $turn.',
      'Find the $agg of each $line of the matrix m. Return them as a list $turn.',
    ],
    solve: [
      `ys = [$agg for row in $line]
       return $turn`,
      `ys = []
       for row in $line:
           ys.append($agg)
       return $turn`,
    ],
    inputs: [matrix()],
  },
  {
    name: 'best-row',
    signature: 'choose(m)',
    params: {
      side: better,
      tie,
      agg: choice('wrong-aggregate', ['sum', 'sum'], ['maximum', 'max'], ['minimum', 'min']),
      what: wider(
        choice(
          'wrong-result',
          ['position, counted from 0', 'best'],
          ['position, counted from 1', 'best + 1'],
          ['values', 'm[best]'],
        ),
        ['first value', 'm[best][0]'],
        ['last value', 'm[best][-1]'],
        ['doubled values', '[x * 2 for x in m[best]]'],
        ['values in ascending order', 'sorted(m[best])'],
        ['values in reverse order', 'm[best][::-1]'],
      ),
    },
    ask: [
      'Find the row of m whose $agg is the $side; of several the $tie one. Return its $what.',
      'Return the $what of the row of m with the $side $agg, and of several such rows take the $tie one.',
    ],
    solve: [
      `best = 0
       for i in range(1, len(m)):
           if $agg(m[i]) $side$tie $agg(m[best]):
               best = i
       return $what`,
      `best = 0
       for i, row in enumerate(m):
           if i > 0 and $agg(row) $side$tie $agg(m[best]):
               best = i
       return $what`,
    ],
    inputs: [matrix({ lo: 0, hi: 4 })],
  },
  {
    name: 'rows-where',
    signature: 'rows(m)',
    params: {
      agg: choice('wrong-aggregate', ['sum', 'sum'], ['largest value', 'max'], ['smallest value', 'min']),
      cmp: comparison,
      k: numbers(3, 4, 5),
      what: choice(
        'wrong-result',
        ['how many rows of m have', 'sum(1', { close: ')' }],
        ['a list of the rows of m that have', '[row', { close: ']' }],
      ),
    },
    ask: ['Return $what a $agg that is $cmp $k.'],
    solve: ['return $what for row in m if $agg(row) $cmp $k$what.close'],
    inputs: [matrix()],
  },
  {
    name: 'all-rows',
    signature: 'check(m)',
    params: {
      all: quantifier,
      line: lines,
      inner: choice('wrong-logic', ['only values that are', 'all'], ['at least one value that is', 'any']),
      test: property,
    },
    ask: ['Return True if $all $line of m has $inner $test, otherwise False.'],
    solve: [
      'return $all($inner(x $test for x in row) for row in $line)',
      `xs = [$inner(x $test for x in row) for row in $line]
       return $all(xs)`,
    ],
    inputs: [matrix()],
  },
];
