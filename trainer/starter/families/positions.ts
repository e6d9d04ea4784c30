import { int, ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { name, text, words } from '../text-arguments.ts';
import { better, choice, fallback, notFound, texts, tie, trait, wider } from '../vocabulary.ts';

/** Finding positions. */
export const positions: readonly Family[] = [
  {
    name: 'index-where',
    signature: 'index(xs)',
    params: {
      end: choice(
        'wrong-order',
        ['first', 'range(len(xs))', { at: '0' }],
        ['last', 'range(len(xs) - 1, -1, -1)', { at: '-1' }],
      ),
      test: trait,
      base: choice('off-by-one', ['0', 'i', { more: '' }], ['1', 'i + 1', { more: ' + 1' }]),
      none: notFound,
    },
    ask: [
      'Return the position, counted from $base, of the $end value in xs that is $test, or $none if there is none.',
      'Find the $end $test value of xs. Return its position counted from $base, or $none without such a value.',
    ],
    solve: [
      `for i in $end:
           if xs[i] $test:
               return $base
       return $none`,
      `ys = [i for i in range(len(xs)) if xs[i] $test]
       return ys[$end.at]$base.more if ys else $none`,
    ],
    inputs: [ints()],
  },
  {
    name: 'place-of-extreme',
    signature: 'place(xs)',
    params: {
      side: better,
      tie,
      base: wider(
        choice('off-by-one', ['0', 'best'], ['1', 'best + 1']),
        ['2', 'best + 2'],
        ['10', 'best + 10'],
        ['100', 'best + 100'],
      ),
      none: fallback,
    },
    ask: [
      'Return the position of the $side value in xs, counted from $base; of equal ones the $tie. For an empty list return $none.',
    ],
    solve: [
      `if not xs:
           return $none
       best = 0
       for i in range(1, len(xs)):
           if xs[i] $side$tie xs[best]:
               best = i
       return $base`,
      `if not xs:
           return $none
       best = 0
       for i, x in enumerate(xs):
           if i > 0 and x $side$tie xs[best]:
               best = i
       return $base`,
    ],
    inputs: [ints({ lo: 0, hi: 5 })],
    bugs: [
      {
        kind: 'missed-edge-case',
        body: 'best = 0\n for i in range(1, len(xs)):\n     if xs[i] $side$tie xs[best]:\n         best = i\n return $base',
      },
    ],
  },
  {
    name: 'insert-place',
    signature: 'insert(xs, n)',
    params: {
      side: choice('wrong-boundary', ['before', '<'], ['after', '<=']),
      what: wider(
        choice(
          'wrong-result',
          ['its position, counted from 0', 'i'],
          ['its position, counted from 1', 'i + 1'],
          ['the new list', 'xs[:i] + [$value] + xs[i:]'],
          ['the number of values that follow', 'len(xs) - i'],
        ),
        ['the list of the values before it', 'xs[:i]'],
        ['the list of the values after it', 'xs[i:]'],
        ['the sum of the values before it', 'sum(xs[:i])'],
        ['the sum of the values after it', 'sum(xs[i:])'],
      ),
      value: wider(
        choice('wrong-variable', ['n', 'n'], ['n plus 1', 'n + 1'], ['n minus 1', 'n - 1']),
        ['n plus 2', 'n + 2'],
        ['n minus 2', 'n - 2'],
        ['n times 2', 'n * 2'],
      ),
    },
    ask: [
      'xs is sorted in ascending order. Put the number $value in its place, $side equal values, and return $what.',
    ],
    solve: [
      `i = 0
       while i < len(xs) and xs[i] $side $value:
           i += 1
       return $what`,
      `i = sum(1 for x in xs if x $side $value)
       return $what`,
    ],
    inputs: [ints({ lo: 0, hi: 6, sorted: true }), int({ lo: 0, hi: 7 })],
  },
  {
    name: 'find-character',
    signature: 'place(s)',
    params: {
      end: choice(
        'wrong-method',
        ['first', 'find', { walk: 'range(len(s))' }],
        ['last', 'rfind', { walk: 'range(len(s) - 1, -1, -1)' }],
      ),
      c: texts('a', 'b', 'o'),
      none: choice('wrong-default', ['-1', '-1'], ['None', 'None'], ['the length of s', 'len(s)']),
      base: choice('off-by-one', ['0', ''], ['1', ' + 1']),
    },
    ask: [
      'Return the position of the $end $c in s, counted from $base, or $none if there is none.',
      'Counting from $base, return where the $end $c stands in s. Without any $c return $none.',
    ],
    solve: [
      `i = s.$end($c)
       return $none if i == -1 else i$base`,
      `for i in $end.walk:
           if s[i] == $c:
               return i$base
       return $none`,
      `if $c not in s:
           return $none
       return s.$end($c)$base`,
    ],
    inputs: [text({ letters: 'aboxy' })],
  },
  {
    name: 'place-of-word',
    signature: 'place(words, s)',
    params: {
      end: choice('wrong-order', ['first', 'range(len(words))'], ['last', 'range(len(words) - 1, -1, -1)']),
      test: choice(
        'wrong-method',
        ['is s', 'words[i] == s'],
        ['starts with s', 'words[i].startswith(s)'],
        ['contains s', 's in words[i]'],
        ['is longer than s', 'len(words[i]) > len(s)'],
      ),
      base: choice('off-by-one', ['0', 'i'], ['1', 'i + 1']),
      none: notFound,
    },
    ask: [
      'Return the position, counted from $base, of the $end word that $test. If there is none return $none.',
      'Find the $end word that $test. Return its position counted from $base, or $none without such a word.',
    ],
    solve: [
      `for i in $end:
           if $test:
               return $base
       return $none`,
      `for i in $end:
           if not $test:
               continue
           return $base
       return $none`,
    ],
    inputs: [words(), name()],
  },
];
