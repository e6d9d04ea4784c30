import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyValueCache } from '../../../../trainer/engine/local/key-value-cache.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const config = tinyConfig({ layers: 1, kvHeads: 1, headSize: 2 });

/** What a step adds to two slots. */
const added = { keys: Float32Array.of(1, 2, 3, 4), values: Float32Array.of(5, 6, 7, 8) };

const keysOf = (cache: KeyValueCache, count: number) =>
  cache.inputs('past', count)['past.0.keys']?.data as Float32Array;

test('what a step adds is written at the position of each slot', () => {
  const cache = new KeyValueCache(config, 2, 2);
  cache.add(0, added, Int32Array.of(0, 1));
  assert.deepEqual([...keysOf(cache, 2)], [1, 2, 0, 0, 0, 0, 3, 4]);
});

test('slots are given as the same tensors while only steps add to them', () => {
  const cache = new KeyValueCache(config, 2, 2);
  const before = cache.inputs('past', 2);
  cache.add(0, added, Int32Array.of(0, 0));
  cache.hold(1, 0);
  assert.equal(cache.inputs('past', 2), before);
});

test('slots are given as other tensors once a slot was moved, the room has grown or other slots are in use', () => {
  const cache = new KeyValueCache(config, 2, 32);
  const changes: readonly (() => void)[] = [
    () => cache.copy(1, 0, 1),
    () => cache.fit(33, 2),
    () => cache.divide(2, 32),
  ];
  for (const change of changes) {
    const before = cache.inputs('past', 2);
    change();
    assert.notEqual(cache.inputs('past', 2)['past.0.keys'], before['past.0.keys'], String(change));
  }
  const two = cache.inputs('past', 2);
  assert.notEqual(cache.inputs('past', 1)['past.0.keys'], two['past.0.keys']);
});
