import assert from 'node:assert/strict';
import test from 'node:test';
import { critiqueReward, solveReward } from '../../../trainer/critique/reward.ts';

test('a critique earns 1 for the right verdict and 0 for the wrong or none', () => {
  assert.deepEqual(critiqueReward('Fine. \\conclusion{T}', true), { reward: 1, verdict: true });
  assert.deepEqual(critiqueReward('Fine. \\conclusion{T}', false), { reward: 0, verdict: true });
  assert.deepEqual(critiqueReward('Off by one. \\conclusion{F}', false), { reward: 1, verdict: false });
  assert.deepEqual(critiqueReward('Off by one. \\conclusion{F}', true), { reward: 0, verdict: false });
  assert.deepEqual(critiqueReward('Hard to say.', true), { reward: 0, verdict: null });
  assert.deepEqual(critiqueReward('Hard to say.', false), { reward: 0, verdict: null });
});

test('a solution earns the share of the tests that it passes', () => {
  const failures = [{ test: 3, status: 'timeout' as const, detail: 'after 5 s' }];
  const result = solveReward({ kind: 'graded', passed: 3, total: 4, passRate: 0.75, timeouts: 1, failures });
  assert.deepEqual(result, {
    reward: 0.75,
    passed: 3,
    total: 4,
    timeouts: 1,
    outcome: 'ran',
    failures,
    reason: null,
  });
});

test('no program, or one that the sandbox cannot run, earns nothing and says so', () => {
  const missing = solveReward(null);
  assert.deepEqual([missing.reward, missing.outcome], [0, 'no-program']);
  const unsupported = solveReward({ kind: 'unlabelled', reason: 'No module named numpy' });
  assert.deepEqual(
    [unsupported.reward, unsupported.outcome, unsupported.reason],
    [0, 'unsupported', 'No module named numpy'],
  );
});
