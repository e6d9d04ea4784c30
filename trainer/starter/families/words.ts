import type { Family } from '../family.ts';
import { words } from '../text-arguments.ts';
import { choice, numbers, order, relation, texts, wider, wordPart } from '../vocabulary.ts';

const sizes = choice('wrong-comparison', ['longest', '>'], ['shortest', '<']);

/** Lists of words. */
export const wordLists: readonly Family[] = [
  {
    name: 'words-by-length',
    signature: 'keep(words)',
    params: {
      cmp: relation,
      k: numbers(3, 4, 5),
      what: choice(
        'wrong-result',
        ['a list of the words', '[w', { close: ']' }],
        ['the number of words', 'sum(1', { close: ')' }],
        ['the total length of the words', 'sum(len(w)', { close: ')' }],
      ),
    },
    ask: [
      'Return $what whose length is $cmp $k.',
      'Return $what in the list words that have a length $cmp $k.',
    ],
    solve: ['return $what for w in words if len(w) $cmp $k$what.close'],
    inputs: [words()],
  },
  {
    name: 'longest-word',
    signature: 'choose(words)',
    params: {
      size: sizes,
      tie: choice('wrong-order', ['first', ''], ['last', '=']),
      form: wider(
        choice(
          'wrong-result',
          ['it', 'best'],
          ['its length', 'len(best)'],
          ['it in upper case', 'best.upper()'],
        ),
        ['its first letter', 'best[0]'],
        ['its last letter', 'best[-1]'],
        ['it backwards', 'best[::-1]'],
        ['it twice in one string', 'best * 2'],
      ),
      none: wider(
        choice('wrong-default', ['None', 'None'], ['0', '0'], ["'-'", "'-'"]),
        ["''", "''"],
        ['-1', '-1'],
      ),
    },
    ask: ['Find the $size word; of several the $tie one. Return $form, or $none if there are no words.'],
    solve: [
      `if not words:
           return $none
       best = words[0]
       for w in words:
           if len(w) $size$tie len(best):
               best = w
       return $form`,
    ],
    inputs: [words()],
    bugs: [
      {
        kind: 'missed-edge-case',
        body: 'best = words[0]\n for w in words:\n     if len(w) $size$tie len(best):\n         best = w\n return $form',
      },
    ],
  },
  {
    name: 'join-words',
    signature: 'join(words)',
    params: {
      sep: wider(texts('-', ', ', ' ', '+'), ["'/'", "'/'"], ["' - '", "' - '"]),
      turn: wider(
        choice(
          'wrong-order',
          ['in the given order', 'words'],
          ['in reverse order', 'words[::-1]'],
          ['in alphabetical order', 'sorted(words)'],
        ),
        ['in reverse alphabetical order', 'sorted(words, reverse=True)'],
        ['sorted by length (ties in the given order)', 'sorted(words, key=len)'],
        ['after the first one', 'words[1:]'],
        ['before the last one', 'words[:-1]'],
        ['of more than 3 letters', '[w for w in words if len(w) > 3]'],
      ),
      form: choice(
        'wrong-method',
        ['', ''],
        [', in upper case', '.upper()'],
        [', in lower case', '.lower()'],
      ),
    },
    ask: [
      'Join the words $turn with $sep between them and return the string$form.',
      'Return one string with all words $turn, with $sep between two words$form.',
    ],
    solve: ['return $sep.join($turn)$form'],
    inputs: [words()],
  },
  {
    name: 'words-with-letter',
    signature: 'find(words)',
    params: {
      test: choice(
        'wrong-method',
        ['start with $c', 'w.startswith($c)'],
        ['end with $c', 'w.endswith($c)'],
        ['contain $c', '$c in w'],
        ['do not contain $c', '$c not in w'],
      ),
      c: texts('a', 'b', 'e', 't'),
      what: choice(
        'wrong-result',
        ['a list of the words', '[w', { close: ']' }],
        ['the number of words', 'sum(1', { close: ')' }],
        ['a list of the lengths of the words', '[len(w)', { close: ']' }],
      ),
    },
    ask: ['Return $what that $test.', 'Look for words that $test. Return $what found.'],
    solve: ['return $what for w in words if $test$what.close'],
    inputs: [words()],
  },
  {
    name: 'sort-words',
    signature: 'sort(words)',
    params: {
      by: wider(
        choice(
          'wrong-order',
          ['alphabetically', ''],
          ['by length', ', key=len'],
          ['by last letter', ', key=lambda w: w[-1]'],
        ),
        ["by number of letters 'a'", ", key=lambda w: w.count('a')"],
        ['by last two letters', ', key=lambda w: w[-2:]'],
        ['by number of different letters', ', key=lambda w: len(set(w))'],
        ['alphabetically, ignoring case,', ', key=lambda w: w.lower()'],
      ),
      order,
      extra: wider(
        choice(
          'missed-step',
          ['', 'words'],
          [' Leave out words of more than 4 letters.', '[w for w in words if len(w) <= 4]'],
          [' Leave out words of less than 4 letters.', '[w for w in words if len(w) >= 4]'],
          [' Leave out the first word.', 'words[1:]'],
        ),
        [" Leave out words with an 'e'.", "[w for w in words if 'e' not in w]"],
        [' Leave out the last word.', 'words[:-1]'],
      ),
    },
    ask: ['Return the words sorted $by in $order order; of equal ones the earlier comes first.$extra'],
    solve: [
      'return sorted($extra$by$order)',
      `result = $extra
       return sorted(result$by$order)`,
    ],
    inputs: [words()],
  },
  {
    name: 'initials',
    signature: 'short(words)',
    params: {
      part: wordPart,
      form: wider(
        choice('wrong-method', ['as it is', ''], ['in upper case', '.upper()']),
        ['in lower case', '.lower()'],
        ['twice', ' * 2'],
      ),
      sep: wider(
        choice('wrong-constant', ['nothing', "''"], ["'.'", "'.'"], ["'-'", "'-'"]),
        ["'+'", "'+'"],
        ['a space', "' '"],
      ),
      test: wider(
        choice(
          'missed-condition',
          ['every word', ''],
          ['every word of more than 3 letters', ' if len(w) > 3'],
        ),
        ["every word without an 'a'", " if 'a' not in w"],
        ['every word after the first', '[1:]'],
      ),
    },
    ask: ['Take the $part of $test, $form. Return them as one string with $sep between them.'],
    solve: [
      'return $sep.join($part$form for w in words$test)',
      `xs = [$part$form for w in words$test]
       return $sep.join(xs)`,
    ],
    inputs: [words()],
  },
  {
    name: 'lengths-of-some',
    signature: 'measure(words)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum', 'sum(xs)'],
        ['largest', 'max(xs, default=0)'],
        ['smallest', 'min(xs, default=0)'],
      ),
      test: choice(
        'wrong-method',
        ['starts with $c', 'w.startswith($c)'],
        ['ends with $c', 'w.endswith($c)'],
        ['contains $c', '$c in w'],
      ),
      c: texts('a', 'b', 'e', 't'),
    },
    ask: [
      'For each word that $test take its length. Return the $agg of these lengths, or 0 if there are none.',
      'Take each word that $test. Return the $agg of their lengths, or 0 without such words.',
    ],
    solve: [
      `xs = [len(w) for w in words if $test]
       return $agg`,
    ],
    inputs: [words()],
  },
];
