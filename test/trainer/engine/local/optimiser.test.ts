/** AdamW beside a plain implementation in double precision. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimiser } from '../../../../trainer/engine/local/optimiser.ts';
import { sharedVector } from '../../../../trainer/engine/local/shared-model.ts';
import { blockSize } from '../../../../trainer/engine/local/vectors.ts';
import { Weights } from '../../../../trainer/engine/local/weights.ts';
import type { AdamWParams, OptimStepResult } from '../../../../trainer/engine/types.ts';
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

/** An optimiser that is handed whole gradients, each by two micro-batches whose sum it is. */
class Updates implements AsyncDisposable {
  readonly #optimiser: Optimiser;
  readonly #increments: readonly Float32Array[];

  private constructor(optimiser: Optimiser, increments: readonly Float32Array[]) {
    this.#optimiser = optimiser;
    this.#increments = increments;
  }

  static async of(weights: Weights, threads = 1): Promise<Updates> {
    const increments = [0, 1].map(() => sharedVector(weights.values.length));
    return new Updates(await Optimiser.create(weights, increments, threads), increments);
  }

  async step(gradient: Float32Array, params: AdamWParams): Promise<OptimStepResult> {
    const [first, second] = this.#increments;
    first?.set(gradient.map((x) => x / 4));
    second?.set(gradient.map((x) => (x * 3) / 4));
    await this.#optimiser.add(2);
    return this.#optimiser.step(params);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#optimiser[Symbol.asyncDispose]();
  }
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
    await using optimiser = await Updates.of(weights);
    for (let update = 0; update < 5; update++) {
      const gradient = normalArray(weights.values.length, update, 10 ** -update);
      const { gradNorm } = await optimiser.step(gradient, params);
      assertClose(gradNorm / plain.step(gradient, params), 1, 1e-5, 'the norm');
    }
    assert.equal(weights.updates, 5);
    assertArraysClose(weights.values, plain.values, 1e-6, 'the weights');
  });
}

test('how many threads update changes no number', async () => {
  const results = await Promise.all(
    [1, 2, 3].map(async (threads) => {
      const weights = weightsOf(largeConfig);
      await using optimiser = await Updates.of(weights, threads);
      const norms: number[] = [];
      for (let update = 0; update < 3; update++) {
        const gradient = normalArray(weights.values.length, update);
        norms.push((await optimiser.step(gradient, { ...settings, maxGradNorm: 0.5 })).gradNorm);
      }
      return { norms, vectors: [weights.values, weights.firstMoment, weights.secondMoment] };
    }),
  );
  assert.ok(weightsOf(largeConfig).values.length > 2 * blockSize, 'there is work for three threads');
  assert.deepEqual(results[1], results[0]);
  assert.deepEqual(results[2], results[0]);
});

test('what was added is forgotten by an update, and when it is told to', async () => {
  const weights = weightsOf(tinyConfig());
  const increment = sharedVector(weights.values.length).fill(1);
  await using optimiser = await Optimiser.create(weights, [increment], 1);
  await optimiser.add(1);
  await optimiser.add(1);
  const twice = await optimiser.step(settings);
  assertClose(twice.gradNorm, 2 * Math.sqrt(increment.length), 1e-6);
  assert.equal((await optimiser.step(settings)).gradNorm, 0);
  await optimiser.add(1);
  optimiser.clear();
  assert.equal((await optimiser.step(settings)).gradNorm, 0);
});

test('the first update moves every weight by the learning rate against its gradient', async () => {
  // Bias correction makes the first step m / √v = ±1, whatever the size of the gradient.
  const weights = weightsOf(tinyConfig());
  const before = weights.values.slice();
  const gradient = normalArray(weights.values.length, 3).map((x) => x + Math.sign(x) * 0.1);
  await using optimiser = await Updates.of(weights);
  await optimiser.step(gradient, { ...settings, weightDecay: 0 });
  const expected = before.map((weight, at) => weight - 0.01 * Math.sign(gradient[at] ?? NaN));
  assertArraysClose(weights.values, expected, 1e-6);
});

test('a gradient of zeros leaves all but the decaying parameters alone', async () => {
  // Of a family with biases, which do not decay.
  const config = tinyConfig({ family: 'qwen2', tiedHead: false });
  const weights = weightsOf(config);
  const before = weights.values.slice();
  await using optimiser = await Updates.of(weights);
  const { gradNorm } = await optimiser.step(new Float32Array(before.length), settings);
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
  await using optimiser = await Updates.of(weights);
  const { gradNorm } = await optimiser.step(gradient, { ...settings, maxGradNorm: 2 });
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
    await using optimiser = await Updates.of(weights);
    const gradient = normalArray(weights.values.length, 5);
    await optimiser.step(gradient, settings);
    const before = [weights.values, weights.firstMoment, weights.secondMoment].map((vector) =>
      vector.slice(),
    );
    gradient[gradient.length - 1] = wrong;
    await assert.rejects(optimiser.step(gradient, settings), {
      code: 'engine.not-finite',
      hint: /learningRate/,
    });
    assert.deepEqual([weights.values, weights.firstMoment, weights.secondMoment], before);
    assert.equal(weights.updates, 1);
  });
}
