import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hashRun,
  hashWords,
  looseTokens,
  normalisedWords,
  wideHashRun,
} from '../../../../trainer/data/prepare/words.ts';

test('words are runs of letters and digits in lower case; layout and marks only separate', () => {
  assert.deepEqual(normalisedWords('>>> is_Prime(2)\n\tTrue — naïve 数学'), [
    ...['is', 'prime', '2', 'true', 'naïve', '数学'],
  ]);
  assert.deepEqual(normalisedWords(' \n…'), []);
});

test('tokens keep names whole and every mark by itself', () => {
  assert.deepEqual(looseTokens('a_b += Max(x,\n -1)'), [
    ...['a_b', '+', '=', 'max', '(', 'x', ',', '-', '1', ')'],
  ]);
});

test('the hash of a run depends on its words and their order, and on nothing around it', () => {
  const [ab, ba] = [hashWords(['a', 'b']), hashWords(['b', 'a'])];
  const inside = hashWords(['x', 'a', 'b', 'y']);
  assert.equal(hashRun(inside, 1, 2), hashRun(ab, 0, 2));
  assert.equal(wideHashRun(inside, 1, 2), wideHashRun(ab, 0, 2));
  assert.notEqual(hashRun(ab, 0, 2), hashRun(ba, 0, 2));
  assert.notEqual(wideHashRun(ab, 0, 2), wideHashRun(ba, 0, 2));
});

test('a wide hash is a whole number of 53 bits, and a hundred thousand runs have as many', () => {
  const words = hashWords(Array.from({ length: 100_000 }, (_, number) => `w${number}`));
  const runs = Array.from(words, (_, start) => wideHashRun(words, start, 1));
  assert.equal(new Set(runs).size, runs.length);
  assert.ok(runs.every(Number.isSafeInteger));
  assert.ok(Math.max(...runs) > 2 ** 52, 'the upper bits are used');
});
