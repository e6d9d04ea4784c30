import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UpdateStatistics } from '../../../../trainer/grpo/statistics.ts';
import { stepMetrics, type CrlGroup } from '../../../../trainer/run/crl/metrics.ts';
import { assertClose } from '../../../support/close.ts';
import { concluded, critiquePromptOf, solved, solvePromptOf } from '../../../support/crl.ts';
import { completion } from '../../../support/recording-engine.ts';

const solveGroup: CrlGroup = {
  prompt: solvePromptOf('a'),
  completions: [completion([1, 2]), completion([1, 2, 3, 4], 'length')],
  judgements: [solved(2), solved(1, 1)],
  rewards: [1, 0.5],
  advantages: [0.25, -0.25],
};

const correctGroup: CrlGroup = {
  prompt: critiquePromptOf('b', true),
  completions: [completion([1]), completion([1, 2, 3])],
  judgements: [concluded(true, true), concluded(null, true)],
  rewards: [1, 0],
  advantages: [0.5, -0.5],
};

/** Dropped: both completions are right. */
const wrongGroup: CrlGroup = {
  prompt: critiquePromptOf('c', false),
  completions: [completion([1, 2]), completion([3, 4])],
  judgements: [concluded(false, false), concluded(false, false)],
  rewards: [1, 1],
  advantages: undefined,
  dropped: 'zero-variance',
};

const update: UpdateStatistics = {
  loss: 0.1,
  gradNorm: 1,
  learningRate: 1e-4,
  entropy: 0.5,
  kl: undefined,
  policyKl: 0.02,
  clippedLow: 0.01,
  clippedHigh: 0.03,
  trainedTokens: 10,
  tokensComputed: 64,
};

function assertMetrics(actual: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>) {
  for (const [name, value] of Object.entries(expected)) assertClose(actual[name] ?? NaN, value, 1e-12, name);
}

test('figures of all completions stand under TRL’s names', () => {
  const metrics = stepMetrics({ groups: [solveGroup, correctGroup, wrongGroup], updates: [] });
  assertMetrics(metrics, {
    // (1.5 + 1 + 2) / 6.
    reward: 0.75,
    // Deviations with G − 1: 0.5 / √2, 1 / √2, 0.
    reward_std: Math.SQRT1_2 / 2,
    frac_reward_zero_std: 1 / 3,
    'completions/mean_length': 14 / 6,
    'completions/min_length': 1,
    'completions/max_length': 4,
    'completions/mean_terminated_length': 2,
    'completions/clipped_ratio': 1 / 6,
  });
});

test('the same figures are split by task, with what only one task has', () => {
  const metrics = stepMetrics({ groups: [solveGroup, correctGroup, wrongGroup], updates: [] });
  assertMetrics(metrics, {
    'solve/reward': 0.75,
    'solve/reward_std': Math.SQRT1_2 / 2,
    'solve/completions/clipped_ratio': 0.5,
    'solve/pass@1': 0.5,
    'solve/no_program_rate': 0,
    'sandbox/timeout_rate': 0.5,
    'critique/reward': 0.75,
    'critique/frac_reward_zero_std': 0.5,
    'critique/accuracy': 0.75,
    'critique/tpr': 0.5,
    'critique/tnr': 1,
    'critique/balanced_accuracy': 0.75,
    'critique/parse_fail_rate': 0.25,
    // One of the three verdicts that could be read.
    'critique/says_correct': 1 / 3,
  });
});

test('the share of critiques is reported before and after groups without variance are dropped', () => {
  const metrics = stepMetrics({ groups: [solveGroup, correctGroup, wrongGroup], updates: [] });
  assertMetrics(metrics, {
    'mix/critique_share': 2 / 3,
    'mix/critique_share_kept': 0.5,
    'dropped/solve': 0,
    'dropped/critique': 1,
    'dropped/overlong': 0,
  });
});

test('groups without a token for the loss are counted apart, and are not among those that were kept', () => {
  const cutOff: CrlGroup = { ...correctGroup, advantages: undefined, dropped: 'overlong' };
  assertMetrics(stepMetrics({ groups: [solveGroup, cutOff, wrongGroup], updates: [] }), {
    'mix/critique_share_kept': 0,
    'dropped/solve': 0,
    'dropped/critique': 1,
    'dropped/overlong': 1,
  });
});

test('updates are averaged; the learning rate is the last one’s', () => {
  const second = { ...update, loss: 0.3, gradNorm: 3, learningRate: 2e-4, clippedHigh: 0.05 };
  const metrics = stepMetrics({ groups: [solveGroup], updates: [update, second] });
  assertMetrics(metrics, {
    loss: 0.2,
    grad_norm: 2,
    learning_rate: 2e-4,
    entropy: 0.5,
    policy_kl: 0.02,
    'clip_ratio/low_mean': 0.01,
    'clip_ratio/high_mean': 0.04,
    'clip_ratio/region_mean': 0.05,
  });
  assert.ok(!('kl' in metrics));
  assertMetrics(stepMetrics({ groups: [solveGroup], updates: [{ ...update, kl: 0.25 }] }), { kl: 0.25 });
});

test('an update without a token pulls no mean towards 0', () => {
  const none = { entropy: undefined, policyKl: undefined, clippedLow: undefined, clippedHigh: undefined };
  const empty = { ...update, ...none, trainedTokens: 0 };
  const metrics = stepMetrics({ groups: [solveGroup], updates: [update, empty] });
  assertMetrics(metrics, { entropy: 0.5, policy_kl: 0.02, 'clip_ratio/region_mean': 0.04 });
  assert.ok(!('entropy' in stepMetrics({ groups: [solveGroup], updates: [empty] })));
});

test('a program that is missing counts, and metrics without a value are left out', () => {
  const noProgram: CrlGroup = {
    ...solveGroup,
    judgements: [
      solved(2),
      {
        ...solved(0),
        task: 'solve',
        outcome: 'no-program',
        failures: [],
        passed: 0,
        total: 0,
        timeouts: 0,
        reason: 'no',
      },
    ],
  };
  const metrics = stepMetrics({ groups: [noProgram], updates: [] });
  assert.equal(metrics['solve/no_program_rate'], 0.5);
  assert.deepEqual(
    Object.keys(metrics).filter((name) => name.startsWith('critique/') || name === 'loss'),
    [],
  );
  const onlyDropped = stepMetrics({ groups: [wrongGroup], updates: [] });
  assert.ok(!('mix/critique_share_kept' in onlyDropped));
  assert.ok(!('critique/tpr' in onlyDropped));
  assert.equal(onlyDropped['critique/tnr'], 1);
});

test('where every completion was cut off there is no mean length of ended ones', () => {
  const cutOff = { ...solveGroup, completions: [completion([1], 'length'), completion([1], 'length')] };
  const metrics = stepMetrics({ groups: [cutOff], updates: [] });
  assert.ok(!('completions/mean_terminated_length' in metrics));
  assert.equal(metrics['completions/clipped_ratio'], 1);
});
