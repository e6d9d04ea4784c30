import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupAdvantages, hasZeroVariance } from '../../../trainer/grpo/advantages.ts';
import { assertArraysClose } from '../../support/close.ts';

test('scaled by group, each group is divided by its own deviation', () => {
  const [first, second] = groupAdvantages(
    [
      [0, 0, 0, 1],
      [0, 4, 2, 2],
    ],
    'group',
  );
  // Deviations 0.5 and √(8 / 3) = 1.632993.
  assertArraysClose(first ?? [], [-0.5, -0.5, -0.5, 1.5], 5e-6);
  assertArraysClose(second ?? [], [-1.224745, 1.224745, 0, 0], 5e-6);
});

test('scaled by batch, every group is divided by the deviation of all rewards', () => {
  const [first, second] = groupAdvantages(
    [
      [0, 1],
      [0.5, 0.5],
    ],
    'batch',
  );
  // All four rewards: mean 0.5, deviation √(0.5 / 3) = 0.408248.
  assertArraysClose(first ?? [], [-1.224745, 1.224745], 5e-6);
  assert.deepEqual(second, [0, 0]);
});

test('scaled by nothing, advantages are the centred rewards', () => {
  assert.deepEqual(groupAdvantages([[0, 0, 0, 1], [0.25]], 'none'), [[-0.25, -0.25, -0.25, 0.75], [0]]);
});

test('the mean that is taken off is the group’s under every scale', () => {
  for (const scale of ['group', 'batch', 'none'] as const) {
    const [low, high] = groupAdvantages(
      [
        [0, 1],
        [10, 11],
      ],
      scale,
    );
    assert.deepEqual(low, high);
    assertArraysClose([(low?.[0] ?? 0) + (low?.[1] ?? 0)], [0], 1e-12);
  }
});

test('a group without variance has no advantages, whatever the scale', () => {
  for (const scale of ['group', 'batch', 'none'] as const) {
    const [equal] = groupAdvantages(
      [
        [0.5, 0.5, 0.5],
        [0, 1, 0],
      ],
      scale,
    );
    assert.deepEqual(equal, [0, 0, 0]);
  }
});

test('equal rewards whose mean rounds still give advantages near 0', () => {
  // 0.1 + 0.1 + 0.1 is not 0.3, so the mean is not 0.1.
  for (const advantage of groupAdvantages([[0.1, 0.1, 0.1]], 'group').flat()) {
    assert.ok(Math.abs(advantage) < 1e-9, `${advantage}`);
  }
});

test('a group has zero variance exactly when all its rewards are equal', () => {
  assert.equal(hasZeroVariance([1, 1, 1]), true);
  assert.equal(hasZeroVariance([0.1, 0.1, 0.1]), true);
  assert.equal(hasZeroVariance([1]), true);
  assert.equal(hasZeroVariance([1, 1, 0.999999]), false);
  assert.equal(hasZeroVariance([0, 1]), false);
});
