import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { dictionary, name, text, words } from '../text-arguments.ts';
import { choice, comparison, lowerLimit, numbers, wider, wordPart } from '../vocabulary.ts';

/** Counting and collecting in a dictionary. */
export const tallies: readonly Family[] = [
  {
    name: 'update-entry',
    signature: 'update(d, s)',
    params: {
      op: choice('wrong-operator', ['increase', '+='], ['decrease', '-='], ['multiply', '*=']),
      k: numbers(2, 3, 4),
      missing: choice(
        'wrong-default',
        ['set it to $k', 'd[s] = $k'],
        ['set it to 0', 'd[s] = 0'],
        ['set it to 1', 'd[s] = 1'],
        ['leave d as it is', 'pass'],
      ),
    },
    ask: [
      'If s is a key of d, $op its value by $k, otherwise $missing. Return d.',
      'Change d and return it: $op the value of s by $k. If s is missing, $missing.',
    ],
    solve: [
      `if s in d:
           d[s] $op $k
       else:
           $missing
       return d`,
      `if s not in d:
           $missing
       else:
           d[s] $op $k
       return d`,
    ],
    inputs: [dictionary(), name()],
  },
  {
    name: 'count-letters',
    signature: 'letters(s)',
    params: {
      form: choice(
        'missed-step',
        ['characters of s', 's'],
        ['characters of s in lower case', 's.lower()'],
        ['characters of s without spaces', "s.replace(' ', '')"],
      ),
      cmp: comparison,
      k: numbers(1, 2, 3),
    },
    ask: ['Count how often each of the $form comes. Return a dictionary of those counts that are $cmp $k.'],
    solve: [
      `t = $form
       return {c: t.count(c) for c in t if t.count(c) $cmp $k}`,
      `d = {}
       for c in $form:
           d[c] = d.get(c, 0) + 1
       return {c: d[c] for c in d if d[c] $cmp $k}`,
    ],
    inputs: [text({ letters: 'aabcAB  ' })],
  },
  {
    name: 'group-words',
    signature: 'group(words)',
    params: {
      by: wordPart,
      what: wider(
        choice(
          'wrong-result',
          ['the list of its words', '[]', { step: 'd[c].append(w)' }],
          ['the number of its words', '0', { step: 'd[c] += 1' }],
          ['the total length of its words', '0', { step: 'd[c] += len(w)' }],
          ['its last word', "''", { step: 'd[c] = w' }],
          ['the length of its longest word', '0', { step: 'd[c] = max(d[c], len(w))' }],
        ),
        ['the list of the lengths of its words', '[]', { step: 'd[c].append(len(w))' }],
        ['its words joined into one string', "''", { step: 'd[c] += w' }],
        ['the list of its different words', '[]', { step: 'if w not in d[c]:\n    d[c].append(w)' }],
        ['its longest word, of several the first', "''", { step: 'if len(w) > len(d[c]):\n    d[c] = w' }],
        ['the length of its last word', '0', { step: 'd[c] = len(w)' }],
      ),
      test: wider(
        choice(
          'missed-condition',
          ['', 'words'],
          [' with more than 2 letters', '[w for w in words if len(w) > 2]'],
        ),
        [' with less than 4 letters', '[w for w in words if len(w) < 4]'],
        [" without an 'a'", "[w for w in words if 'a' not in w]"],
      ),
    },
    ask: [
      'Group the words$test by their $by. Return a dictionary from each group to $what.',
      'Words with the same $by are one group. Return a dictionary from each group of words$test to $what.',
    ],
    solve: [
      `d = {}
       for w in $test:
           c = $by
           if c not in d:
               d[c] = $what
           $what.step
       return d`,
      `d = {}
       for w in $test:
           c = $by
           d.setdefault(c, $what)
           $what.step
       return d`,
    ],
    inputs: [words()],
  },
  {
    name: 'most-common-word',
    signature: 'common(words)',
    params: {
      side: choice('wrong-aggregate', ['most', 'max'], ['fewest', 'min']),
      tie: wider(
        choice(
          'wrong-order',
          ['first in words', 'words'],
          ['first in the alphabet', 'sorted(words)'],
          ['last in the alphabet', 'sorted(words, reverse=True)'],
        ),
        ['last in words', 'words[::-1]'],
      ),
      what: wider(
        choice('wrong-result', ['it', 'best'], ['how often it comes', 'words.count(best)']),
        ['it in upper case', 'best.upper()'],
        ['its length', 'len(best)'],
        ['its first letter', 'best[0]'],
        ['the index where it first stands', 'words.index(best)'],
      ),
      none: wider(
        choice('wrong-default', ['None', 'None'], ["''", "''"], ['0', '0']),
        ["'-'", "'-'"],
        ['-1', '-1'],
      ),
    },
    ask: [
      'Find the word that comes the $side times; of several take the $tie. Return $what, or $none without words.',
    ],
    solve: [
      `if not words:
           return $none
       best = $side($tie, key=words.count)
       return $what`,
      `if not words:
           return $none
       best = $side($tie, key=lambda w: words.count(w))
       return $what`,
    ],
    inputs: [words({ from: ['a', 'cat', 'dog', 'to'], max: 7 })],
  },
  {
    name: 'points-by-name',
    signature: 'points(words, xs)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum', 'd[w] = d.get(w, 0) + x'],
        ['number', 'd[w] = d.get(w, 0) + 1'],
        ['last', 'd[w] = x'],
        ['largest', 'd[w] = max(d.get(w, 0), x)'],
      ),
      cmp: comparison,
      k: numbers(2, 3, 4),
    },
    ask: [
      'words are names and xs their points, place by place. Return a dictionary from each name to the $agg of its points $cmp $k.',
    ],
    solve: [
      `d = {}
       for w, x in zip(words, xs):
           if x $cmp $k:
               $agg
       return d`,
      `d = {}
       for i in range(len(words)):
           w, x = words[i], xs[i]
           if x $cmp $k:
               $agg
       return d`,
    ],
    inputs: [words({ from: ['a', 'cat', 'dog'] }), ints({ lo: 1, hi: 6, paired: true })],
  },
  {
    name: 'serve-orders',
    signature: 'serve(d, words)',
    params: {
      k: numbers(1, 2, 3),
      cmp: lowerLimit,
      what: wider(
        choice(
          'wrong-result',
          ['the number of orders that were served', 'count'],
          ['d at the end', 'd'],
          ['the number of orders that were not served', 'len(words) - count'],
        ),
        ['the total stock at the end', 'sum(d.values())'],
        ['the largest stock left, or 0 without items', 'max(d.values(), default=0)'],
        ['the list of items with less than $k left', '[w for w in d if d[w] < $k]'],
        ['True if every order was served, otherwise False', 'count == len(words)'],
      ),
    },
    ask: [
      'd has the stock of items and words the orders. An order takes $k if the stock of its item is $cmp $k. Return $what.',
    ],
    solve: [
      `count = 0
       for w in words:
           if d.get(w, 0) $cmp $k:
               d[w] -= $k
               count += 1
       return $what`,
    ],
    inputs: [dictionary({ lo: 0, hi: 7 }), words({ from: ['a', 'to', 'cat', 'dog'] })],
  },
];
