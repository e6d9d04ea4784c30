import type { Family } from '../family.ts';
import { numberText, text } from '../text-arguments.ts';
import { choice, comparison, numbers, wider } from '../vocabulary.ts';

/** Letters and digits: counting, comparing, shifting, reading numbers. */
export const letters: readonly Family[] = [
  {
    name: 'more-of-one',
    signature: 'compare(s)',
    params: {
      p: wider(
        choice(
          'swapped-arguments',
          ['', '', { lo: "'a'", hi: "'b'" }],
          ['', '', { lo: "'b'", hi: "'a'" }],
          ['', '', { lo: "'a'", hi: "'o'" }],
          ['', '', { lo: "'o'", hi: "'a'" }],
        ),
        ['', '', { lo: "'b'", hi: "'o'" }],
      ),
      rel: wider(
        choice(
          'wrong-comparison',
          ['more', '>', { than: 'than' }],
          ['fewer', '<', { than: 'than' }],
          ['as many', '==', { than: 'as' }],
          ['not as many', '!=', { than: 'as' }],
        ),
        ['at least as many', '>=', { than: 'as' }],
      ),
      form: wider(
        choice('missed-step', ['', 's'], [' Upper and lower case count the same.', 's.lower()']),
        [' The first character of s does not count.', 's[1:]'],
        [' The last character of s does not count.', 's[:-1]'],
        [' Only the first four characters of s count.', 's[:4]'],
      ),
    },
    ask: ['Return True if s has $rel characters $p.lo $rel.than $p.hi, otherwise False.$form'],
    solve: [
      `t = $form
       return t.count($p.lo) $rel t.count($p.hi)`,
      `a = $form.count($p.lo)
       b = $form.count($p.hi)
       return a $rel b`,
    ],
    inputs: [text({ letters: 'aboABO' })],
  },
  {
    name: 'shift-letters',
    signature: 'shift(s)',
    params: {
      k: numbers(1, 2, 3, 5),
      way: choice('wrong-operator', ['forward', '+'], ['back', '-']),
      test: wider(
        choice(
          'missed-condition',
          ['every letter', ''],
          ['every letter except a', " if c != 'a' else c"],
          ['only the letter a', " if c == 'a' else c"],
        ),
        ['every letter except b', " if c != 'b' else c"],
        ['every letter except a and z', " if c not in 'az' else c"],
        ['only the letters before m', " if c < 'm' else c"],
        ['only the letters after m', " if c > 'm' else c"],
      ),
    },
    ask: [
      's has small letters only. Move $test $way by $k in the alphabet, where a follows z. Return the result.',
    ],
    solve: [
      `result = ''
       for c in s:
           n = (ord(c) - 97 $way $k) % 26
           result += chr(n + 97)$test
       return result`,
      "return ''.join(chr((ord(c) - 97 $way $k) % 26 + 97)$test for c in s)",
    ],
    inputs: [text({ letters: 'abcwxyz' })],
  },
  {
    name: 'digits-in-text',
    signature: 'digits(s)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum of', 'sum(int(c)', { close: ')' }],
        ['number of', 'sum(1', { close: ')' }],
        ['list of', '[int(c)', { close: ']' }],
      ),
      cmp: comparison,
      k: numbers(3, 4, 5),
    },
    ask: [
      'Return the $agg the digits in s that are $cmp $k. Other characters do not count.',
      's holds digits and letters. Return the $agg all digits that are $cmp $k.',
    ],
    solve: [
      'return $agg for c in s if c.isdigit() and int(c) $cmp $k$agg.close',
      `ys = [c for c in s if c.isdigit()]
       return $agg for c in ys if int(c) $cmp $k$agg.close`,
    ],
    inputs: [text({ letters: '12345678ab' })],
  },
  {
    name: 'numbers-in-text',
    signature: 'read(s)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum', 'sum(xs)'],
        ['list', 'xs'],
        ['number', 'len(xs)'],
        ['sorted list', 'sorted(xs)'],
      ),
      cmp: comparison,
      k: numbers(4, 5, 6),
    },
    ask: [
      's holds whole numbers with commas between them. Return the $agg of those that are $cmp $k.',
      'Read the numbers in s, which have commas between them. Return the $agg of the numbers $cmp $k.',
    ],
    solve: [
      `xs = [int(w) for w in s.split(',') if int(w) $cmp $k]
       return $agg`,
      `xs = []
       for w in s.split(','):
           x = int(w)
           if x $cmp $k:
               xs.append(x)
       return $agg`,
    ],
    inputs: [numberText()],
  },
  {
    name: 'equal-neighbours',
    signature: 'matches(s)',
    params: {
      rel: wider(
        choice(
          'wrong-comparison',
          ['the same as', '=='],
          ['different from', '!='],
          ['later in the alphabet than', '>'],
          ['earlier in the alphabet than', '<'],
        ),
        ['not earlier in the alphabet than', '>='],
        ['not later in the alphabet than', '<='],
      ),
      step: wider(
        choice(
          'wrong-constant',
          ['the one before it', '1'],
          ['the one two places before it', '2'],
          ['the one three places before it', '3'],
        ),
        ['the one four places before it', '4'],
      ),
      form: wider(
        choice(
          'missed-step',
          ['characters of s', 's'],
          ['characters of s, taken in lower case,', 's.lower()'],
          ['characters of s, read from the end,', 's[::-1]'],
        ),
        ['characters of s, the first one left out,', 's[1:]'],
        ['characters of s, the last one left out,', 's[:-1]'],
        ["characters of s, every 'A' left out,", "s.replace('A', '')"],
      ),
    },
    ask: ['Return how many of the $form are $rel $step. The first ones have none before them.'],
    solve: [
      `t = $form
       return sum(1 for i in range($step, len(t)) if t[i] $rel t[i - $step])`,
      `t = $form
       count = 0
       for i in range($step, len(t)):
           if t[i] $rel t[i - $step]:
               count += 1
       return count`,
    ],
    inputs: [text({ letters: 'aabcAB' })],
  },
  {
    name: 'letters-of-both',
    signature: 'letters(s, t)',
    params: {
      which: wider(
        choice(
          'wrong-logic',
          ['in both s and t', 's if c in t', { all: 's', test: 'c in t and' }],
          ['in s but not in t', 's if c not in t', { all: 's', test: 'c not in t and' }],
          ['in t but not in s', 't if c not in s', { all: 't', test: 'c not in s and' }],
          ['in s or in t', 's + t', { all: 's + t', test: '' }],
        ),
        [
          'in only one of s and t',
          's + t if (c in s) != (c in t)',
          { all: 's + t', test: '(c in s) != (c in t) and' },
        ],
        [
          'more often in s than in t',
          's if s.count(c) > t.count(c)',
          { all: 's', test: 's.count(c) > t.count(c) and' },
        ],
        [
          'in s and equally often in t',
          's if s.count(c) == t.count(c)',
          { all: 's', test: 's.count(c) == t.count(c) and' },
        ],
        [
          'at least twice in s and t together',
          's + t if (s + t).count(c) > 1',
          { all: 's + t', test: '(s + t).count(c) > 1 and' },
        ],
      ),
      turn: choice('wrong-order', ['alphabetical', ''], ['reverse alphabetical', ', reverse=True']),
      what: wider(
        choice(
          'wrong-result',
          ['as a string', "''.join(ys)"],
          ['as a list', 'ys'],
          ['as a list without the first', 'ys[1:]'],
        ),
        ['as a list without the last', 'ys[:-1]'],
        ['as a string in upper case', "''.join(ys).upper()"],
        ['as a string with a comma between two', "','.join(ys)"],
        ['as a list of only the first two', 'ys[:2]'],
      ),
    },
    ask: [
      'Return the different characters that are $which, in $turn order, $what.',
      'Find the characters that are $which. Return each of them once, in $turn order, $what.',
    ],
    solve: [
      `ys = sorted(set(c for c in $which)$turn)
       return $what`,
      `ys = []
       for c in sorted($which.all$turn):
           if $which.test c not in ys:
               ys.append(c)
       return $what`,
    ],
    inputs: [text({ letters: 'abcde' }), text({ letters: 'abcde' })],
  },
];
