import { int } from '../arguments.ts';
import type { Family } from '../family.ts';
import { text } from '../text-arguments.ts';
import { choice, numbers, texts, wider } from '../vocabulary.ts';

const caseChange = choice(
  'wrong-method',
  ['', ''],
  [' in upper case', '.upper()'],
  [' in lower case', '.lower()'],
);

/** Shortening, repeating and marking a string. */
export const marks: readonly Family[] = [
  {
    name: 'shorten',
    signature: 'short(s)',
    params: {
      k: numbers(3, 4, 5),
      cmp: choice('wrong-boundary', ['more than', '>'], ['at least', '>=']),
      part: choice('wrong-index', ['first $k', 's[:$k] + $mark'], ['last $k', '$mark + s[-$k:]']),
      mark: texts('...', '-', '*'),
    },
    ask: [
      'If s has $cmp $k characters, return its $part characters with $mark in place of the others. Otherwise return s.',
    ],
    solve: [
      `if len(s) $cmp $k:
           return $part
       return s`,
    ],
    inputs: [text()],
  },
  {
    name: 'repeat-text',
    signature: 'repeat(s, n)',
    params: {
      sep: wider(texts('-', ',', '+', ' '), ["'*'", "'*'"], ["'; '", "'; '"]),
      times: wider(
        choice(
          'off-by-one',
          ['n', 'n', { by: 'n' }],
          ['n plus 1', 'n + 1', { by: '(n + 1)' }],
          ['twice n', '2 * n', { by: '(2 * n)' }],
        ),
        ['n plus 2', 'n + 2', { by: '(n + 2)' }],
      ),
      form: wider(
        choice('missed-step', ['', 's'], [' in upper case', 's.upper()'], [' in reverse', 's[::-1]']),
        [' in lower case', 's.lower()'],
        [' without its first character', 's[1:]'],
        [' without its last character', 's[:-1]'],
      ),
    },
    ask: ['Return s$form, repeated $times times, with $sep between two copies.'],
    solve: ['return $sep.join([$form] * $times.by)', 'return $sep.join($form for i in range($times))'],
    inputs: [text({ max: 3, letters: 'abcXY1' }), int({ lo: 0, hi: 4 })],
  },
  {
    name: 'put-marks',
    signature: 'mark(s)',
    params: {
      mark: texts('*', '#', '-', '!'),
      place: choice(
        'wrong-order',
        ['before', '$mark + $form'],
        ['after', '$form + $mark'],
        ['before and after', '$mark + $form + $mark'],
      ),
      form: choice('missed-step', ['s', 's'], ['s in upper case', 's.upper()'], ['s in reverse', 's[::-1]']),
    },
    ask: [
      'Return $form, with $mark put $place it.',
      'Put $mark $place the text $form and return the new string.',
    ],
    solve: ['return $place'],
    inputs: [text({ letters: 'abcXY*-' })],
  },
  {
    name: 'replace-characters',
    signature: 'replace(s)',
    params: {
      old: texts('a', 'b', 'o'),
      fresh: texts('x', '*', ''),
      often: choice('missed-condition', ['every', ''], ['the first', ', 1'], ['the first two', ', 2']),
      form: caseChange,
    },
    ask: [
      'Return s$form, with $often $old in it replaced by $fresh.',
      'Replace $often $old in s by $fresh. Return the result$form.',
    ],
    solve: [
      'return s.replace($old, $fresh$often)$form',
      `s = s.replace($old, $fresh$often)
       return s$form`,
    ],
    inputs: [text({ letters: 'aboAB ' })],
  },
  {
    name: 'longer-text',
    signature: 'pick(s, t)',
    params: {
      side: choice('wrong-comparison', ['longer', '>'], ['shorter', '<']),
      tie: wider(
        choice('wrong-variable', ['s', 's'], ['t', 't'], ['an empty string', "''"]),

        ['s followed by t', 's + t'],
        ['t followed by s', 't + s'],
      ),
      form: wider(
        choice(
          'missed-step',
          ['', ''],
          [' in upper case', '.upper()'],
          [' in reverse', '[::-1]'],
          [' twice', ' * 2'],
        ),
        [' without its first character', '[1:]'],
        [' without its last character', '[:-1]'],
        [' three times', ' * 3'],
        [' with a dot at the end', " + '.'"],
      ),
    },
    ask: [
      'Return the $side of the strings s and t$form. If they are equally long, use $tie.',
      'Of s and t take the $side one, or $tie if both have the same length. Return it$form.',
    ],
    solve: [
      `result = $tie
       if len(s) $side len(t):
           result = s
       if len(t) $side len(s):
           result = t
       return result$form`,
      `if len(s) == len(t):
           result = $tie
       elif len(s) $side len(t):
           result = s
       else:
           result = t
       return result$form`,
    ],
    inputs: [text({ max: 4 }), text({ max: 4 })],
  },
  {
    name: 'drop-repeats',
    signature: 'squeeze(s)',
    params: {
      test: wider(
        choice(
          'wrong-condition',
          ['vowel', "c in 'aeiou'"],
          ['space', "c == ' '"],
          ['digit', 'c.isdigit()'],
          ['capital letter', 'c.isupper()'],
        ),
        ['letter', 'c.isalpha()'],
        ['small letter', 'c.islower()'],
        ['letter or digit', 'c.isalnum()'],
        ['letter a', "c == 'a'"],
      ),
      rel: choice('wrong-comparison', ['is the same as', '=='], ['differs from', '!=']),
      before: wider(
        choice(
          'wrong-variable',
          ['the character before it in s', 's[i - 1]'],
          ['the first character of s', 's[0]'],
          ['the last character of s', 's[-1]'],
        ),
        ['the second character of s', 's[1]'],
        ['the second to last character of s', 's[-2]'],
      ),
    },
    ask: ['Return s, but leave out every $test, from the second character on, that $rel $before.'],
    solve: [
      `result = s[:1]
       for i in range(1, len(s)):
           c = s[i]
           if not ($test and c $rel $before):
               result += c
       return result`,
      `result = s[:1]
       for i in range(1, len(s)):
           c = s[i]
           if $test and c $rel $before:
               continue
           result += c
       return result`,
    ],
    inputs: [text({ letters: 'aae 11bBB' })],
  },
];
