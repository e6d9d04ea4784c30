import type { Family, Parameter } from '../family.ts';
import { name, sentence, words } from '../text-arguments.ts';
import { choice, comparison, numbers, operation, quantifier, wider } from '../vocabulary.ts';

/** Made anew for each parameter: a family's options are told apart by identity. */
const place = (): Parameter =>
  wider(choice('wrong-index', ['first', '0'], ['last', '-1']), ['second', '1'], ['second-last', '-2']);

/** Sentences, and words compared with each other. */
export const sentences: readonly Family[] = [
  {
    name: 'words-of-sentence',
    signature: 'read(s)',
    params: {
      cmp: comparison,
      k: numbers(3, 4),
      what: choice(
        'wrong-result',
        ['number', 'len(words)'],
        ['list', 'words'],
        ['string, joined by spaces,', "' '.join(words)"],
        ['reversed list', 'words[::-1]'],
      ),
    },
    ask: [
      'Split s at spaces. Return the $what of its words that have $cmp $k letters.',
      'Return the $what of the words in s whose number of letters is $cmp $k.',
    ],
    solve: [
      `words = [w for w in s.split() if len(w) $cmp $k]
       return $what`,
      `words = []
       for w in s.split():
           if len(w) $cmp $k:
               words.append(w)
       return $what`,
    ],
    inputs: [sentence()],
  },
  {
    name: 'turn-words',
    signature: 'turn(s)',
    params: {
      act: wider(
        choice(
          'wrong-order',
          ['the words in reverse order', 'words[::-1]'],
          ['each word written backwards', '[w[::-1] for w in words]'],
          ['the words in alphabetical order', 'sorted(words)'],
          ['each word without its first letter', '[w[1:] for w in words]'],
        ),
        ['the words in reverse alphabetical order', 'sorted(words, reverse=True)'],
        ['each word without its last letter', '[w[:-1] for w in words]'],
        ['the first letters of the words', '[w[0] for w in words]'],
        ['all words but the first', 'words[1:]'],
        ['all words with more than 3 letters', '[w for w in words if len(w) > 3]'],
      ),
      sep: wider(
        choice('wrong-constant', ['spaces', "' '"], ["'-'", "'-'"], ["'_'", "'_'"]),
        ['commas', "','"],
        ["'+'", "'+'"],
        ["'/'", "'/'"],
      ),
      form: choice(
        'wrong-method',
        ['s', 's'],
        ['s in upper case', 's.upper()'],
        ['s in lower case', 's.lower()'],
      ),
    },
    ask: [
      'Split $form at spaces. Return a string of $act, joined by $sep.',
      'Return $act as one string joined by $sep, where the words are those of $form.',
    ],
    solve: [
      `words = $form.split()
       return $sep.join($act)`,
    ],
    inputs: [sentence()],
  },
  {
    name: 'word-in-sentence',
    signature: 'check(s, t)',
    params: {
      test: wider(
        choice(
          'wrong-method',
          ['is one of the words of s', 't in words'],
          ['is the first word of s', 'words[0] == t'],
          ['is the last word of s', 'words[-1] == t'],
          ['comes at least twice among the words of s', 'words.count(t) >= 2'],
        ),
        ['is not one of the words of s', 't not in words'],
        ['comes exactly once among the words of s', 'words.count(t) == 1'],
        ['is one of the words of s after the first', 't in words[1:]'],
        ['begins with the first word of s', 't.startswith(words[0])'],
        ['is one of the words of s before the last', 't in words[:-1]'],
      ),
      form: choice('missed-step', ['as it is', 's'], ['in lower case', 's.lower()']),
      none: wider(
        choice('wrong-default', ['True', 'True'], ['False', 'False'], ['None', 'None']),
        ['0', '0'],
        ['-1', '-1'],
      ),
    },
    ask: [
      'Take s $form. Return True if t $test, else False. If s has no words return $none.',
      'Return True if t $test, where s is taken $form, and False if not. Without any words in s return $none.',
    ],
    solve: [
      `words = $form.split()
       if not words:
           return $none
       return $test`,
      `words = $form.split()
       return $test if words else $none`,
    ],
    inputs: [sentence(), name()],
  },
  {
    name: 'same-as-word',
    signature: 'check(words)',
    params: {
      all: quantifier,
      rel: choice('wrong-comparison', ['the same', '=='], ['not the same', '!=']),
      which: choice(
        'wrong-index',
        ['first', 'words[0]', { rest: 'words[1:]' }],
        ['last', 'words[-1]', { rest: 'words[:-1]' }],
      ),
      part: wider(
        choice(
          'wrong-index',
          ['first letter', 'w[0]', { of: '$which[0]', t: 't[0]' }],
          ['last letter', 'w[-1]', { of: '$which[-1]', t: 't[-1]' }],
          ['length', 'len(w)', { of: 'len($which)', t: 'len(t)' }],
        ),
        ['first two letters', 'w[:2]', { of: '$which[:2]', t: 't[:2]' }],
        ['last two letters', 'w[-2:]', { of: '$which[-2:]', t: 't[-2:]' }],
        ['set of letters', 'set(w)', { of: 'set($which)', t: 'set(t)' }],
        ['number of different letters', 'len(set(w))', { of: 'len(set($which))', t: 'len(set(t))' }],
        ["number of 'a'", "w.count('a')", { of: "$which.count('a')", t: "t.count('a')" }],
        ["number of 't'", "w.count('t')", { of: "$which.count('t')", t: "t.count('t')" }],
        ['spelling', 'w', { of: '$which', t: 't' }],
      ),
    },
    ask: [
      'There is at least one word. Return True if $all word but the $which has $rel $part as the $which word, else False.',
    ],
    solve: [
      'return $all($part $rel $part.of for w in $which.rest)',
      `t = $which
       return $all($part $rel $part.t for w in $which.rest)`,
    ],
    inputs: [words({ min: 1, max: 4, from: ['a', 'to', 'tea', 'ant', 'cat', 'at', 'tt'] })],
  },
  {
    name: 'sentence-facts',
    signature: 'measure(s)',
    params: {
      first: wider(
        choice(
          'wrong-aggregate',
          ['number of words', 'len(words)'],
          ['length of the longest word', 'max(xs)'],
          ['number of letters', 'sum(xs)'],
        ),
        ['number of different words', 'len(set(words))'],
        ['number of characters (with spaces)', 'len(s)'],
        ['number of words with more than 3 letters', 'sum(1 for x in xs if x > 3)'],
      ),
      op: operation,
      second: wider(
        choice(
          'wrong-aggregate',
          ['length of the shortest word', 'min(xs)'],
          ['length of the first word', 'xs[0]'],
          ['length of the last word', 'xs[-1]'],
        ),
        ["number of letters 'a'", "s.count('a')"],
        ['number of words with more than 4 letters', 'sum(1 for x in xs if x > 4)'],
        ['number of different word lengths', 'len(set(xs))'],
      ),
    },
    ask: [
      's has at least one word. Return the $first in s $op the $second.',
      'Split s, which is not empty, into words. Return the $first $op the $second.',
    ],
    solve: [
      `words = s.split()
       xs = [len(w) for w in words]
       return $first $op $second`,
    ],
    inputs: [sentence({ min: 1 })],
  },
  {
    name: 'word-chain',
    signature: 'chain(words)',
    params: {
      a: place(),
      rel: wider(
        choice('wrong-comparison', ['equals', '=='], ['differs from', '!=']),
        ['alphabetically precedes', '<'],
        ['alphabetically follows', '>'],
      ),
      b: place(),
      what: choice(
        'wrong-result',
        ['how many times', 'sum(1', { close: ')' }],
        ['the list of all words where', '[words[i]', { close: ']' }],
        ['the list of all positions, counted from 0, where', '[i', { close: ']' }],
      ),
    },
    ask: ['Return $what the $a letter of a word $rel the $b letter of the next word.'],
    solve: ['return $what for i in range(len(words) - 1) if words[i][$a] $rel words[i + 1][$b]$what.close'],
    inputs: [words({ from: ['tea', 'ant', 'tree', 'eat', 'at', 'apple', 'ear', 'rat', 'two'] })],
  },
];
