import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, property, scaledRelation, wider } from '../vocabulary.ts';

/** Two lists walked through together. */
export const twoLists: readonly Family[] = [
  {
    name: 'combine-pairs',
    signature: 'combine(xs, ys)',
    params: {
      op: wider(
        choice(
          'wrong-operator',
          ['sum x + y', 'x + y'],
          ['difference x - y', 'x - y'],
          ['difference y - x', 'y - x'],
          ['product', 'x * y'],
          ['larger value', 'max(x, y)'],
          ['smaller value', 'min(x, y)'],
        ),
        ['number 10 * x + y', '10 * x + y'],
        ['sum x + 2 * y', 'x + 2 * y'],
        ['square of x', 'x * x'],
        ['square of x + y', '(x + y) * (x + y)'],
        ['list [x, y]', '[x, y]'],
      ),
      rel: scaledRelation,
    },
    ask: [
      'Walk through xs and ys together. For each x that is $rel its y, put the $op into a list. Return it.',
      'Return a list with the $op for every pair of x in xs and y in ys where x is $rel y.',
    ],
    solve: [
      'return [$op for x, y in zip(xs, ys) if x $rel y]',
      `result = []
       for i in range(min(len(xs), len(ys))):
           x, y = xs[i], ys[i]
           if x $rel y:
               result.append($op)
       return result`,
    ],
    inputs: [ints({ lo: 0, hi: 6 }), ints({ lo: 0, hi: 6, paired: true })],
  },
  {
    name: 'take-turns',
    signature: 'mix(xs, ys)',
    params: {
      a: wider(
        choice('wrong-operator', ['x', 'x'], ['x plus 1', 'x + 1'], ['x times 2', 'x * 2']),
        ['x minus 1', 'x - 1'],
        ['x times x', 'x * x'],
        ['x plus y', 'x + y'],
      ),
      b: wider(
        choice('wrong-operator', ['y', 'y'], ['y plus 1', 'y + 1'], ['y times 2', 'y * 2']),
        ['y minus 1', 'y - 1'],
        ['y times 3', 'y * 3'],
        ['y minus x', 'y - x'],
      ),
      way: choice('wrong-order', ['first $a, then $b', '$a, $b'], ['first $b, then $a', '$b, $a']),
      pair: wider(
        choice(
          'wrong-result',
          ['one flat list', 'result += [$way]'],
          ['a list of pairs', 'result.append([$way])'],
        ),
        ['a list of pairs, the last pair first', 'result.insert(0, [$way])'],
        ['a list of pairs, pairs of equal numbers left out', 'if $a != $b:\n    result.append([$way])'],
      ),
    },
    ask: ['For each x in xs and the y in ys at the same place, take $way. Return $pair.'],
    solve: [
      `result = []
       for x, y in zip(xs, ys):
           $pair
       return result`,
      `result = []
       for i in range(len(xs)):
           x = xs[i]
           y = ys[i]
           $pair
       return result`,
    ],
    inputs: [ints({ max: 4 }), ints({ paired: true })],
  },
  {
    name: 'dot-product',
    signature: 'points(xs, ys)',
    params: {
      op: choice(
        'wrong-operator',
        ['x * y', 'x * y'],
        ['x + y', 'x + y'],
        ['x - y', 'x - y'],
        ['y - x', 'y - x'],
        ['abs(x - y)', 'abs(x - y)'],
      ),
      test: choice('wrong-condition', ['positive', '> 0'], ['even', '% 2 == 0'], ['odd', '% 2 == 1']),
      part: choice('wrong-variable', ['x', 'x'], ['y', 'y']),
    },
    ask: [
      'Return the sum of $op over all pairs of x in xs and y in ys at the same place where $part is $test.',
      'Walk through x in xs and y in ys together. Add up $op whenever $part is $test, and return the sum.',
    ],
    solve: [
      'return sum($op for x, y in zip(xs, ys) if $part $test)',
      `total = 0
       for i in range(len(xs)):
           x, y = xs[i], ys[i]
           if $part $test:
               total += $op
       return total`,
    ],
    inputs: [ints({ lo: -3, hi: 6 }), ints({ lo: -3, hi: 6, paired: true })],
  },
  {
    name: 'filter-by-other',
    signature: 'select(xs, ys)',
    params: {
      test: property,
      sides: choice(
        'wrong-variable',
        ['xs', 'x', { other: 'ys', by: 'y' }],
        ['ys', 'y', { other: 'xs', by: 'x' }],
      ),
      turn: choice('wrong-order', ['', ''], [' Reverse the list at the end.', '[::-1]']),
    },
    ask: [
      'Return a list of the values of $sides where the value of $sides.other at the same place is $test.$turn',
      'Keep a value of $sides if the value of $sides.other beside it is $test. Return a list of them.$turn',
    ],
    solve: [
      `result = [$sides for x, y in zip(xs, ys) if $sides.by $test]
       return result$turn`,
      `result = []
       for x, y in zip(xs, ys):
           if $sides.by $test:
               result.append($sides)
       return result$turn`,
    ],
    inputs: [ints({ lo: -4, hi: 9 }), ints({ lo: -4, hi: 9, paired: true })],
  },
];
