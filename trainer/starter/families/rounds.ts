import { ints } from '../arguments.ts';
import type { Family } from '../family.ts';
import { choice, comparison, numbers, wider } from '../vocabulary.ts';

/** Two sides, round by round. */
export const rounds: readonly Family[] = [
  {
    name: 'turns-of-two',
    signature: 'play(xs)',
    params: {
      who: choice(
        'wrong-variable',
        ['first', 'a - b', { more: 'a > b' }],
        ['second', 'b - a', { more: 'b > a' }],
      ),
      agg: choice('wrong-aggregate', ['sum', 'sum'], ['largest', 'max'], ['smallest', 'min']),
      what: choice(
        'wrong-result',
        ['how far the $who player is ahead', '$who'],
        ['True if the $who player is ahead', '$who.more'],
      ),
      k: numbers(1, 2, 3),
    },
    ask: [
      'Two players take turns with the values of xs. Each gets the $agg of its values, and the second $k more. Return $what.',
    ],
    solve: [
      `a = $agg(xs[::2])
       b = $agg(xs[1::2]) + $k
       return $what`,
      `b = $agg(xs[1::2]) + $k
       a = $agg(xs[::2])
       return $what`,
    ],
    inputs: [ints({ lo: -3, hi: 6, min: 2, max: 7 })],
  },
  {
    name: 'lead-changes',
    signature: 'leads(xs, ys)',
    params: {
      cmp: wider(
        comparison,
        ['more than twice', '> 2 *'],
        ['at least twice', '>= 2 *'],
        ['less than twice', '< 2 *'],
      ),
      sides: choice(
        'swapped-arguments',
        ['xs', 'a $cmp b', { other: 'ys' }],
        ['ys', 'b $cmp a', { other: 'xs' }],
      ),
      what: wider(
        choice(
          'wrong-result',
          ['how often', '0', { step: 'result += 1' }],
          ['the list of all places, counted from 0, where', '[]', { step: 'result.append(i)' }],
          ['the list of all places, counted from 1, where', '[]', { step: 'result.append(i + 1)' }],
        ),
        ['the last place, counted from 0, or -1 if none, where', '-1', { step: 'result = i' }],
        ['the sum of all places, counted from 0, where', '0', { step: 'result += i' }],
        ['the list of the points in xs of all rounds where', '[]', { step: 'result.append(xs[i])' }],
      ),
    },
    ask: [
      'xs and ys are points in each round. Return $what the sum of $sides so far is $cmp the sum of $sides.other so far.',
    ],
    solve: [
      `a, b, result = 0, 0, $what
       for i in range(len(xs)):
           a += xs[i]
           b += ys[i]
           if $sides:
               $what.step
       return result`,
      `result = $what
       for i in range(len(xs)):
           a = sum(xs[:i + 1])
           b = sum(ys[:i + 1])
           if $sides:
               $what.step
       return result`,
    ],
    inputs: [ints({ lo: 0, hi: 6 }), ints({ lo: 0, hi: 6, paired: true })],
  },
];
