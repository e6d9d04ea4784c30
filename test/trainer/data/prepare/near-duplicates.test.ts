import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planBands } from '../../../../trainer/data/prepare/minhash.ts';
import { jaccard, NearDuplicates, shinglesOf } from '../../../../trainer/data/prepare/near-duplicates.ts';
import { createRandom } from '../../../../trainer/random.ts';

const words = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `w${from + index}`);

test('a text of nine tokens has five shingles, and one that repeats has each once', () => {
  assert.equal(shinglesOf('a b c d e f g h i').length, 5);
  assert.equal(shinglesOf('a a a a a a a a').length, 1);
  assert.equal(shinglesOf('a b').length, 1);
  assert.deepEqual([...shinglesOf('b a')].length, 1);
});

test('similarity is the share of shingles in common: another last token of nine leaves four of six', () => {
  const [a, b] = [shinglesOf('a b c d e f g h i'), shinglesOf('a b c d e f g h x')];
  assert.equal(jaccard(a, b), 4 / 6);
  assert.equal(jaccard(a, a), 1);
  assert.equal(jaccard(a, shinglesOf('p q r s t u')), 0);
});

test('bands are as long as they can be while 999 in 1,000 pairs at the threshold are found', () => {
  // 1 − (1 − 0.8⁵)²⁵ = 0.99995; with six values 21 bands fit, and 1 − (1 − 0.8⁶)²¹ = 0.9983.
  assert.deepEqual(planBands(0.8), { bands: 25, rows: 5 });
  assert.deepEqual(planBands(1), { bands: 1, rows: 128 });
});

test('the first of two alike stays, the other is told with what it is like and how much', () => {
  const texts = new NearDuplicates(0.6, 1);
  assert.equal(texts.add('a b c d e f g h i'), null);
  assert.equal(texts.add('something else that has nothing in common with it'), null);
  assert.deepEqual(texts.add('A  b c d e f g h\ni'), { of: 0, similarity: 1 });
  assert.deepEqual(texts.add('a b c d e f g h x'), { of: 0, similarity: 4 / 6 });
});

test('a text that was a duplicate stands for nothing itself', () => {
  const texts = new NearDuplicates(0.6, 1);
  texts.add('a b c d e f g h i');
  assert.notEqual(texts.add('a b c d e f g h x'), null);
  // Four of six shingles in common with the second text, three of seven with the first.
  assert.equal(texts.add('z b c d e f g h x'), null);
});

test('of several earlier texts the most similar one is told', () => {
  const texts = new NearDuplicates(0.5, 1);
  const before = [...words(0, 30), ...words(100, 110)];
  const after = [...words(110, 115), ...words(5, 40)];
  assert.equal(texts.add(before.join(' ')), null);
  assert.equal(texts.add(after.join(' ')), null);
  // 26 of 46 shingles are those of the first, 31 of 41 those of the second.
  assert.deepEqual(texts.add(words(0, 40).join(' ')), { of: 1, similarity: 31 / 41 });
});

test('a mark makes a difference: x > y is not x < y', () => {
  assert.equal(jaccard(shinglesOf('return x > y'), shinglesOf('return x < y')), 0);
});

test('no seed loses any of 300 pairs that are more alike than the threshold', () => {
  for (const seed of [0, 1, 2]) {
    const random = createRandom(seed);
    const texts = new NearDuplicates(0.8, seed);
    const originals = Array.from({ length: 300 }, () =>
      Array.from({ length: 100 }, () => `t${random.integer(5000)}`),
    );
    for (const tokens of originals) assert.equal(texts.add(tokens.join(' ')), null);
    originals.forEach((tokens, number) => {
      // One other token of a hundred changes five of 96 shingles: 91 of 101 are in common.
      const changed = [...tokens.slice(0, 50), 'other', ...tokens.slice(51)];
      assert.deepEqual(texts.add(changed.join(' ')), { of: number, similarity: 91 / 101 });
    });
  }
});

test('where texts are tied, every earlier one that is like it is told, and a duplicate stands for itself too', () => {
  const texts = new NearDuplicates(0.6, 1);
  const [first, second, third] = [words(0, 40), words(5, 45), words(10, 50)].map((some) => some.join(' '));
  assert.deepEqual(texts.addAndTie(first ?? ''), []);
  // 36 runs each, 31 in common: 31 / 41 = 0.76. With ten words' distance 26 are in common: 26 / 46 = 0.57.
  assert.deepEqual(texts.addAndTie(second ?? ''), [0]);
  assert.deepEqual(texts.addAndTie(third ?? ''), [1]);
  assert.deepEqual(texts.addAndTie(second ?? ''), [0, 1, 2]);
});
