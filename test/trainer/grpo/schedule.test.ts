import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningRateAt, type LearningRate } from '../../../trainer/grpo/schedule.ts';

const rising = { learningRate: 8, warmupSteps: 3 };

function ratesOf(rate: LearningRate, indices: readonly number[], updates = 8): readonly number[] {
  return indices.map((index) => learningRateAt(rate, index, updates));
}

test('the rate rises linearly over the warm-up, moves at once and then stays', () => {
  const rates = ratesOf({ ...rising, schedule: 'constant' }, [0, 1, 2, 3, 4, 5, 1000]);
  assert.deepEqual(rates, [2, 4, 6, 8, 8, 8, 8]);
});

test('without a warm-up the first update has the full rate', () => {
  assert.deepEqual(ratesOf({ learningRate: 1e-4, warmupSteps: 0, schedule: 'constant' }, [0]), [1e-4]);
});

test('a linear schedule falls from the full rate to one step above 0', () => {
  const rates = ratesOf({ learningRate: 8, warmupSteps: 4, schedule: 'linear' }, [3, 4, 5, 6, 7, 8]);
  assert.deepEqual(rates, [6.4, 8, 6, 4, 2, 0]);
});

test('a cosine is at half the rate in the middle', () => {
  const [first = 0, middle = 0, end = 0] = ratesOf(
    { learningRate: 8, warmupSteps: 4, schedule: 'cosine' },
    [4, 6, 8],
  );
  assert.equal(first, 8);
  assert.ok(Math.abs(middle - 4) < 1e-12);
  assert.equal(end, 0);
});

test('a run that is nothing but warm-up never leaves it', () => {
  assert.deepEqual(ratesOf({ ...rising, schedule: 'linear' }, [0, 1, 2], 3), [2, 4, 6]);
});
