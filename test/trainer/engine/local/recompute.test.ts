/** When layers are computed twice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptBytes, recomputes } from '../../../../trainer/engine/local/recompute.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { qwen3Sizes, tinyConfig } from '../../../support/tiny-model.ts';

const tiny = tinyConfig();
/** The shape of Qwen3-0.6B. */
const large = tinyConfig(qwen3Sizes);

test('what is kept grows with layers and positions, and with the vocabulary where the head is trained', () => {
  // A layer has 6 · 16 + 5 · 24 + 6 · 64 + 6 · 32 = 792 numbers a position, and 2 · 4 for each pair of them.
  const perToken = 2 * (792 + 8 * 10) + 4 * 24 + 24;
  assert.equal(keptBytes({ config: tiny, adapters: null }, 10), 4 * 10 * perToken);
  assert.equal(keptBytes({ config: tiny, adapters: tinyAdapters() }, 10), 4 * 10 * (perToken - 24));
});

test('small models keep what is inside their layers, large ones compute it twice, unless told otherwise', () => {
  const model = { config: large, adapters: tinyAdapters() };
  assert.equal(recomputes({ config: tiny, adapters: null }, 1024, 'auto'), false);
  assert.equal(recomputes(model, 1024, 'auto'), true);
  assert.equal(recomputes(model, 1024, 'never'), false);
  assert.equal(recomputes({ config: tiny, adapters: null }, 1024, 'always'), true);
});

test('a base in 4 bits is computed layer by layer, whatever its size', () => {
  const model = { config: tiny, adapters: tinyAdapters() };
  assert.equal(recomputes({ ...model, basePrecision: 'int4' }, 1024, 'auto'), true);
  assert.equal(recomputes({ ...model, basePrecision: 'fp32' }, 1024, 'auto'), false);
});
