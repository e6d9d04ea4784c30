import type { Family } from '../family.ts';
import { text } from '../text-arguments.ts';
import { choice, lowerLimit, numbers, texts, wider } from '../vocabulary.ts';

const charClass = choice(
  'wrong-condition',
  ['vowels', "c in 'aeiou'", { not: "c not in 'aeiou'" }],
  ['digits', 'c.isdigit()', { not: 'not c.isdigit()' }],
  ['upper case letters', 'c.isupper()', { not: 'not c.isupper()' }],
  ['spaces', "c == ' '", { not: "c != ' '" }],
);

/** Characters of a string. */
export const strings: readonly Family[] = [
  {
    name: 'class-of-characters',
    signature: 'select(s)',
    params: {
      kind: wider(
        charClass,
        ['lower case letters', 'c.islower()', { not: 'not c.islower()' }],
        ['letters', 'c.isalpha()', { not: 'not c.isalpha()' }],
        ["in 'cat'", "c in 'cat'", { not: "c not in 'cat'" }],
        ['upper case vowels', "c in 'AEIOU'", { not: "c not in 'AEIOU'" }],
        ['equal to the first one', 'c == s[0]', { not: 'c != s[0]' }],
      ),
      side: choice('wrong-logic', ['', '$kind'], ['not ', '$kind.not']),
      what: wider(
        choice(
          'wrong-result',
          ['number', 'sum(1', { close: ')' }],
          ['string', "''.join(c", { close: ')' }],
          ['list', '[c', { close: ']' }],
        ),
        ["'-'-separated string", "'-'.join(c", { close: ')' }],
        ["'+'-separated string", "'+'.join(c", { close: ')' }],
      ),
    },
    ask: [
      'Return the $what of all characters in s that are $side$kind.',
      'Look at the characters in s that are $side$kind. Return the $what of them.',
    ],
    solve: ['return $what for c in s if $side$what.close'],
    inputs: [text()],
  },
  {
    name: 'one-character',
    signature: 'pick(s)',
    params: {
      place: choice('wrong-index', ['first', '0'], ['last', '-1'], ['middle', 'len(s) // 2']),
      form: wider(
        choice(
          'wrong-method',
          ['', ''],
          [' in upper case', '.upper()'],
          [' in lower case', '.lower()'],
          [', twice', ' * 2'],
        ),
        [', 3 times', ' * 3'],
        [" followed by '!'", " + '!'"],
        [' followed by the length of s', ' + str(len(s))'],
        [' in upper case, twice', '.upper() * 2'],
      ),
      none: wider(
        choice('wrong-default', ['an empty string', "''"], ["'-'", "'-'"], ['None', 'None']),
        ["'?'", "'?'"],
        ['0', '0'],
      ),
    },
    ask: [
      'Return the $place character of s$form. For an empty string s, return $none.',
      'If s is empty return $none, otherwise return its $place character$form.',
    ],
    solve: [
      `if not s:
           return $none
       return s[$place]$form`,
      'return s[$place]$form if s else $none',
    ],
    inputs: [text()],
    bugs: [{ kind: 'missed-edge-case', body: 'return s[$place]$form' }],
  },
  {
    name: 'case-by-place',
    signature: 'wave(s)',
    params: {
      place: choice('wrong-condition', ['even', '== 0'], ['odd', '== 1']),
      yes: wider(
        choice(
          'wrong-method',
          ['upper case', 'c.upper()'],
          ['lower case', 'c.lower()'],
          ["a '*'", "'*'"],
          ['doubled', 'c * 2'],
        ),
        ["a '#'", "'#'"],
        ['the first character of s', 's[0]'],
        ['the last character of s', 's[-1]'],
        ['the number of their position', 'str(i)'],
      ),
      base: choice('off-by-one', ['0', ''], ['1', ', 1']),
      other: wider(
        choice('wrong-method', ['stay', 'c'], ["become '-'", "'-'"]),
        ["become '+'", "'+'"],
        ['become tripled', 'c * 3'],
        ['disappear', "''"],
      ),
    },
    ask: [
      'Positions in s count from $base. Characters at $place positions become $yes, all others $other. Return the new string.',
    ],
    solve: [
      `result = ''
       for i, c in enumerate(s$base):
           if i % 2 $place:
               result += $yes
           else:
               result += $other
       return result`,
      "return ''.join($yes if i % 2 $place else $other for i, c in enumerate(s$base))",
    ],
    inputs: [text({ letters: 'abcdABC' })],
  },
  {
    name: 'start-and-end',
    signature: 'check(s)',
    params: {
      first: choice('wrong-method', ['starts', 's.startswith'], ['ends', 's.endswith']),
      a: texts('a', 'b', 't'),
      logic: choice(
        'wrong-logic',
        ['and contains $b', 'and $b in s'],
        ['or contains $b', 'or $b in s'],
        ['and does not contain $b', 'and $b not in s'],
      ),
      b: texts('e', 'd', 'w'),
    },
    ask: [
      'Return True if s $first with $a $logic, otherwise False.',
      'Check that s $first with $a $logic. Return True or False.',
    ],
    solve: ['return $first($a) $logic'],
    inputs: [text({ letters: 'abtedwx' })],
  },
  {
    name: 'same-backwards',
    signature: 'check(s)',
    params: {
      form: choice(
        'missed-step',
        ['s', 's'],
        ['s in lower case', 's.lower()'],
        ['s without spaces', "s.replace(' ', '')"],
        ['s without its first character', 's[1:]'],
      ),
      cmp: lowerLimit,
      k: numbers(1, 2, 3, 4),
    },
    ask: [
      'Take $form. Return True if it reads the same backwards and has $cmp $k characters, otherwise False.',
      'Return True if $form has $cmp $k characters and is the same when read backwards, otherwise False.',
    ],
    solve: [
      `t = $form
       return len(t) $cmp $k and t == t[::-1]`,
      `t = $form
       return t == t[::-1] and len(t) $cmp $k`,
    ],
    inputs: [text({ letters: 'aabA ' })],
  },
  {
    name: 'change-class',
    signature: 'change(s)',
    params: {
      kind: charClass,
      yes: choice('wrong-method', ['written twice', 'c * 2'], ["replaced by '*'", "'*'"], ['left out', "''"]),
      other: choice(
        'wrong-method',
        ['stay', 'c'],
        ['become upper case', 'c.upper()'],
        ['become lower case', 'c.lower()'],
      ),
    },
    ask: ['Return s with all $kind $yes, while all other characters $other.'],
    solve: [
      `result = ''
       for c in s:
           if $kind:
               result += $yes
           else:
               result += $other
       return result`,
      "return ''.join($yes if $kind else $other for c in s)",
    ],
    inputs: [text()],
  },
];
