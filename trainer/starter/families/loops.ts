import { int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, numbers, upperLimit, wider } from '../vocabulary.ts';

/** Repeating a step until something holds. */
export const loops: readonly Family[] = [
  {
    name: 'steps-until',
    signature: 'steps(n)',
    params: {
      op: choice(
        'wrong-operator',
        ['divided by $k, rounding down,', 'n //= $k'],
        ['reduced by $k', 'n -= $k'],
      ),
      k: numbers(2, 3, 4),
      stop: choice('wrong-boundary', ['less than', 'n >= $m'], ['at most', 'n > $m']),
      m: numbers(3, 4, 5),
    },
    ask: [
      'n is $op again and again until it is $stop $m. Return how often this happens.',
      'Return how many times n must be $op until it is $stop $m.',
    ],
    solve: [
      `count = 0
       while $stop:
           $op
           count += 1
       return count`,
    ],
    inputs: [int({ lo: 0, hi: 60 })],
  },
  {
    name: 'count-small-shapes',
    signature: 'shapes(n)',
    params: {
      shape: choice(
        'wrong-operator',
        ['i times i', 'i * i'],
        ['i times i plus 1', 'i * i + 1'],
        ['i times i plus i', 'i * i + i'],
        ['i times i times i', 'i * i * i'],
        ['2 times i', '2 * i'],
      ),
      cmp: upperLimit,
      a: numbers(0, 1, 2),
    },
    ask: [
      'Return how many whole numbers i, starting from $a, have $shape $cmp n.',
      'Starting with i at $a, count the whole numbers i for which $shape is $cmp n.',
    ],
    solve: [
      `count = 0
       i = $a
       while $shape $cmp n:
           count += 1
           i += 1
       return count`,
      'return sum(1 for i in range($a, n + 1) if $shape $cmp n)',
    ],
    inputs: [int({ lo: 0, hi: 50 })],
  },
  {
    name: 'sum-sequence',
    signature: 'term(n)',
    params: {
      start: wider(
        choice(
          'wrong-start',
          ['1 and 1', '1, 1'],
          ['0 and 1', '0, 1'],
          ['1 and 2', '1, 2'],
          ['2 and 1', '2, 1'],
        ),
        ['1 and 3', '1, 3'],
        ['3 and 1', '3, 1'],
        ['2 and 5', '2, 5'],
      ),
      rule: wider(
        choice(
          'wrong-operator',
          ['the sum of the two before it', 'a + b'],
          ['the sum of the two before it plus 1', 'a + b + 1'],
          ['the one before it plus twice the one before that', 'b + 2 * a'],
          ['twice the one before it minus the one before that', '2 * b - a'],
        ),
        ['the one before it minus the one before that', 'b - a'],
        ['the sum of the two before it minus 2', 'a + b - 2'],
        ['the last digit of the sum of the two before it', '(a + b) % 10'],
        ['twice the sum of the two before it', '2 * (a + b)'],
        ['three times the one before it minus the one before that', '3 * b - a'],
      ),
      base: choice('off-by-one', ['0', 'n'], ['1', 'n - 1']),
    },
    ask: [
      'A sequence starts with $start. Each further number is $rule. Return number n, counting from $base.',
    ],
    solve: [
      `a, b = $start
       for i in range($base):
           a, b = b, $rule
       return a`,
      `xs = [$start]
       for i in range($base):
           a, b = xs[-2], xs[-1]
           xs.append($rule)
       return xs[$base]`,
    ],
    inputs: [int({ lo: 1, hi: 9 })],
  },
  {
    name: 'alternate-by-property',
    signature: 'play(n)',
    params: {
      test: choice('wrong-condition', ['even', '% 2 == 0'], ['divisible by 3', '% 3 == 0']),
      p: bounds([1, 2], [2, 1], [1, 3], [3, 1], [2, 3], [3, 2], [2, 4]),
      what: choice('wrong-result', ['the number of steps', 'count'], ['the final n', 'n']),
    },
    ask: [
      'While n is positive, subtract $p.lo if n is $test and $p.hi if it is not. Return $what.',
      'As long as n is above 0, take away $p.lo when n is $test and $p.hi otherwise. Return $what.',
    ],
    solve: [
      `count = 0
       while n > 0:
           if n $test:
               n -= $p.lo
           else:
               n -= $p.hi
           count += 1
       return $what`,
      `count = 0
       while n > 0:
           n -= $p.lo if n $test else $p.hi
           count += 1
       return $what`,
    ],
    inputs: [int({ lo: -2, hi: 25 })],
  },
  {
    name: 'count-rounds',
    signature: 'rounds(a, b)',
    params: {
      p: numbers(1, 2, 3),
      q: numbers(2, 3, 4),
      stop: choice('wrong-boundary', ['at most', '>'], ['less than', '>=']),
      what: choice(
        'wrong-result',
        ['the number of rounds', 'count'],
        ['a at the end', 'a'],
        ['b at the end', 'b'],
      ),
    },
    ask: ['In each round a grows by $p and b shrinks by $q. Rounds go on until b is $stop a. Return $what.'],
    solve: [
      `count = 0
       while b $stop a:
           a += $p
           b -= $q
           count += 1
       return $what`,
    ],
    inputs: [int({ lo: 0, hi: 10 }), int({ lo: 0, hi: 30 })],
  },
  {
    name: 'powers-up-to',
    signature: 'powers(n)',
    params: {
      a: numbers(1, 2, 3),
      b: numbers(2, 3),
      cmp: upperLimit,
      what: choice(
        'wrong-result',
        ['the list of', '[]', { step: 'result.append(x)' }],
        ['the number of', '0', { step: 'result += 1' }],
        ['the sum of', '0', { step: 'result += x' }],
      ),
    },
    ask: [
      'Start with $a and multiply by $b again and again. Return $what all values that are $cmp n.',
      'Return $what the values $cmp n that come from multiplying $a by $b again and again, starting with $a itself.',
    ],
    solve: [
      `result = $what
       x = $a
       while x $cmp n:
           $what.step
           x *= $b
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 60 })],
  },
];
