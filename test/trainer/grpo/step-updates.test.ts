/** What a training step updates on: its parts, what it leaves out, and the reference. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../../../trainer/engine/types.ts';
import { trainingStep, type GrpoSettings, type StepInput } from '../../../trainer/grpo/step.ts';
import type { Judgement, RolloutPrompt } from '../../../trainer/grpo/types.ts';
import { assertArraysClose, assertClose } from '../../support/close.ts';
import { grpoSettings, promptOf } from '../../support/grpo.ts';
import { completion, RecordingEngine, type Sampled } from '../../support/recording-engine.ts';

const twoEach: Sampled = () => [completion([4, 5]), completion([6, 7, 8])];

type Input = StepInput<RolloutPrompt, Judgement>;

/** Rewards 0 and 1 for each prompt, but equal ones for those whose mark is in `equal`. */
function judgeWithout(...equal: readonly number[]): Input['judge'] {
  return ({ tokens }: RolloutPrompt, completions: readonly Completion[]) => {
    const isEqual = equal.includes(tokens[0] ?? 0);
    return Promise.resolve(completions.map((_, index) => ({ reward: isEqual || index > 0 ? 1 : 0 })));
  };
}

function inputOf(engine: RecordingEngine, marks: readonly number[], changes: Partial<Input> = {}): Input {
  return {
    engine,
    reference: undefined,
    judge: judgeWithout(),
    prompts: marks.map((mark) => promptOf('solve', mark)),
    step: 1,
    steps: 8,
    phase: 1,
    maxTokens: 4,
    stop: [],
    seed: 1,
    ...changes,
  };
}

function withLoss(changes: Partial<GrpoSettings['loss']>): GrpoSettings {
  return { ...grpoSettings, loss: { ...grpoSettings.loss, ...changes } };
}

/** First tokens of the prompts of each update. */
function marksOfUpdates(engine: RecordingEngine): readonly (readonly (number | undefined)[])[] {
  return engine.of('forwardBackward').map(({ sequences }) => sequences.map(({ prompt }) => prompt[0]));
}

test('several updates share the groups of a rollout, each group in one of them', async () => {
  const engine = new RecordingEngine(twoEach);
  const settings = { ...grpoSettings, updatesPerRollout: 2 };
  const { updates } = await trainingStep(settings, inputOf(engine, [1, 2, 3, 4, 5, 6]));
  assert.deepEqual(marksOfUpdates(engine), [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual(
    engine.calls.map(({ verb }) => verb),
    ['sample', 'forwardBackward', 'optimStep', 'forwardBackward', 'optimStep'],
  );
  assert.equal(updates.length, 2);
});

test('parts that cannot be equal differ by one group, and no part is empty', async () => {
  const settings = { ...grpoSettings, updatesPerRollout: 3 };
  const seven = new RecordingEngine(twoEach);
  await trainingStep(settings, inputOf(seven, [1, 2, 3, 4, 5, 6, 7]));
  assert.deepEqual(marksOfUpdates(seven), [
    [1, 2],
    [3, 4, 5],
    [6, 7],
  ]);
  const two = new RecordingEngine(twoEach);
  await trainingStep(settings, inputOf(two, [1, 2]));
  assert.deepEqual(marksOfUpdates(two), [[1], [2]]);
});

test('the learning rate follows the updates of the run, not its steps', async () => {
  const engine = new RecordingEngine(twoEach);
  const settings = { ...grpoSettings, updatesPerRollout: 2 };
  for (const step of [1, 2, 3]) await trainingStep(settings, inputOf(engine, [1, 2], { step }));
  const rates = engine.of('optimStep').map(({ params }) => params.learningRate);
  // A rate of 8 after 3 updates of warm-up.
  assert.deepEqual(rates, [2, 4, 6, 8, 8, 8]);
  const { beta1, beta2, epsilon, weightDecay, maxGradNorm } = engine.of('optimStep')[0]?.params ?? {};
  assert.deepEqual([beta1, beta2, epsilon, weightDecay, maxGradNorm], [0.9, 0.95, 1e-8, 0.1, 1]);
});

test('groups without variance are left out of the update, and stay in the report without advantages', async () => {
  const engine = new RecordingEngine(twoEach);
  const { groups, updates } = await trainingStep(
    grpoSettings,
    inputOf(engine, [1, 2, 3], { judge: judgeWithout(2) }),
  );
  assert.deepEqual(marksOfUpdates(engine), [[1, 3]]);
  assert.deepEqual(
    groups.map(({ prompt, rewards, advantages }) => [prompt.id, rewards, advantages]),
    [
      ['solve-1', [0, 1], [-0.5, 0.5]],
      ['solve-2', [1, 1], undefined],
      ['solve-3', [0, 1], [-0.5, 0.5]],
    ],
  );
  assert.equal(updates[0]?.trainedTokens, 10);
});

test('where every group is without variance, nothing is updated', async () => {
  const engine = new RecordingEngine(twoEach);
  const { groups, updates } = await trainingStep(
    { ...grpoSettings, updatesPerRollout: 2 },
    inputOf(engine, [1, 2], { judge: judgeWithout(1, 2) }),
  );
  assert.deepEqual([groups.length, updates], [2, []]);
  assert.deepEqual(
    engine.calls.map(({ verb }) => verb),
    ['sample'],
  );
});

test('groups without variance can be kept; their advantages are 0', async () => {
  const engine = new RecordingEngine(twoEach);
  const settings = { ...grpoSettings, dropZeroVariance: false };
  const { groups } = await trainingStep(settings, inputOf(engine, [1, 2], { judge: judgeWithout(2) }));
  assert.deepEqual(marksOfUpdates(engine), [[1, 2]]);
  assert.deepEqual(groups[1]?.advantages, [0, 0]);
});

/** The first completion is cut off after four tokens, the second ends after two. */
const oneCutOff: Sampled = () => [completion([4, 5, 6, 7], 'length'), completion([8, 9])];

test('overlong completions are kept, or masked: without weight and out of every denominator', async () => {
  for (const { overlong, weights } of [
    { overlong: 'keep', weights: [1 / 6, 1 / 6] },
    { overlong: 'mask', weights: [0, 1 / 2] },
  ] as const) {
    const engine = new RecordingEngine(oneCutOff);
    const { groups, updates } = await trainingStep(withLoss({ overlong }), inputOf(engine, [1]));
    const completions = engine.of('forwardBackward')[0]?.sequences[0]?.completions ?? [];
    assertArraysClose(
      completions.map((trained) => trained.weights[0] ?? NaN),
      weights,
      1e-7,
    );
    assert.equal(updates[0]?.trainedTokens, overlong === 'keep' ? 6 : 2);
    // A masked completion still belongs to its group's mean.
    assert.deepEqual(groups[0]?.advantages, [-0.5, 0.5]);
  }
});

test('a group whose every completion is masked is dropped as overlong, and without another nothing is updated', async () => {
  const cutOff: Sampled = (request, index) =>
    request.prompt[0] === 2
      ? [completion([4, 5], 'length'), completion([6], 'length')]
      : oneCutOff(request, index);
  const settings = { ...withLoss({ overlong: 'mask' }), updatesPerRollout: 2 };
  const some = new RecordingEngine(cutOff);
  const { groups } = await trainingStep(settings, inputOf(some, [1, 2]));
  assert.deepEqual(marksOfUpdates(some), [[1]]);
  assert.deepEqual(
    groups.map(({ advantages, dropped }) => [advantages, dropped]),
    [
      [[-0.5, 0.5], undefined],
      [undefined, 'overlong'],
    ],
  );
  const all = new RecordingEngine(cutOff);
  assert.deepEqual((await trainingStep(settings, inputOf(all, [2]))).updates, []);
  assert.deepEqual(
    all.calls.map(({ verb }) => verb),
    ['sample'],
  );
  // Kept in the loss, they are trained on like any other.
  const kept = new RecordingEngine(cutOff);
  await trainingStep(withLoss({ overlong: 'keep' }), inputOf(kept, [2]));
  assert.deepEqual(marksOfUpdates(kept), [[2]]);
});

test('overlong completions are penalised in the reward, before the advantages', async () => {
  const engine = new RecordingEngine(() => [
    completion([4, 5, 6, 7], 'length'),
    completion([4, 5, 6]),
    completion([4]),
  ]);
  const judge: Input['judge'] = (_prompt, completions) =>
    Promise.resolve(completions.map(() => ({ reward: 1 })));
  const settings = withLoss({ overlong: 'penalise', overlongBuffer: 2 });
  const { groups } = await trainingStep(settings, inputOf(engine, [1], { judge }));
  // Limit 4, buffer 2: cut off −1, three tokens −1/2, one token 0; the mean is 0.5.
  assert.deepEqual(groups[0]?.rewards, [0, 0.5, 1]);
  assert.deepEqual(groups[0]?.judgements, [{ reward: 1 }, { reward: 1 }, { reward: 1 }]);
  assert.deepEqual(groups[0]?.advantages, [-0.5, 0, 0.5]);
  // They stay in the loss, cut off or not: eight tokens in all.
  const completions = engine.of('forwardBackward')[0]?.sequences[0]?.completions ?? [];
  assert.deepEqual(
    completions.map((trained) => trained.weights[0]),
    [1 / 8, 1 / 8, 1 / 8],
  );
});

test('the reference scores the sequences of each update, at the temperature of sampling', async () => {
  const engine = new RecordingEngine(twoEach, -1);
  const reference = new RecordingEngine(twoEach, -3);
  const settings = { ...withLoss({ klCoef: 0.1 }), updatesPerRollout: 2 };
  const { updates } = await trainingStep(settings, inputOf(engine, [1, 2], { reference }));
  assert.deepEqual(
    reference.calls.map(({ verb }) => verb),
    ['forward', 'forward'],
  );
  assert.deepEqual(
    reference.of('forward').map(({ temperature, sequences }) => [temperature, sequences[0]?.prompt[0]]),
    [
      [0.6, 1],
      [0.6, 2],
    ],
  );
  const completions = engine
    .of('forwardBackward')
    .flatMap(({ sequences }) => sequences.flatMap((sequence) => sequence.completions));
  assert.deepEqual(
    completions.map(({ referenceLogprobs }) => referenceLogprobs),
    [2, 3, 2, 3].map((length) => new Float32Array(length).fill(-3)),
  );
  // exp(−3 + 1) − (−3 + 1) − 1.
  assertClose(updates[0]?.kl ?? NaN, Math.exp(-2) + 1, 1e-6);
});

test('without a reference nothing is scored and no divergence is reported', async () => {
  const engine = new RecordingEngine(twoEach);
  const { updates } = await trainingStep(grpoSettings, inputOf(engine, [1]));
  assert.equal(engine.of('forward').length, 0);
  assert.equal(updates[0]?.kl, undefined);
  assert.equal(engine.of('forwardBackward')[0]?.sequences[0]?.completions[0]?.referenceLogprobs, undefined);
  assert.deepEqual([updates[0]?.loss, updates[0]?.gradNorm, updates[0]?.learningRate], [0.5, 2, 2]);
});
