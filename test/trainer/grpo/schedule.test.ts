import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningRateAt } from '../../../trainer/grpo/schedule.ts';

test('the rate rises linearly over the warm-up, moves at once and then stays', () => {
  const rates = [0, 1, 2, 3, 4, 5, 1000].map((index) =>
    learningRateAt({ learningRate: 8, warmupSteps: 3 }, index),
  );
  assert.deepEqual(rates, [2, 4, 6, 8, 8, 8, 8]);
});

test('without a warm-up the first update has the full rate', () => {
  assert.equal(learningRateAt({ learningRate: 1e-4, warmupSteps: 0 }, 0), 1e-4);
});
