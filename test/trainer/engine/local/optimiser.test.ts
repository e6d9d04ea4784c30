/** AdamW beside a plain implementation in double precision. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimiser } from '../../../../trainer/engine/local/optimiser.ts';
import { Weights } from '../../../../trainer/engine/local/weights.ts';
import type { AdamWParams } from '../../../../trainer/engine/types.ts';
import type { DecoderConfig } from '../../../../trainer/model/config.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { normalArray } from '../../../support/random-arrays.ts';
import { tinyConfig, tinyWeights } from '../../../support/tiny-model.ts';

const settings: AdamWParams = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: 0,
};

/** Large enough for parameters that are cut into pieces, and pieces that hold several parameters. */
const largeConfig = tinyConfig({ vocabularySize: 9000, layers: 3 });

function weightsOf(config: DecoderConfig): Weights {
  const weights = new Weights(config);
  weights.values.set(tinyWeights(config));
  return weights;
}

/** AdamW as Loshchilov and Hutter write it, in double precision. */
class PlainAdamW {
  readonly #weights: Weights;
  readonly values: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #updates = 0;

  constructor(weights: Weights) {
    this.#weights = weights;
    this.values = Float64Array.from(weights.values);
    this.#first = new Float64Array(weights.values.length);
    this.#second = new Float64Array(weights.values.length);
  }

  /** Returns the norm of the gradient before it was clipped. */
  step(gradient: Float32Array, params: AdamWParams): number {
    const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = params;
    const norm = Math.sqrt(gradient.reduce((sum, x) => sum + x * x, 0));
    const scale = maxGradNorm > 0 ? Math.min(1, maxGradNorm / norm) : 1;
    this.#updates += 1;
    for (const { offset, size, decays } of this.#weights.specs) {
      for (let at = offset; at < offset + size; at++) {
        const g = (gradient[at] ?? NaN) * scale;
        const first = beta1 * (this.#first[at] ?? NaN) + (1 - beta1) * g;
        const second = beta2 * (this.#second[at] ?? NaN) + (1 - beta2) * g * g;
        const spread = Math.sqrt(second / (1 - beta2 ** this.#updates)) + epsilon;
        const weight = this.values[at] ?? NaN;
        const decay = decays ? learningRate * weightDecay * weight : 0;
        this.values[at] = weight - decay - (learningRate * first) / (1 - beta1 ** this.#updates) / spread;
        this.#first[at] = first;
        this.#second[at] = second;
      }
    }
    return norm;
  }
}

const variants = [
  { about: 'with decay', params: settings },
  { about: 'without decay', params: { ...settings, weightDecay: 0 } },
  { about: 'with clipping', params: { ...settings, maxGradNorm: 0.5 } },
  { about: 'with a bound that is not reached', params: { ...settings, maxGradNorm: 1e6 } },
  { about: 'with a large epsilon', params: { ...settings, epsilon: 0.1 } },
];

for (const { about, params } of variants) {
  test(`five updates ${about} are those of double precision`, async () => {
    const weights = weightsOf(largeConfig);
    const plain = new PlainAdamW(weights);
    await using optimiser = await Optimiser.create(1);
    for (let update = 0; update < 5; update++) {
      const gradient = normalArray(weights.values.length, update, 10 ** -update);
      const { gradNorm } = await optimiser.step(weights, gradient, params);
      assertClose(gradNorm / plain.step(gradient, params), 1, 1e-5, 'the norm');
    }
    assert.equal(weights.updates, 5);
    assertArraysClose(weights.values, plain.values, 1e-6, 'the weights');
  });
}

test('the first update moves every weight by the learning rate against its gradient', async () => {
  // Bias correction makes the first step m / √v = ±1, whatever the size of the gradient.
  const weights = weightsOf(tinyConfig());
  const before = weights.values.slice();
  const gradient = normalArray(weights.values.length, 3).map((x) => x + Math.sign(x) * 0.1);
  await using optimiser = await Optimiser.create(1);
  await optimiser.step(weights, gradient, { ...settings, weightDecay: 0 });
  const expected = before.map((weight, at) => weight - 0.01 * Math.sign(gradient[at] ?? NaN));
  assertArraysClose(weights.values, expected, 1e-6);
});

test('a gradient of zeros leaves all but the decaying parameters alone', async () => {
  // Of a family with biases, which do not decay.
  const config = tinyConfig({ family: 'qwen2', tiedHead: false });
  const weights = weightsOf(config);
  const before = weights.values.slice();
  await using optimiser = await Optimiser.create(1);
  const { gradNorm } = await optimiser.step(weights, new Float32Array(before.length), settings);
  assert.equal(gradNorm, 0);
  assert.ok(weights.specs.some(({ name, decays }) => name.endsWith('bias') && !decays));
  for (const { offset, size, decays, name } of weights.specs) {
    const expected = before.subarray(offset, offset + size).map((x) => x * (decays ? 1 - 0.01 * 0.1 : 1));
    assertArraysClose(weights.values.subarray(offset, offset + size), expected, decays ? 1e-6 : 0, name);
  }
});

test('clipping scales the whole gradient, not parts of it', async () => {
  // A second moment that starts from 0 is the square of the gradient that was used, times 1 − β₂.
  const weights = weightsOf(largeConfig);
  const gradient = normalArray(weights.values.length, 4);
  await using optimiser = await Optimiser.create(1);
  const { gradNorm } = await optimiser.step(weights, gradient, { ...settings, maxGradNorm: 2 });
  const used = weights.firstMoment.map((moment) => moment / (1 - settings.beta1));
  assertArraysClose(
    used,
    gradient.map((x) => (x * 2) / gradNorm),
    1e-5,
    'the gradient used',
    1e-3,
  );
  assertClose(norm(used), 2, 1e-4, 'its norm');
});

function norm(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
}

for (const wrong of [NaN, Infinity, -Infinity]) {
  test(`a gradient with ${wrong} in it is refused and changes nothing`, async () => {
    const weights = weightsOf(tinyConfig());
    await using optimiser = await Optimiser.create(1);
    const gradient = normalArray(weights.values.length, 5);
    await optimiser.step(weights, gradient, settings);
    const before = [weights.values, weights.firstMoment, weights.secondMoment].map((vector) =>
      vector.slice(),
    );
    gradient[gradient.length - 1] = wrong;
    await assert.rejects(optimiser.step(weights, gradient, settings), {
      code: 'engine.not-finite',
      hint: /learningRate/,
    });
    assert.deepEqual([weights.values, weights.firstMoment, weights.secondMoment], before);
    assert.equal(weights.updates, 1);
  });
}
