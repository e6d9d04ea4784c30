import type { Family } from '../family.ts';
import { dictionary, name } from '../text-arguments.ts';
import { choice, comparison, extreme, numbers, operation, texts, wider } from '../vocabulary.ts';

/** Dictionaries from words to whole numbers. */
export const dictionaries: readonly Family[] = [
  {
    name: 'look-up',
    signature: 'look(d, s)',
    params: {
      none: choice('wrong-default', ['0', '0'], ['1', '1'], ['-1', '-1'], ['None', 'None']),
      op: operation,
      k: numbers(2, 3, 4),
    },
    ask: [
      'Return the value of s in d, $op $k. If s is no key of d, return $none.',
      'If d has the key s, return its value $op $k, otherwise return $none.',
    ],
    solve: [
      `if s not in d:
           return $none
       return d[s] $op $k`,
      'return d[s] $op $k if s in d else $none',
    ],
    inputs: [dictionary(), name()],
    bugs: [{ kind: 'wrong-default', body: 'return d.get(s, 0) $op $k' }],
  },
  {
    name: 'keys-where',
    signature: 'keys(d)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      turn: choice(
        'wrong-order',
        ['in the order of d', '[key', { close: ']' }],
        ['in alphabetical order', 'sorted(key', { close: ')' }],
        ['in reverse alphabetical order', 'sorted((key', { close: '), reverse=True)' }],
      ),
    },
    ask: [
      'Return a list of the keys of d whose value is $cmp $k, $turn.',
      'Find the keys of d with a value $cmp $k. Return them as a list $turn.',
    ],
    solve: [
      'return $turn for key, value in d.items() if value $cmp $k$turn.close',
      'return $turn for key in d if d[key] $cmp $k$turn.close',
    ],
    inputs: [dictionary()],
  },
  {
    name: 'values-of-keys',
    signature: 'total(d)',
    params: {
      agg: choice(
        'wrong-aggregate',
        ['sum', 'sum(xs)'],
        ['number', 'len(xs)'],
        ['sorted list', 'sorted(xs)'],
      ),
      test: choice(
        'wrong-method',
        ['starts with $c', 'key.startswith($c)'],
        ['ends with $c', 'key.endswith($c)'],
        ['contains $c', '$c in key'],
        ['does not contain $c', '$c not in key'],
      ),
      c: texts('a', 'b', 't'),
    },
    ask: [
      'Return the $agg of the values in d whose key $test.',
      'Take the values of d for each key that $test. Return the $agg of these values.',
    ],
    solve: [
      `xs = [value for key, value in d.items() if $test]
       return $agg`,
      `xs = [d[key] for key in d if $test]
       return $agg`,
    ],
    inputs: [dictionary({ from: ['tea', 'bat', 'ab', 'to', 'cat', 'ba', 'bob', 'at'] })],
  },
  {
    name: 'best-key',
    signature: 'choose(d)',
    params: {
      side: extreme,
      tie: wider(
        choice(
          'wrong-order',
          ['first in d', 'd'],
          ['first in the alphabet', 'sorted(d)'],
          ['last in the alphabet', 'sorted(d, reverse=True)'],
        ),
        ['last in d', 'list(d)[::-1]'],
      ),
      what: wider(
        choice('wrong-result', ['the key', 'best'], ['key and value as a list', '[best, d[best]]']),
        ['value and key as a list', '[d[best], best]'],
        ['the length of the key', 'len(best)'],
        ['the key in upper case', 'best.upper()'],
      ),
      none: choice('wrong-default', ['None', 'None'], ["''", "''"], ['0', '0']),
    },
    ask: [
      'Find the key of d with the $side value; of several take the $tie. Return $what, or $none if d is empty.',
    ],
    solve: [
      `if not d:
           return $none
       best = $side($tie, key=lambda key: d[key])
       return $what`,
      `best = None
       for key in $tie:
           if best is None or d[key] $side.cmp d[best]:
               best = key
       return $none if best is None else $what`,
    ],
    inputs: [dictionary({ lo: 0, hi: 5 })],
  },
  {
    name: 'merge-dictionaries',
    signature: 'merge(d, e)',
    params: {
      keys: choice(
        'wrong-logic',
        ['all keys of d and e', 'd | e'],
        ['all keys of d', 'd'],
        ['all keys of e', 'e'],
      ),
      op: choice(
        'wrong-operator',
        ['the sum of its two values', 'd.get(key, $none) + e.get(key, $none)'],
        ['its value in d minus its value in e', 'd.get(key, $none) - e.get(key, $none)'],
        ['the larger of its two values', 'max(d.get(key, $none), e.get(key, $none))'],
        ['the smaller of its two values', 'min(d.get(key, $none), e.get(key, $none))'],
      ),
      none: numbers(0, 1, 2),
    },
    ask: ['Return a dictionary with $keys. Each key gets $op, where a missing value counts as $none.'],
    solve: [
      'return {key: $op for key in $keys}',
      `result = {}
       for key in $keys:
           result[key] = $op
       return result`,
    ],
    inputs: [dictionary({ lo: -2, hi: 5 }), dictionary({ lo: -2, hi: 5 })],
  },
  {
    name: 'filter-dictionary',
    signature: 'keep(d)',
    params: {
      cmp: comparison,
      k: numbers(3, 4, 5),
      form: choice(
        'wrong-operator',
        ['value', 'value'],
        ['value doubled', 'value * 2'],
        ['value minus $k', 'value - $k'],
        ['value plus 1', 'value + 1'],
      ),
    },
    ask: [
      'Return a dictionary of the entries of d whose value is $cmp $k, each with its $form.',
      'Keep the keys of d with a value $cmp $k. Return a dictionary from each of them to its $form.',
    ],
    solve: [
      'return {key: $form for key, value in d.items() if value $cmp $k}',
      `result = {}
       for key, value in d.items():
           if value $cmp $k:
               result[key] = $form
       return result`,
    ],
    inputs: [dictionary()],
  },
];
