/** Gradients through the whole decoder, and the ways of cutting one batch that must not matter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Objective, TrainSequence } from '../../../../trainer/engine/types.ts';
import type { DecoderConfig } from '../../../../trainer/model/config.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { finiteDifferences } from '../../../support/finite-differences.ts';
import { plainPolicy } from '../../../support/objectives.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { sequencesOf } from '../../../support/sequences.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';
import { Differentiator, type DifferentiatorOptions } from '../../../support/training.ts';

const everything = { ...plainPolicy, temperature: 1.3, klCoef: 0.2, entropyCoef: 0.1 };

/**
 * The sequences with old log-probabilities that put the ratios at 1.1, 1.5 and 0.6 in turn, and a reference beside
 * them: on both sides of the clip range and well away from its edges, where the objective has no derivative.
 */
async function withRatios(
  decoder: Differentiator,
  sequences: readonly TrainSequence[],
  temperature: number,
): Promise<TrainSequence[]> {
  const logprobs = (await decoder.logprobs(sequences, temperature)).values();
  const ratios = [1.1, 1.5, 0.6].map(Math.log);
  return sequences.map(({ prompt, completions }) => ({
    prompt,
    completions: completions.map((completion) => {
      const current = logprobs.next().value ?? new Float32Array(0);
      const oldLogprobs = current.map((logprob, index) => logprob - (ratios[index % 3] ?? 0));
      return {
        ...completion,
        oldLogprobs,
        referenceLogprobs: current.map((x, index) => x + 0.3 * Math.sin(index)),
      };
    }),
  }));
}

const objectives: readonly { about: string; objective: Objective }[] = [
  { about: 'cross-entropy', objective: { kind: 'crossEntropy' } },
  { about: 'the clipped policy objective', objective: plainPolicy },
  { about: 'a policy objective at temperature 0.7', objective: { ...plainPolicy, temperature: 0.7 } },
  { about: 'a policy objective with divergence', objective: { ...plainPolicy, klCoef: 0.5 } },
  { about: 'a policy objective with entropy', objective: { ...plainPolicy, entropyCoef: 0.3 } },
  { about: 'a policy objective with everything at once', objective: everything },
];

async function assertSlopes(
  objective: Objective,
  changes: Partial<DecoderConfig>,
  options: DifferentiatorOptions = {},
): Promise<void> {
  await using decoder = new Differentiator(tinyConfig(changes), { seed: 3, ...options });
  const plain = sequencesOf([
    { prompt: 4, completions: [6, 5] },
    { prompt: 3, completions: [7] },
  ]);
  const temperature = objective.kind === 'policy' ? objective.temperature : 1;
  const sequences = await withRatios(decoder, plain, temperature);
  const { gradient } = await decoder.differentiate(sequences, objective);
  const { values, specs } = decoder.weights;
  const found: number[] = [];
  const wanted: number[] = [];
  // One random direction of length 1 for each parameter.
  for (const [index, { offset, size }] of specs.entries()) {
    const base = values.slice(offset, offset + size);
    const random = normalArray(size, 50 + index);
    const length = Math.hypot(...random);
    const direction = random.map((x) => x / length);
    const step = Float32Array.of(0);
    const loss = async () => {
      values.set(
        base.map((x, at) => x + (step[0] ?? 0) * (direction[at] ?? 0)),
        offset,
      );
      return (await decoder.differentiate(sequences, objective)).loss;
    };
    const [slope] = await finiteDifferences(loss, step, 0.01);
    values.set(base, offset);
    wanted.push(slope ?? NaN);
    found.push(direction.reduce((sum, x, at) => sum + x * (gradient[offset + at] ?? NaN), 0));
  }
  assertArraysClose(found, wanted, 2e-3, 'the slope along the direction of parameter');
}

for (const { about, objective } of objectives) {
  test(`the gradient of ${about} through the decoder is what finite differences say`, async () => {
    await assertSlopes(objective, { tiedHead: true });
  });
}

test('the gradient through a decoder with a separate head is what finite differences say', async () => {
  await assertSlopes(everything, { tiedHead: false });
});

for (const family of ['qwen2', 'llama'] as const) {
  test(`the gradient through a decoder of the family ${family} is what finite differences say`, async () => {
    await assertSlopes(everything, { family });
  });
}

for (const recompute of [false, true]) {
  for (const dropout of [0, 0.4]) {
    const form = recompute ? 'layer by layer' : 'in one graph';
    test(`the gradient of adapters with dropout ${dropout}, ${form}, is what finite differences say`, async () => {
      await assertSlopes(everything, {}, { adapters: tinyAdapters({ dropout }), recompute });
    });
  }
}

const group = [{ prompt: 9, completions: [7, 4, 1, 9] }];

for (const { about, objective } of objectives) {
  test(`a packed group has the loss and gradient of separate rows for ${about}`, async () => {
    await using decoder = new Differentiator(tinyConfig(), { seed: 2 });
    const temperature = objective.kind === 'policy' ? objective.temperature : 1;
    const together = await withRatios(decoder, sequencesOf(group), temperature);
    const apart = together.flatMap(({ prompt, completions }) =>
      completions.map((completion) => ({ prompt, completions: [completion] })),
    );
    const packed = await decoder.differentiate(together, objective);
    const inOneBatch = await decoder.differentiate(apart, objective);
    assert.equal(inOneBatch.batches, 1);
    const oneByOne = { loss: 0, gradient: new Float32Array(packed.gradient.length) };
    for (const sequence of apart) {
      const { loss, gradient } = await decoder.differentiate([sequence], objective);
      oneByOne.loss += loss;
      oneByOne.gradient = oneByOne.gradient.map((number, index) => number + (gradient[index] ?? NaN));
    }
    for (const separate of [inOneBatch, oneByOne]) {
      assertClose(packed.loss, separate.loss, 1e-5, 'the loss');
      assertArraysClose(packed.gradient, separate.gradient, 1e-5, 'the gradient');
    }
  });
}

test('advantages of the tokens of a completion act one by one', async () => {
  await using decoder = new Differentiator(tinyConfig());
  const [sequence] = sequencesOf([{ prompt: 3, completions: [2] }]) as [TrainSequence];
  const [logprobs] = (await decoder.logprobs([sequence], 1)) as [Float32Array];
  const completion = { ...sequence.completions[0], oldLogprobs: logprobs, weights: Float32Array.of(1, 1) };
  const loss = async (advantages: Float32Array) => {
    const completions = [{ tokens: Int32Array.of(0, 0), ...completion, advantages }];
    return (await decoder.differentiate([{ ...sequence, completions }], plainPolicy)).loss;
  };
  assertClose(await loss(Float32Array.of(1, 0)), -1, 1e-5);
  assertClose(await loss(Float32Array.of(0, -3)), 3, 1e-5);
  assertClose(await loss(Float32Array.of(1, -3)), 2, 1e-5);
});

test('a dual clip of 0 bounds no loss, however unlikely the token was', async () => {
  await using decoder = new Differentiator(tinyConfig());
  const [sequence] = sequencesOf([{ prompt: 3, completions: [1] }]) as [TrainSequence];
  const [logprobs] = (await decoder.logprobs([sequence], 1)) as [Float32Array];
  const completions = sequence.completions.map((completion) => ({
    ...completion,
    weights: Float32Array.of(1),
    advantages: Float32Array.of(-1),
    oldLogprobs: logprobs.map((logprob) => logprob - 15),
  }));
  const { loss } = await decoder.differentiate([{ ...sequence, completions }], {
    ...plainPolicy,
    dualClip: 0,
  });
  assertClose(loss / Math.exp(15), 1, 1e-4);
  const { loss: bounded } = await decoder.differentiate([{ ...sequence, completions }], plainPolicy);
  assertClose(bounded, 3, 1e-5);
});

test('tokens of weight 0 change neither loss nor gradient', async () => {
  await using decoder = new Differentiator(tinyConfig());
  const [sequence] = sequencesOf([{ prompt: 3, completions: [4] }]) as [TrainSequence];
  const [completion] = sequence.completions;
  assert.ok(completion);
  const idle = { ...completion, weights: new Float32Array(4) };
  const alone = await decoder.differentiate([sequence], { kind: 'crossEntropy' });
  const both = await decoder.differentiate([sequence, { prompt: sequence.prompt, completions: [idle] }], {
    kind: 'crossEntropy',
  });
  assertClose(both.loss, alone.loss, 1e-6);
  assertArraysClose(both.gradient, alone.gradient, 1e-5);
});
