import type { Family } from '../family.ts';
import { name, words } from '../text-arguments.ts';
import { choice, comparison, numbers, texts, turn, wider } from '../vocabulary.ts';

/** Words that are changed, hidden or numbered. */
export const changedWords: readonly Family[] = [
  {
    name: 'capital-letters',
    signature: 'capital(words)',
    params: {
      part: choice(
        'wrong-index',
        ['first letter', 'w[0]$form + w[1:]'],
        ['last letter', 'w[:-1] + w[-1]$form'],
        ['letters after the first', 'w[0] + w[1:]$form'],
      ),
      form: choice('wrong-method', ['upper', '.upper()'], ['lower', '.lower()']),
      cmp: comparison,
      k: numbers(2, 3, 4),
    },
    ask: ['Return the words as a list, with the $part of each word whose length is $cmp $k in $form case.'],
    solve: [
      'return [$part if len(w) $cmp $k else w for w in words]',
      `result = []
       for w in words:
           if len(w) $cmp $k:
               w = $part
           result.append(w)
       return result`,
    ],
    inputs: [words()],
  },
  {
    name: 'change-words',
    signature: 'change(words, s)',
    params: {
      test: wider(
        choice(
          'wrong-condition',
          ['is s', 'w == s'],
          ['is not s', 'w != s'],
          ['starts with s', 'w.startswith(s)'],
          ['is longer than s', 'len(w) > len(s)'],
        ),
        ['ends with s', 'w.endswith(s)'],
        ['contains s', 's in w'],
        ['is shorter than s', 'len(w) < len(s)'],
        ['is as long as s', 'len(w) == len(s)'],
      ),
      by: wider(
        choice(
          'wrong-method',
          ["'x'", "'x'"],
          ['itself in upper case', 'w.upper()'],
          ['itself backwards', 'w[::-1]'],
          ['itself twice', 'w * 2'],
        ),
        ['its first letter', 'w[0]'],
        ['itself without its last letter', 'w[:-1]'],
      ),
      turn,
    },
    ask: [
      'Replace each word that $test by $by. Return the list of all words $turn.',
      'Return the list of words $turn, where every word that $test is replaced by $by.',
    ],
    solve: [
      'return [$by if $test else w for w in words$turn]',
      `result = []
       for w in words$turn:
           result.append($by if $test else w)
       return result`,
    ],
    inputs: [words(), name()],
  },
  {
    name: 'hide-words',
    signature: 'hide(words)',
    params: {
      cmp: comparison,
      k: numbers(3, 4),
      by: choice(
        'wrong-result',
        ["'*'", "'*'"],
        ["as many '*' as it has letters", "'*' * len(w)"],
        ["its first letter and a '.'", "w[0] + '.'"],
        ['its last letter', 'w[-1]'],
      ),
    },
    ask: [
      'Return the words as a list, but replace every word whose length is $cmp $k by $by.',
      'Replace each word with a length $cmp $k by $by, keep the others, and return the list.',
    ],
    solve: [
      'return [$by if len(w) $cmp $k else w for w in words]',
      `result = []
       for w in words:
           if len(w) $cmp $k:
               result.append($by)
           else:
               result.append(w)
       return result`,
    ],
    inputs: [words()],
  },
  {
    name: 'short-and-long',
    signature: 'sides(words)',
    params: {
      k: numbers(3, 4, 5),
      cmp: choice('wrong-boundary', ['at most', '<=', { not: '>' }], ['less than', '<', { not: '>=' }]),
      way: choice('wrong-order', ['first', 'a, b', { a: 'a', b: 'b' }], ['last', 'b, a', { a: 'b', b: 'a' }]),
      what: choice(
        'wrong-result',
        ['one list of all words', '$way.a + $way.b'],
        ['a list of two lists', '[$way.a, $way.b]'],
        ['a list of two counts', '[len($way.a), len($way.b)]'],
      ),
    },
    ask: [
      'Divide the words into those of $cmp $k letters and the others. Return $what, the shorter words $way.',
    ],
    solve: [
      `a = [w for w in words if len(w) $cmp $k]
       b = [w for w in words if len(w) $cmp.not $k]
       return $what`,
      `a, b = [], []
       for w in words:
           if len(w) $cmp $k:
               a.append(w)
           else:
               b.append(w)
       return $what`,
    ],
    inputs: [words()],
  },
  {
    name: 'letter-in-words',
    signature: 'rich(words)',
    params: {
      c: texts('a', 'e', 'o'),
      cmp: comparison,
      k: numbers(1, 2),
      what: choice(
        'wrong-result',
        ['a list of the words', '[w', { close: ']' }],
        ['the number of words', 'sum(1', { close: ')' }],
      ),
    },
    ask: [
      'Return $what where the number of letters $c is $cmp $k.',
      'Count the letter $c in each word. Return $what where this count is $cmp $k.',
    ],
    solve: ['return $what for w in words if w.count($c) $cmp $k$what.close'],
    inputs: [
      words({ from: ['a', 'tree', 'banana', 'apple', 'bee', 'moon', 'cat', 'dog', 'seen', 'area', 'food'] }),
    ],
  },
  {
    name: 'number-the-words',
    signature: 'number(words)',
    params: {
      base: choice('off-by-one', ['0', ''], ['1', ', 1'], ['2', ', 2']),
      sep: texts(':', '.', '-', ' '),
      way: choice(
        'swapped-arguments',
        ['before', 'str(i) + $sep + $form'],
        ['after', '$form + $sep + str(i)'],
      ),
      form: choice('wrong-method', ['as it is', 'w'], ['in upper case', 'w.upper()']),
    },
    ask: [
      'Number the words from $base. Return a list of strings: each word $form, with its number and $sep $way it.',
    ],
    solve: [
      'return [$way for i, w in enumerate(words$base)]',
      `result = []
       for i, w in enumerate(words$base):
           result.append($way)
       return result`,
    ],
    inputs: [words()],
  },
];
