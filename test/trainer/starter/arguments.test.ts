import assert from 'node:assert/strict';
import test from 'node:test';
import type { Json } from '../../../trainer/protocol/data.ts';
import { createRandom } from '../../../trainer/random.ts';
import { int, ints, matrix, type ArgumentSpec, type Hints } from '../../../trainer/starter/arguments.ts';
import { hintsOf } from '../../../trainer/starter/inputs.ts';
import {
  dictionary,
  name,
  numberText,
  sentence,
  text,
  words,
} from '../../../trainer/starter/text-arguments.ts';

const none: Hints = { numbers: [], texts: [] };

function drawn(spec: ArgumentSpec, hints = none, earlier: readonly Json[] = []): Json[] {
  return Array.from({ length: 200 }, (_, seed) => spec.draw(createRandom(seed), hints, earlier));
}

test('whole numbers stay in their range and come at and beside the constants', () => {
  const values = drawn(int({ lo: 0, hi: 100 }), { numbers: [50], texts: [] }) as number[];
  assert.ok(values.every((value) => Number.isInteger(value) && value >= 0 && value <= 100));
  for (const wanted of [49, 50, 51])
    assert.ok(values.filter((value) => value === wanted).length > 5, `${wanted}`);
});

test('a number is sometimes an item of an earlier list', () => {
  const values = drawn(int({ lo: -1000, hi: 1000 }), none, [[777]]);
  assert.ok(values.filter((value) => value === 777).length > 10);
});

test('lists come empty, with one value and with ties', () => {
  const edges = ints().edges({ numbers: [4], texts: [] });
  assert.deepEqual(edges.slice(0, 3), [[], [4], [4, 4]]);
  assert.ok((drawn(ints()) as number[][]).some((list) => new Set(list).size < list.length));
});

test('lists keep what they promise: least length, order, the length of the list before', () => {
  assert.ok((drawn(ints({ min: 3 })) as number[][]).every((list) => list.length >= 3));
  const sorted = drawn(ints({ sorted: true })) as number[][];
  assert.ok(
    sorted.every((list) => list.every((value, index) => index === 0 || value >= (list[index - 1] ?? value))),
  );
  assert.ok(
    (drawn(ints({ paired: true }), none, [[1, 2, 3]]) as number[][]).every((list) => list.length === 3),
  );
  assert.ok(
    (drawn(words({ paired: true }), none, [[1, 2]]) as string[][]).every((list) => list.length === 2),
  );
});

test('matrices have rows of one length, and square ones as many rows', () => {
  for (const rows of drawn(matrix({ square: true })) as number[][][]) {
    assert.ok(rows.every((row) => row.length === rows.length));
  }
});

test('texts are made of their letters and of the problem’s own', () => {
  const own = drawn(text({ letters: 'xy' }), { numbers: [], texts: ['q'] }) as string[];
  assert.ok(own.every((s) => /^[xyq]*$/.test(s)));
  assert.ok(own.some((s) => s.includes('q')));
});

test('names and keys are often those of an earlier argument', () => {
  const earlier = [{ zebra: 1 }];
  assert.ok(drawn(name(), none, earlier).filter((value) => value === 'zebra').length > 50);
  assert.ok((drawn(dictionary(), none, earlier) as object[]).some((d) => 'zebra' in d));
});

test('sentences have single spaces, and number texts read as numbers', () => {
  assert.ok((drawn(sentence({ min: 1 })) as string[]).every((s) => /^\S+( \S+)*$/.test(s)));
  assert.ok((drawn(numberText()) as string[]).every((s) => /^\d+(,\d+)*$/.test(s)));
});

test('hints are the constants of a program with their signs', () => {
  const hints = hintsOf("def f(s, n):\n    if n - 3 > -2:\n        return s.find('ab', 5)\n    return ''");
  assert.deepEqual(hints, { numbers: [3, -2, 5], texts: ['ab'] });
});
