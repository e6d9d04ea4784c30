import { bool, int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { bounds, choice, comparison, conjunction, flag, numbers, trait } from '../vocabulary.ts';

const labels = choice(
  'wrong-default',
  ["'low', 'mid' or 'high'", '', { lo: "'low'", mid: "'mid'", hi: "'high'" }],
  ["'C', 'B' or 'A'", '', { lo: "'C'", mid: "'B'", hi: "'A'" }],
  ["'none', 'half' or 'full'", '', { lo: "'none'", mid: "'half'", hi: "'full'" }],
);

/** Choosing between answers with conditions. */
export const decisions: readonly Family[] = [
  {
    name: 'three-levels',
    signature: 'level(n)',
    params: {
      labels,
      cmp: choice('wrong-boundary', ['above', '>', { not: '<=' }], ['at least', '>=', { not: '<' }]),
      r: bounds([3, 8], [4, 7], [5, 10], [2, 6], [4, 9]),
    },
    ask: [
      'Return $labels.hi if n is $cmp $r.hi, $labels.mid if n is only $cmp $r.lo, and $labels.lo otherwise.',
      'Return $labels.lo for small n, $labels.mid once n is $cmp $r.lo and $labels.hi once n is $cmp $r.hi.',
    ],
    solve: [
      `if n $cmp $r.hi:
           return $labels.hi
       if n $cmp $r.lo:
           return $labels.mid
       return $labels.lo`,
      `if n $cmp.not $r.lo:
           return $labels.lo
       elif n $cmp.not $r.hi:
           return $labels.mid
       return $labels.hi`,
      `result = $labels.lo
       if n $cmp $r.lo:
           result = $labels.mid
       if n $cmp $r.hi:
           result = $labels.hi
       return result`,
    ],
    inputs: [int({ lo: 0, hi: 14 })],
  },
  {
    name: 'two-rules-label',
    signature: 'label(n)',
    params: {
      p: bounds([2, 3], [2, 5], [3, 4], [3, 5]),
      both: choice('wrong-order', ["'both'", "'both'"], ["'a'", "'a'"], ["'b'", "'b'"]),
      none: choice('wrong-default', ['n itself', 'n'], ["'none'", "'none'"], ['0', '0']),
    },
    ask: [
      "Return 'a' if n is divisible by $p.lo, 'b' if it is divisible by $p.hi, $both if by both, and $none otherwise.",
    ],
    solve: [
      `if n % $p.lo == 0 and n % $p.hi == 0:
           return $both
       if n % $p.lo == 0:
           return 'a'
       if n % $p.hi == 0:
           return 'b'
       return $none`,
      `if n % $p.lo == 0:
           return $both if n % $p.hi == 0 else 'a'
       return 'b' if n % $p.hi == 0 else $none`,
    ],
    inputs: [int({ lo: 1, hi: 40 })],
  },
  {
    name: 'speed-fine',
    signature: 'fine(n)',
    params: {
      r: bounds([30, 40], [50, 60], [50, 55], [60, 70]),
      cmp: choice('wrong-boundary', ['up to', '<=', { not: '>' }], ['below', '<', { not: '>=' }]),
      a: bounds([20, 50], [25, 40], [30, 60], [10, 30]),
    },
    ask: [
      'Return the fine for speed n: 0 for a speed $cmp $r.lo, $a.lo for a speed $cmp $r.hi, and $a.hi beyond that.',
      'There is no fine for a speed n $cmp $r.lo. It is $a.lo $cmp $r.hi and otherwise $a.hi. Return the fine.',
    ],
    solve: [
      `if n $cmp $r.lo:
           return 0
       if n $cmp $r.hi:
           return $a.lo
       return $a.hi`,
      `result = 0
       if n $cmp.not $r.lo:
           result = $a.lo
       if n $cmp.not $r.hi:
           result = $a.hi
       return result`,
    ],
    inputs: [int({ lo: 20, hi: 80 })],
  },
  {
    name: 'flag-shift',
    signature: 'mode(n, flag)',
    params: {
      op: choice('wrong-operator', ['add $k to n', 'n += $k'], ['subtract $k from n', 'n -= $k']),
      k: numbers(2, 3, 4),
      when: flag,
      cmp: comparison,
    },
    ask: [
      "If flag is $when, first $op. Then return 'on' if n is $cmp 5 and 'off' otherwise.",
      "Return 'on' if n is $cmp 5, else 'off'. But first $op if flag is $when.",
    ],
    solve: [
      `if $when:
           $op
       return 'on' if n $cmp 5 else 'off'`,
    ],
    inputs: [int({ lo: 0, hi: 10 }), bool()],
  },
  {
    name: 'rule-with-flag',
    signature: 'allow(n, flag)',
    params: {
      test: trait,
      logic: conjunction,
      when: flag,
      yes: choice('wrong-result', ["'yes'", "'yes'", { no: "'no'" }], ["'go'", "'go'", { no: "'stop'" }]),
    },
    ask: [
      'Return $yes if n is $test $logic flag is $when, otherwise $yes.no.',
      'Return $yes.no, but $yes if n is $test $logic flag is $when.',
    ],
    solve: [
      `if n $test $logic $when:
           return $yes
       return $yes.no`,
    ],
    inputs: [int({ lo: -5, hi: 9 }), bool()],
  },
  {
    name: 'who-wins',
    signature: 'winner(a, b)',
    params: {
      words: choice(
        'wrong-result',
        ['', '', { a: "'a'", b: "'b'", tie: "'draw'" }],
        ['', '', { a: "'win'", b: "'loss'", tie: "'draw'" }],
        ['', '', { a: '1', b: '-1', tie: '0' }],
        ['', '', { a: "'up'", b: "'down'", tie: "'same'" }],
      ),
      more: choice(
        'swapped-arguments',
        ['more', 'a - b', { behind: 'b - a' }],
        ['fewer', 'b - a', { behind: 'a - b' }],
      ),
      k: numbers(1, 2, 3, 4),
    },
    ask: [
      'a and b are points. Return $words.a if a is at least $k $more than b, $words.b if b is at least $k $more than a, else $words.tie.',
    ],
    solve: [
      `if $more >= $k:
           return $words.a
       if $more.behind >= $k:
           return $words.b
       return $words.tie`,
    ],
    inputs: [int({ lo: 0, hi: 9 }), int({ lo: 0, hi: 9 })],
  },
  {
    name: 'ticket-price',
    signature: 'ticket(n)',
    params: {
      young: choice(
        'wrong-boundary',
        ['younger than $r.lo', 'n < $r.lo'],
        ['at most $r.lo years old', 'n <= $r.lo'],
      ),
      old: choice(
        'wrong-boundary',
        ['older than $r.hi', 'n > $r.hi'],
        ['at least $r.hi years old', 'n >= $r.hi'],
      ),
      r: bounds([6, 60], [12, 65], [14, 70]),
      a: numbers(2, 3, 4),
    },
    ask: [
      'A ticket costs $a for people who are $young or $old, and 10 for others. Return the price at age n.',
      'People pay 10, but only $a if they are $young or $old. Return the price for a person of age n.',
    ],
    solve: [
      `if $young or $old:
           return $a
       return 10`,
      `price = 10
       if $young:
           price = $a
       if $old:
           price = $a
       return price`,
    ],
    inputs: [int({ lo: 0, hi: 90 })],
  },
];
