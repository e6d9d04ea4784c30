import { int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, comparison, conjunction, numbers, operation, trait, wider } from '../vocabulary.ts';

/** True or False for a few numbers. */
export const conditions: readonly Family[] = [
  {
    name: 'properties-of-two',
    signature: 'check(a, b)',
    params: { p: trait, logic: conjunction, q: trait },
    ask: [
      'Return True if a is $p $logic b is $q, otherwise False.',
      'Check that a is $p $logic that b is $q. Return True or False.',
    ],
    solve: ['return a $p $logic b $q'],
    inputs: [int({ lo: -9, hi: 9 }), int({ lo: -9, hi: 9 })],
  },
  {
    name: 'leap-rule',
    signature: 'special(n)',
    params: {
      rule: wider(
        choice(
          'wrong-logic',
          ['divisible by $p.a but not by $p.b', 'n % $p.a == 0 and n % $p.b != 0'],
          [
            'divisible by $p.a but not by $p.b, or divisible by $p.c',
            'n % $p.a == 0 and n % $p.b != 0 or n % $p.c == 0',
          ],
          [
            'divisible by $p.b, or by $p.a but not by $p.c',
            'n % $p.b == 0 or n % $p.a == 0 and n % $p.c != 0',
          ],
          [
            'divisible by $p.a and by $p.b, but not by $p.c',
            'n % $p.a == 0 and n % $p.b == 0 and n % $p.c != 0',
          ],
        ),
        ['divisible by $p.a and less than $p.b$p.c', 'n % $p.a == 0 and n < $p.b$p.c'],
        ['divisible by $p.a or greater than $p.b$p.c', 'n % $p.a == 0 or n > $p.b$p.c'],
      ),
      p: wider(
        choice(
          'wrong-constant',
          ['', '', { a: '2', b: '3', c: '5' }],
          ['', '', { a: '3', b: '2', c: '5' }],
          ['', '', { a: '2', b: '5', c: '3' }],
          ['', '', { a: '3', b: '4', c: '2' }],
          ['', '', { a: '4', b: '3', c: '5' }],
        ),
        ['', '', { a: '5', b: '2', c: '7' }],
        ['', '', { a: '5', b: '3', c: '2' }],
        ['', '', { a: '4', b: '5', c: '3' }],
        ['', '', { a: '6', b: '4', c: '5' }],
        ['', '', { a: '3', b: '5', c: '4' }],
      ),
      yes: choice('wrong-logic', ['True', 'True', { no: 'False' }], ['False', 'False', { no: 'True' }]),
    },
    ask: ['Return $yes if n is $rule. Otherwise return $yes.no.'],
    solve: [
      `if $rule:
           return $yes
       return $yes.no`,
    ],
    inputs: [int({ lo: 0, hi: 60 })],
  },
  {
    name: 'order-of-three',
    signature: 'check(a, b, c)',
    params: {
      way: choice(
        'wrong-boundary',
        ['each number is less than the next', '<'],
        ['each number is at most the next', '<='],
        ['each number is greater than the next', '>'],
        ['each number is at least the next', '>='],
      ),
      line: choice(
        'wrong-order',
        ['a, b, c', 'a $way b and b $way c', { one: 'a $way b $way c' }],
        ['a, c, b', 'a $way c and c $way b', { one: 'a $way c $way b' }],
        ['b, a, c', 'b $way a and a $way c', { one: 'b $way a $way c' }],
        ['c, a, b', 'c $way a and a $way b', { one: 'c $way a $way b' }],
      ),
      yes: choice(
        'wrong-logic',
        ['True', '', { open: '', close: '' }],
        ['False', '', { open: 'not (', close: ')' }],
      ),
    },
    ask: [
      'Return $yes if in the order $line $way, and the opposite otherwise.',
      'Look at the numbers in the order $line. Return $yes if $way, else the opposite.',
    ],
    solve: ['return $yes.open$line.one$yes.close', 'return $yes.open$line$yes.close'],
    inputs: [int({ lo: 0, hi: 5 }), int({ lo: 0, hi: 5 }), int({ lo: 0, hi: 5 })],
  },
  {
    name: 'pick-from-three',
    signature: 'pick(a, b, c)',
    params: {
      first: choice('wrong-index', ['largest', '[2]'], ['smallest', '[0]'], ['middle', '[1]']),
      op: wider(operation, ['plus twice', '+ 2 *'], ['minus twice', '- 2 *']),
      second: wider(
        choice('wrong-variable', ['a', 'a'], ['b', 'b'], ['c', 'c'], ['the smallest', 'min(a, b, c)']),
        ['the product of a and b', 'a * b'],
        ['the sum of all three', '(a + b + c)'],
        ['the distance of a and b', 'abs(a - b)'],
      ),
    },
    ask: [
      'Sort a, b and c. Return the $first of the three $op $second.',
      'Return the $first of the numbers a, b and c, $op $second.',
    ],
    solve: [
      'return sorted([a, b, c])$first $op $second',
      `xs = [a, b, c]
       xs.sort()
       return xs$first $op $second`,
    ],
    inputs: [int({ lo: 0, hi: 9 }), int({ lo: 0, hi: 9 }), int({ lo: 0, hi: 9 })],
  },
  {
    name: 'count-of-three',
    signature: 'count(a, b, c)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      what: choice(
        'wrong-result',
        ['how many of a, b and c are', 'sum(1 for x in [a, b, c] if x $cmp $k)'],
        ['True if at least two of a, b and c are', 'sum(1 for x in [a, b, c] if x $cmp $k) >= 2'],
        ['the sum of those of a, b and c that are', 'sum(x for x in [a, b, c] if x $cmp $k)'],
      ),
    },
    ask: ['Return $what $cmp $k.', 'Look at the numbers a, b and c. Return $what $cmp $k.'],
    solve: ['return $what'],
    inputs: [int({ lo: 0, hi: 9 }), int({ lo: 0, hi: 9 }), int({ lo: 0, hi: 9 })],
  },
  {
    name: 'opening-hours',
    signature: 'check(n)',
    params: {
      r: bounds([8, 18], [9, 17], [7, 20], [10, 16]),
      from: choice('wrong-boundary', ['included', '>=', { out: '<' }], ['excluded', '>', { out: '<=' }]),
      to: choice('wrong-boundary', ['included', '<=', { out: '>' }], ['excluded', '<', { out: '>=' }]),
      state: choice(
        'wrong-logic',
        ['open', 'n $from $r.lo and n $to $r.hi'],
        ['closed', 'n $from.out $r.lo or n $to.out $r.hi'],
      ),
    },
    ask: [
      'A shop is open from hour $r.lo, $from, to hour $r.hi, $to. Return True if it is $state at hour n, else False.',
    ],
    solve: ['return $state'],
    inputs: [int({ lo: 0, hi: 23 })],
  },
  {
    name: 'day-of-week',
    signature: 'check(n)',
    params: {
      k: numbers(1, 2, 3, 4, 5),
      test: choice(
        'wrong-condition',
        ['a weekend day, 5 or 6', '>= 5'],
        ['a work day, 0 to 4', '< 5'],
        ['the first day, 0', '== 0'],
        ['the last day, 6', '== 6'],
      ),
      way: choice('wrong-operator', ['after', '+'], ['before', '-']),
    },
    ask: [
      'Week days are numbered 0 to 6 and today is day $k. Return True if the day n days $way today is $test.',
    ],
    solve: [
      'return ($k $way n) % 7 $test',
      `day = $k $way n
       return day % 7 $test`,
    ],
    inputs: [int({ lo: 0, hi: 20 })],
  },
];
