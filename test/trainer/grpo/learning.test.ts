/** The training step on a real engine: a policy learns what is rewarded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalEngine } from '../../../trainer/engine/local/engine.ts';
import type { Completion } from '../../../trainer/engine/types.ts';
import { meanOf } from '../../../trainer/mean.ts';
import { trainingStep, type GrpoSettings } from '../../../trainer/grpo/step.ts';
import type { RolloutPrompt } from '../../../trainer/grpo/types.ts';
import { grpoSettings, promptOf } from '../../support/grpo.ts';
import { tinyModel } from '../../support/tiny-model.ts';

/** A promise that is never settled fails its test after this long. */
const patience = { timeout: 120_000 };

const settings: GrpoSettings = {
  ...grpoSettings,
  groupSize: 8,
  updatesPerRollout: 2,
  sampling: { temperature: 1, topP: 1, topK: 0 },
  advantage: { scale: 'group', firstPhaseCritiqueScale: 0.8 },
  optimiser: { ...grpoSettings.optimiser, learningRate: 1e-2, warmupSteps: 0, weightDecay: 0 },
};

/** The token that earns a completion its reward. */
const treasure = 5;

const judge = (_prompt: RolloutPrompt, completions: readonly Completion[]) =>
  Promise.resolve(completions.map(({ tokens }) => ({ reward: tokens.includes(treasure) ? 1 : 0 })));

const prompts = [1, 2, 3, 4].flatMap((mark) => [promptOf('solve', mark), promptOf('critique', mark + 10)]);

/** Mean reward and loss of each step, and the tokens sampled in the last one. */
async function trajectory(seed: number, steps: number) {
  await using folder = await tinyModel();
  await using engine = await LocalEngine.open({ model: folder.path, threads: 1, microBatchTokens: 512 });
  const rewards: number[] = [];
  const losses: number[] = [];
  let last: readonly (readonly Completion[])[] = [];
  for (let step = 1; step <= steps; step++) {
    const { groups, updates } = await trainingStep(settings, {
      engine,
      reference: undefined,
      judge,
      prompts,
      step,
      steps,
      phase: 1,
      maxTokens: 3,
      stop: [],
      seed,
    });
    rewards.push(meanOf(groups.flatMap((group) => group.rewards)));
    losses.push(...updates.map(({ loss }) => loss));
    last = groups.map(({ completions }) => completions);
  }
  return { rewards, losses, last };
}

test('in 15 steps a policy comes to write the token that is rewarded', patience, async () => {
  const { rewards } = await trajectory(1, 15);
  // Three draws among 24 tokens contain the treasure about one time in eight; 64 completions a step.
  assert.ok((rewards[0] ?? NaN) < 0.4, rewards.join(', '));
  assert.ok(meanOf(rewards.slice(-2)) > 0.9, rewards.join(', '));
});

test(
  'the same seed gives the same trajectory, bit for bit, and another seed another one',
  patience,
  async () => {
    const first = await trajectory(2, 4);
    assert.deepEqual(await trajectory(2, 4), first);
    assert.notDeepEqual((await trajectory(3, 4)).rewards, first.rewards);
  },
);
