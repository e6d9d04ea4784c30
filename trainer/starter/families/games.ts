import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { text } from '../text-arguments.ts';
import { choice, comparison, numbers, wider } from '../vocabulary.ts';

/** Small games that a loop plays. */
export const games: readonly Family[] = [
  {
    name: 'move-on-line',
    signature: 'move(s)',
    params: {
      a: numbers(1, 2, 3),
      b: numbers(1, 2),
      start: numbers(0, 5),
      what: choice(
        'wrong-result',
        ['final place', 'n'],
        ['largest place, start included', 'best'],
        ['distance from start to end', 'abs(n - $start)'],
      ),
    },
    ask: [
      "Start at $start. In s, 'u' moves $a up, 'd' moves $b down, and other letters do nothing. Return the $what.",
    ],
    solve: [
      `n, best = $start, $start
       for c in s:
           if c == 'u':
               n += $a
           elif c == 'd':
               n -= $b
           best = max(best, n)
       return $what`,
    ],
    inputs: [text({ letters: 'udx' })],
  },
  {
    name: 'score-with-floor',
    signature: 'score(xs)',
    params: {
      cmp: comparison,
      k: numbers(3, 4),
      gain: numbers(1, 2),
      loss: choice(
        'wrong-operator',
        ['lose 1 point, but never go below 0', 'total = max(0, total - 1)'],
        ['lose 1 point', 'total -= 1'],
        ['go back to 0', 'total = 0'],
      ),
    },
    ask: [
      'Start with 0 points. For each x in xs that is $cmp $k win $gain, otherwise $loss. Return the points.',
    ],
    solve: [
      `total = 0
       for x in xs:
           if x $cmp $k:
               total += $gain
           else:
               $loss
       return total`,
      `total = 0
       for x in xs:
           if x $cmp.not $k:
               $loss
           else:
               total += $gain
       return total`,
    ],
    inputs: [ints({ lo: 0, hi: 7 })],
  },
  {
    name: 'battery',
    signature: 'battery(n, xs)',
    params: {
      top: numbers(8, 9, 10),
      low: choice('wrong-boundary', ['below 0', 'n < 0'], ['0 or less', 'n <= 0']),
      what: choice(
        'wrong-result',
        ['number of changes made before that', 'i'],
        ['number of changes made, this one included', 'i + 1'],
        ['charge before that change', 'n - x'],
      ),
      none: choice('wrong-default', ['the final charge', 'n'], ['-1', '-1']),
    },
    ask: [
      'A battery has charge n. Add each change in xs, but keep at most $top. When it is $low, return the $what. Otherwise return $none.',
    ],
    solve: [
      `for i, x in enumerate(xs):
           n = min(n + x, $top)
           if $low:
               return $what
       return $none`,
      `for i in range(len(xs)):
           x = xs[i]
           n = min(n + x, $top)
           if $low:
               return $what
       return $none`,
    ],
    inputs: [int({ lo: 0, hi: 10 }), ints({ lo: -6, hi: 5 })],
  },
  {
    name: 'stack-commands',
    signature: 'stack(s)',
    params: {
      pop: choice(
        'wrong-index',
        ['the last', 'xs.pop()', { del: 'xs[:-1]' }],
        ['the first', 'xs.pop(0)', { del: 'xs[1:]' }],
      ),
      mark: wider(choice('wrong-constant', ["'-'", "'-'"], ["'*'", "'*'"]), ["'+'", "'+'"], ["'#'", "'#'"]),
      put: choice(
        'wrong-order',
        ['the end', 'xs.append(c)', { add: 'xs + [c]' }],
        ['the front', 'xs.insert(0, c)', { add: '[c] + xs' }],
      ),
      what: wider(
        choice(
          'wrong-result',
          ['the list as a string', "''.join(xs)"],
          ['the list', 'xs'],
          ['how many are left', 'len(xs)'],
        ),
        ['the list as a string with commas', "','.join(xs)"],
        ['the first item left, or None if there is none', 'xs[0] if xs else None'],
        ['the list without its first item', 'xs[1:]'],
      ),
    },
    ask: [
      'Put each character of s at $put of a list, but for $mark take $pop out, if there is one. Return $what.',
    ],
    solve: [
      `xs = []
       for c in s:
           if c != $mark:
               $put
           elif xs:
               $pop
       return $what`,
      `xs = []
       for c in s:
           if c == $mark:
               xs = $pop.del
           else:
               xs = $put.add
       return $what`,
    ],
    inputs: [text({ letters: 'abc-*' })],
  },
  {
    name: 'brackets-depth',
    signature: 'depth(s)',
    params: {
      open: choice('wrong-constant', ["'('", "'('", { close: "')'" }], ["'<'", "'<'", { close: "'>'" }]),
      what: choice(
        'wrong-result',
        ['the greatest depth, the start included', 'best'],
        ['the depth at the end', 'n'],
        ['True if the depth at the end is 0, else False', 'n == 0'],
        ['the smallest depth, the start included', 'low'],
      ),
      a: numbers(1, 2),
      b: numbers(1, 2),
    },
    ask: ['The depth starts at 0. Each $open in s adds $a and each $open.close takes away $b. Return $what.'],
    solve: [
      `n, best, low = 0, 0, 0
       for c in s:
           if c == $open:
               n += $a
           if c == $open.close:
               n -= $b
           best = max(best, n)
           low = min(low, n)
       return $what`,
    ],
    inputs: [text({ letters: '()<>a' })],
  },
];
