import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom, hashSeed, nextWord, wordsFromSeed } from '../../trainer/random.ts';

test('xoshiro128** gives the published numbers from the state 1, 2, 3, 4', () => {
  const words = Uint32Array.of(1, 2, 3, 4);
  const drawn = Array.from({ length: 10 }, () => nextWord(words));
  assert.deepEqual(
    drawn,
    [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
  );
});

test('SplitMix64 fills the words with its published numbers', () => {
  // 0xe220a8397b1dcdaf and 0x6e789e6aa1b965f4 from seed 0; 6457827717110365317 and 3203168211198807973 from 1234567.
  assert.deepEqual([...wordsFromSeed(0)], [0x7b1dcdaf, 0xe220a839, 0xa1b965f4, 0x6e789e6a]);
  const [low = 0, high = 0, nextLow = 0, nextHigh = 0] = wordsFromSeed(1234567);
  assert.equal((BigInt(high) << 32n) | BigInt(low), 6457827717110365317n);
  assert.equal((BigInt(nextHigh) << 32n) | BigInt(nextLow), 3203168211198807973n);
});

test('a seed outside 0 to 2^53 - 1 is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN])
    assert.throws(() => createRandom(seed), /a seed is a whole/);
});

test('equal seeds draw equal numbers and different seeds do not', () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

test('uniform numbers lie in [0, 1) with mean 1/2 and variance 1/12', () => {
  const random = createRandom(11);
  const drawn = Array.from({ length: 20_000 }, () => random.uniform());
  assert.ok(drawn.every((value) => value >= 0 && value < 1));
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  // Standard errors at this length: 0.0020 of the mean, 0.0005 of the variance.
  assert.ok(Math.abs(mean - 1 / 2) < 0.01);
  assert.ok(Math.abs(variance - 1 / 12) < 0.003);
});

test('integers below 6 come equally often', () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let draw = 0; draw < 60_000; draw += 1) {
    const value = random.integer(6);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  assert.equal(counts.length, 6);
  // 10,000 expected; the standard deviation is 91.
  assert.ok(
    counts.every((count) => Math.abs(count - 10_000) < 450),
    String(counts),
  );
});

test('integer refuses what is not a whole number from 1 to 2^32', () => {
  for (const n of [0, -1, 1.5, 2 ** 32 + 1]) assert.throws(() => createRandom(1).integer(n), RangeError);
  assert.equal(createRandom(1).integer(1), 0);
});

test('a shuffle is a permutation, leaves its input alone, and reaches every order equally often', () => {
  const items = ['a', 'b', 'c'];
  const random = createRandom(5);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 12_000; draw += 1) {
    const order = random.shuffle(items).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.deepEqual(items, ['a', 'b', 'c']);
  assert.deepEqual([...counts.keys()].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  // 2,000 expected; the standard deviation is 41.
  assert.ok(
    [...counts.values()].every((count) => Math.abs(count - 2_000) < 210),
    JSON.stringify([...counts]),
  );
});

test('a fork depends on seed and label and not on what was drawn before', () => {
  const untouched = createRandom(9);
  const used = createRandom(9);
  used.uniform();
  assert.equal(untouched.fork('x').uniform(), used.fork('x').uniform());
  assert.notEqual(untouched.fork('x').uniform(), untouched.fork('y').uniform());
  assert.notEqual(untouched.fork(1).uniform(), untouched.fork('1').uniform());
});

test('hashSeed takes the first 53 bits of the SHA-256 of its parts', () => {
  // printf '["run",7,"a"]' | sha256sum
  const first = 0x3b7e8e3e143fdcdbn;
  assert.equal(BigInt(hashSeed('run', 7, 'a')), first >> 11n);
  assert.notEqual(hashSeed('run', 7, 'a'), hashSeed('run', 'a', 7));
  assert.notEqual(hashSeed('ab', 'c'), hashSeed('a', 'bc'));
});
