import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRowSchema } from '../../../../trainer/protocol/run-folder.ts';
import { sampleRow } from '../../../../trainer/run/crl/samples.ts';
import { concluded, critiquePromptOf, solved, solvePromptOf } from '../../../support/crl.ts';
import { completion } from '../../../support/recording-engine.ts';

test('a row of a solve prompt tells each completion’s tests, reward and advantage', () => {
  const row = sampleRow(7, {
    prompt: solvePromptOf('a'),
    completions: [completion([1, 2]), completion([1, 2, 3], 'length')],
    judgements: [solved(2), solved(1)],
    rewards: [1, 0.5],
    advantages: [0.25, -0.25],
  });
  assert.deepEqual(row, {
    step: 7,
    task: 'solve',
    id: 'a',
    prompt: 'Solve a',
    completions: [
      {
        text: 'a program that passes 2',
        tokens: 2,
        finish: 'stop',
        reward: 1,
        rewardParts: { tests: 1 },
        advantage: 0.25,
        sandbox: '2 of 2 tests passed',
      },
      {
        text: 'a program that passes 1',
        tokens: 3,
        finish: 'length',
        reward: 0.5,
        rewardParts: { tests: 0.5 },
        advantage: -0.25,
        sandbox: '1 of 2 tests passed\ntest 2: wrong: returned 3, expected 4',
      },
    ],
  });
  assert.deepEqual(sampleRowSchema.parse(row), row);
});

test('a row of a critique prompt tells the label and each verdict; a dropped group has no advantages', () => {
  const row = sampleRow(1, {
    prompt: critiquePromptOf('b', false),
    completions: [completion([1]), completion([1]), completion([1])],
    judgements: [concluded(true, false), concluded(false, false), concluded(null, false)],
    rewards: [0, 1, 0],
    advantages: undefined,
    dropped: 'zero-variance',
  });
  assert.equal(row.correct, false);
  assert.deepEqual(
    row.completions.map(({ verdict, reward, rewardParts, advantage }) => [
      verdict,
      reward,
      rewardParts,
      advantage,
    ]),
    [
      ['correct', 0, { verdict: 0 }, null],
      ['incorrect', 1, { verdict: 1 }, null],
      [null, 0, { verdict: 0 }, null],
    ],
  );
  assert.deepEqual(sampleRowSchema.parse(row), row);
});

test('what the overlong penalty took away stands apart from the judge’s reward', () => {
  const { completions } = sampleRow(1, {
    prompt: critiquePromptOf('b', true),
    completions: [completion([1, 2], 'length')],
    judgements: [concluded(true, true)],
    rewards: [0],
    advantages: [0],
  });
  assert.deepEqual(completions[0]?.rewardParts, { verdict: 1, overlong: -1 });
});

test('a program that the sandbox cannot run shows why instead of its tests', () => {
  const judgement = { ...solved(0), reason: 'No module named numpy' };
  const { completions } = sampleRow(1, {
    prompt: solvePromptOf('a'),
    completions: [completion([1])],
    judgements: [judgement],
    rewards: [0],
    advantages: [0],
  });
  assert.equal(completions[0]?.sandbox, 'No module named numpy');
});
