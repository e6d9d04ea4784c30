import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasReachedPlateau } from '../../../trainer/run/plateau.ts';

const criterion = { window: 3, tolerance: 0.05, minSteps: 6 };

test('rewards that still rise by the tolerance are no plateau', () => {
  // Means: (0.1 + 0.2 + 0.3) / 3 = 0.2 before, (0.2 + 0.25 + 0.306) / 3 = 0.252 last: a rise of 0.052.
  assert.equal(hasReachedPlateau([0.1, 0.2, 0.3, 0.2, 0.25, 0.306], criterion), false);
});

test('rewards that rise by less than the tolerance are a plateau', () => {
  // 0.2 before, (0.2 + 0.25 + 0.27) / 3 = 0.24 last.
  assert.equal(hasReachedPlateau([0.1, 0.2, 0.3, 0.2, 0.25, 0.27], criterion), true);
});

test('falling rewards are a plateau', () => {
  assert.equal(hasReachedPlateau([0.9, 0.9, 0.9, 0.5, 0.4, 0.3], criterion), true);
});

test('only the last two windows count', () => {
  assert.equal(hasReachedPlateau([0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], criterion), true);
});

test('before the least number of steps there is no plateau', () => {
  const flat = Array.from({ length: 9 }, () => 0.5);
  assert.equal(hasReachedPlateau(flat.slice(0, 5), criterion), false);
  assert.equal(hasReachedPlateau(flat.slice(0, 6), criterion), true);
  assert.equal(hasReachedPlateau(flat.slice(0, 8), { ...criterion, minSteps: 9 }), false);
  assert.equal(hasReachedPlateau(flat, { ...criterion, minSteps: 9 }), true);
});

test('two whole windows are needed even if fewer steps are asked for', () => {
  assert.equal(hasReachedPlateau([1, 1, 1, 1, 1], { ...criterion, minSteps: 1 }), false);
});

test('with tolerance 0 only a fall is a plateau', () => {
  const exact = { window: 1, tolerance: 0, minSteps: 2 };
  assert.equal(hasReachedPlateau([0.5, 0.5], exact), false);
  assert.equal(hasReachedPlateau([0.5, 0.25], exact), true);
});
