/** The angles of rotary positions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rotaryAngles } from '../../../trainer/model/rotary.ts';
import { assertArraysClose } from '../../support/close.ts';
import { tinyConfig } from '../../support/tiny-model.ts';

test('position t turns frequency i by t · theta^(−2i / headSize)', () => {
  const config = tinyConfig({ headSize: 16, rope: { theta: 10_000, scaling: null } });
  const { cosine, sine, shape } = rotaryAngles(config, 3);
  assert.deepEqual(shape, [3, 8]);
  // 10,000^(−i/8): each frequency is 10^(−1/2) of the one before.
  const angles = [0, 1, 2].flatMap((t) => Array.from({ length: 8 }, (_, i) => t * 10 ** (-i / 2)));
  assertArraysClose(cosine, angles.map(Math.cos), 1e-6);
  assertArraysClose(sine, angles.map(Math.sin), 1e-6);
});
