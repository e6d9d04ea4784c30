/** The training step, with an engine that only records what it is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion, Objective } from '../../../trainer/engine/types.ts';
import { trainingStep, type GrpoSettings, type StepInput } from '../../../trainer/grpo/step.ts';
import type { Judgement, RolloutPrompt } from '../../../trainer/grpo/types.ts';
import { assertArraysClose } from '../../support/close.ts';
import { grpoSettings, promptOf } from '../../support/grpo.ts';
import { completion, RecordingEngine, type Sampled } from '../../support/recording-engine.ts';

/** Two completions of each prompt: two tokens and three. */
const twoEach: Sampled = () => [completion([4, 5]), completion([6, 7, 8])];

/** The second completion of a group is right, the first is not. */
const secondIsRight = (_prompt: RolloutPrompt, completions: readonly Completion[]) =>
  Promise.resolve(completions.map((_, index) => ({ reward: index === 1 ? 1 : 0 })));

type Input = StepInput<RolloutPrompt, Judgement>;

function inputOf(engine: RecordingEngine, changes: Partial<Input> = {}): Input {
  return {
    engine,
    reference: undefined,
    judge: secondIsRight,
    prompts: [promptOf('solve', 10), promptOf('critique', 20)],
    step: 1,
    steps: 8,
    phase: 1,
    maxTokens: 8,
    stop: [],
    seed: 1,
    ...changes,
  };
}

function withLoss(changes: Partial<GrpoSettings['loss']>): GrpoSettings {
  return { ...grpoSettings, loss: { ...grpoSettings.loss, ...changes } };
}

/** Per-token arrays of the completions that were trained on in the only update. */
function trained(engine: RecordingEngine) {
  const [update, ...others] = engine.of('forwardBackward');
  assert.ok(update && others.length === 0);
  return update.sequences.flatMap(({ completions }) => completions);
}

test('a step samples, judges, differentiates and updates, in this order', async () => {
  const log: string[] = [];
  const engine = new RecordingEngine(twoEach);
  const judge: Input['judge'] = (prompt, completions) => {
    log.push(`judge ${prompt.id} after ${engine.calls.map(({ verb }) => verb).join()}`);
    return secondIsRight(prompt, completions);
  };
  await trainingStep(grpoSettings, inputOf(engine, { judge, onStage: (stage) => void log.push(stage) }));
  assert.deepEqual(log, [
    'sampling',
    'judging',
    'judge solve-10 after sample',
    'judge critique-20 after sample',
    'updating',
  ]);
  assert.deepEqual(
    engine.calls.map(({ verb }) => verb),
    ['sample', 'forwardBackward', 'optimStep'],
  );
});

test('every prompt is sampled as often as a group is large, with the settings and limits of the step', async () => {
  const engine = new RecordingEngine(twoEach);
  await trainingStep(grpoSettings, inputOf(engine, { stop: [[3, 4]] }));
  const requests = engine.of('sample')[0]?.requests ?? [];
  assert.deepEqual(
    requests.map(({ prompt, count, params }) => ({ prompt, count, params })),
    [10, 20].map((mark) => ({
      prompt: Int32Array.of(mark, 1),
      count: 2,
      params: { temperature: 0.6, topP: 0.9, topK: 5, maxTokens: 8, stop: [[3, 4]] },
    })),
  );
});

test('seeds differ by prompt, by step and by the seed of the run, and repeat with all three', async () => {
  const seedsOf = async (changes: Partial<Input>) => {
    const engine = new RecordingEngine(twoEach);
    await trainingStep(grpoSettings, inputOf(engine, changes));
    return (engine.of('sample')[0]?.requests ?? []).map(({ seed }) => seed);
  };
  const first = await seedsOf({});
  const all = [...first, ...(await seedsOf({ step: 2 })), ...(await seedsOf({ seed: 2 }))];
  assert.equal(new Set(all).size, 6);
  assert.deepEqual(await seedsOf({}), first);
});

test('tokens carry the advantage of their completion, the weight of the batch and the policy’s log-probability', async () => {
  const engine = new RecordingEngine(twoEach);
  const prompts = [promptOf('solve', 10), promptOf('solve', 20)];
  const { groups } = await trainingStep(grpoSettings, inputOf(engine, { prompts }));
  const update = engine.of('forwardBackward')[0];
  assert.deepEqual(
    update?.sequences.map(({ prompt }) => prompt),
    prompts.map(({ tokens }) => tokens),
  );
  const [first, second] = trained(engine);
  assert.deepEqual(first?.tokens, Int32Array.of(4, 5));
  assert.deepEqual(first?.advantages, Float32Array.of(-0.5, -0.5));
  assert.deepEqual(second?.advantages, Float32Array.of(0.5, 0.5, 0.5));
  // Ten tokens in all four completions.
  assert.deepEqual(second?.weights, new Float32Array(3).fill(0.1));
  // Not the 0 of the distribution that top-k and top-p left: the importance ratio is the policy's.
  assert.deepEqual(second?.oldLogprobs, new Float32Array(3).fill(-Math.LN2));
  assert.deepEqual(groups[0]?.advantages, [-0.5, 0.5]);
  assert.deepEqual(groups[0]?.rewards, [0, 1]);
  assert.deepEqual(groups[0]?.judgements, [{ reward: 0 }, { reward: 1 }]);
});

test('the objective is the configured one, at the temperature of sampling', async () => {
  const engine = new RecordingEngine(twoEach);
  await trainingStep(withLoss({ entropyCoef: 0.01 }), inputOf(engine));
  const expected: Objective = {
    kind: 'policy',
    temperature: 0.6,
    clipLow: 0.2,
    clipHigh: 0.3,
    dualClip: 3,
    klCoef: 0,
    entropyCoef: 0.01,
  };
  const asked: Record<string, unknown> = { ...engine.of('forwardBackward')[0]?.objective };
  for (const [name, value] of Object.entries(expected)) assert.equal(asked[name], value, name);
});

test('in the first phase the advantages of critiques, and of nothing else, are scaled by 0.8', async () => {
  for (const [phase, factor] of [
    [1, 0.8],
    [2, 1],
  ] as const) {
    const engine = new RecordingEngine(twoEach);
    const { groups } = await trainingStep(grpoSettings, inputOf(engine, { phase }));
    assert.deepEqual(
      groups.map(({ advantages }) => advantages),
      [
        [-0.5, 0.5],
        [-0.5 * factor, 0.5 * factor],
      ],
    );
    assertArraysClose(trained(engine)[3]?.advantages ?? [], new Float32Array(3).fill(0.5 * factor), 1e-7);
    assert.deepEqual(groups[1]?.rewards, [0, 1], 'rewards stay as the judge gave them');
  }
});

test('the factor of the first phase survives the division by the deviation of the group', async () => {
  const engine = new RecordingEngine(twoEach);
  const settings = { ...grpoSettings, advantage: { ...grpoSettings.advantage, scale: 'group' as const } };
  const { groups } = await trainingStep(settings, inputOf(engine));
  const [solve, critique] = groups.map(({ advantages }) => advantages ?? []);
  // Deviation of 0 and 1 with G − 1: √0.5.
  assertArraysClose(solve ?? [], [-Math.SQRT1_2, Math.SQRT1_2], 5e-6);
  assertArraysClose(critique ?? [], [-0.8 * Math.SQRT1_2, 0.8 * Math.SQRT1_2], 5e-6);
});

test('a cancelled step rejects with the signal’s reason, after sampling or before, and updates nothing', async () => {
  const controller = new AbortController();
  const reason = new Error('the user pressed stop');
  const engine = new RecordingEngine(twoEach);
  const judge: Input['judge'] = (prompt, completions, signal) => {
    assert.equal(signal, controller.signal);
    controller.abort(reason);
    return secondIsRight(prompt, completions);
  };
  const step = () => trainingStep(grpoSettings, inputOf(engine, { judge, signal: controller.signal }));
  await assert.rejects(step, (error) => error === reason);
  await assert.rejects(step, (error) => error === reason);
  assert.deepEqual(
    engine.calls.map(({ verb }) => verb),
    ['sample'],
  );
});

test('a judge that fails fails the step before anything is updated', async () => {
  const engine = new RecordingEngine(twoEach);
  const judge = () => Promise.reject(new Error('the sandbox is gone'));
  await assert.rejects(trainingStep(grpoSettings, inputOf(engine, { judge })), /the sandbox is gone/);
  assert.equal(engine.of('optimStep').length, 0);
});
