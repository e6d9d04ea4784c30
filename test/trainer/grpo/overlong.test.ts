import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overlongPenalty } from '../../../trainer/grpo/overlong.ts';

test('up to the limit less the buffer, length costs nothing', () => {
  assert.equal(overlongPenalty(1, 100, 20, false), 0);
  assert.equal(overlongPenalty(80, 100, 20, false), 0);
});

test('within the buffer the penalty falls linearly to −1 at the limit', () => {
  assert.equal(overlongPenalty(81, 100, 20, false), -1 / 20);
  assert.equal(overlongPenalty(90, 100, 20, false), -0.5);
  assert.equal(overlongPenalty(100, 100, 20, false), -1);
});

test('a completion that was cut off costs 1, however short the context made it', () => {
  assert.equal(overlongPenalty(100, 100, 20, true), -1);
  assert.equal(overlongPenalty(10, 100, 20, true), -1);
});

test('without a buffer only a completion that was cut off is punished', () => {
  assert.equal(overlongPenalty(99, 100, 0, false), 0);
  assert.equal(overlongPenalty(100, 100, 0, false), 0);
  assert.equal(overlongPenalty(100, 100, 0, true), -1);
});
