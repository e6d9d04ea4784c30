/** The objectives, with hand-computed numbers. Their gradient through the whole decoder: local/training.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossEntropyLoss, policyInputs, policyLoss, scoreTokens } from '../../../trainer/engine/loss.ts';
import { gradients } from '../../../trainer/graph/gradients.ts';
import { Graph, type Value } from '../../../trainer/graph/graph.ts';
import { assertArraysClose, assertClose } from '../../support/close.ts';
import { compute, computeAll, floats, int32s } from '../../support/compute.ts';
import { evaluate } from '../../support/evaluate.ts';

test('a token is scored under the softmax of the logits divided by the temperature', async () => {
  // At temperature 2 the logits (0, ln 4) weigh 1 : 2.
  const logits = floats([2, 2], [0, Math.log(4), 0, Math.log(4)]);
  const score = (x: Value, targets: Value, inverse: Value) => {
    const { logprobs, entropies } = scoreTokens(x, targets, inverse);
    return [logprobs, entropies];
  };
  const [logprobs, entropies] = await computeAll([logits, int32s([2], [1, 0]), floats([], [0.5])], score);
  assertArraysClose(logprobs ?? [], [Math.log(2 / 3), Math.log(1 / 3)], 1e-6);
  const entropy = Math.log(3) - (2 / 3) * Math.log(2);
  assertArraysClose(entropies ?? [], [entropy, entropy], 1e-6);
});

test('a certain token has log-probability and entropy 0', async () => {
  const given = [floats([1, 2], [0, 300]), int32s([1], [1]), floats([], [1])];
  const scored = await computeAll(given, (x, targets, inverse) => {
    const { logprobs, entropies } = scoreTokens(x, targets, inverse);
    return [logprobs, entropies];
  });
  assertArraysClose(scored.flat(), [0, 0], 1e-6);
});

test('cross-entropy is the weighted sum of negative log-probabilities', async () => {
  const given = [floats([3], [-1, -2, -4]), floats([3], [1, 0.5, 0])];
  const loss = await compute(given, (logprobs, weights) =>
    crossEntropyLoss({ logprobs, entropies: logprobs }, weights),
  );
  assert.deepEqual(loss, [2]);
});

interface PolicyCase {
  readonly about: string;
  /** exp(logprob − old). */
  readonly ratio: number;
  readonly advantage: number;
  readonly weight?: number;
  readonly dualClip?: number;
  readonly klCoef?: number;
  /** reference − logprob. */
  readonly drift?: number;
  readonly entropyCoef?: number;
  readonly entropy?: number;
  readonly loss: number;
  /** Derivative of the loss by the log-probability. */
  readonly slope: number;
}

/** Clip range 0.8 to 1.3 and dual clip 3 unless told. */
const cases: readonly PolicyCase[] = [
  { about: 'ratio 1, good', ratio: 1, advantage: 2, loss: -2, slope: -2 },
  { about: 'ratio 1, bad', ratio: 1, advantage: -2, loss: 2, slope: 2 },
  { about: 'ratio inside the range, good', ratio: 1.25, advantage: 2, loss: -2.5, slope: -2.5 },
  { about: 'ratio inside the range, bad', ratio: 0.9, advantage: -1, loss: 0.9, slope: 0.9 },
  { about: 'ratio above 1 + high, good: clipped', ratio: 1.5, advantage: 2, loss: -2.6, slope: 0 },
  { about: 'ratio above 1 + high, bad: not clipped', ratio: 1.5, advantage: -2, loss: 3, slope: 3 },
  { about: 'ratio below 1 − low, good: not clipped', ratio: 0.5, advantage: 2, loss: -1, slope: -1 },
  { about: 'ratio below 1 − low, bad: clipped', ratio: 0.5, advantage: -2, loss: 1.6, slope: 0 },
  {
    about: 'between 1 + low and 1 + high: not clipped',
    ratio: 1.28,
    advantage: 1,
    loss: -1.28,
    slope: -1.28,
  },
  { about: 'dual clip reached', ratio: 5, advantage: -2, loss: 6, slope: 0 },
  { about: 'dual clip not reached', ratio: 2.9, advantage: -2, loss: 5.8, slope: 5.8 },
  { about: 'dual clip leaves good tokens alone', ratio: 0.1, advantage: 2, loss: -0.2, slope: -0.2 },
  { about: 'a wider dual clip', ratio: 5, advantage: -2, dualClip: 10, loss: 10, slope: 10 },
  { about: 'no advantage', ratio: 1.7, advantage: 0, loss: 0, slope: 0 },
  { about: 'a weight', ratio: 1, advantage: 2, weight: 0.25, loss: -0.5, slope: -0.5 },
  {
    about: 'weight 0, as padding has',
    ratio: 3,
    advantage: 2,
    weight: 0,
    klCoef: 1,
    drift: 2,
    loss: 0,
    slope: 0,
  },
  {
    about: 'divergence from a reference twice as probable',
    ratio: 1,
    advantage: 0,
    klCoef: 0.5,
    drift: Math.log(2),
    loss: 0.5 * (2 - Math.log(2) - 1),
    slope: -0.5,
  },
  {
    about: 'divergence from a reference half as probable',
    ratio: 1,
    advantage: 1,
    klCoef: 2,
    drift: -Math.log(2),
    loss: -1 + 2 * (0.5 + Math.log(2) - 1),
    slope: -1 + 2 * 0.5,
  },
  { about: 'an entropy bonus', ratio: 1, advantage: 1, entropyCoef: 0.1, entropy: 2, loss: -1.2, slope: -1 },
];

/** Loss and its derivatives by log-probability and entropy for tokens all alike in their coefficients. */
async function policy(given: PolicyCase, logprob = -1.5) {
  const graph = new Graph();
  const logprobs = graph.input('logprobs', 'float32', [1]);
  const entropies = graph.input('entropies', 'float32', [1]);
  const inputs = policyInputs(graph, graph.input('weights', 'float32', [1]), 1);
  const loss = policyLoss({ logprobs, entropies }, inputs, true);
  graph.output('loss', loss);
  gradients(loss, [logprobs, entropies]).forEach((gradient, index) =>
    graph.output(`slope.${index}`, gradient),
  );
  const one = (number: number) => Float32Array.of(number);
  const outputs = await evaluate(graph, {
    logprobs: one(logprob),
    entropies: one(given.entropy ?? 0),
    weights: one(given.weight ?? 1),
    advantages: one(given.advantage),
    oldLogprobs: one(logprob - Math.log(given.ratio)),
    referenceLogprobs: one(logprob + (given.drift ?? 0)),
    clipLow: one(0.2),
    clipHigh: one(0.3),
    dualClip: one(given.dualClip ?? 3),
    klCoef: one(given.klCoef ?? 0),
    entropyCoef: one(given.entropyCoef ?? 0),
  });
  const [loss0, slope, ofEntropy] = ['loss', 'slope.0', 'slope.1'].map(
    (name) => outputs.numbers(name)[0] ?? NaN,
  );
  return { loss: loss0 ?? NaN, slope: slope ?? NaN, ofEntropy: ofEntropy ?? NaN };
}

for (const policyCase of cases) {
  test(`policy objective: ${policyCase.about}`, async () => {
    const { loss, slope, ofEntropy } = await policy(policyCase);
    assertClose(loss, policyCase.loss, 1e-5, 'the loss');
    assertClose(slope, policyCase.slope, 1e-5, 'its slope');
    assertClose(ofEntropy, -(policyCase.entropyCoef ?? 0) * (policyCase.weight ?? 1), 1e-6, 'by entropy');
  });
}

test('the entropy carries no gradient unless it is asked for', () => {
  const graph = new Graph();
  const logprobs = graph.input('logprobs', 'float32', [1]);
  const entropies = graph.input('entropies', 'float32', [1]);
  const loss = policyLoss(
    { logprobs, entropies },
    policyInputs(graph, graph.input('w', 'float32', [1]), 1),
    false,
  );
  assert.throws(() => gradients(loss, [entropies]), { message: /"entropies".*does not depend/ });
  assert.equal(gradients(loss, [logprobs]).length, 1);
});

test('log-ratios and drifts of any size give finite losses and gradients', async () => {
  for (const [ratio, drift] of [
    [Math.exp(300), 300],
    [Math.exp(-300), -300],
    [Math.exp(25), -25],
  ] as const) {
    for (const advantage of [1, -1]) {
      const given = { about: '', ratio, advantage, klCoef: 0.01, drift, loss: 0, slope: 0 };
      const { loss, slope } = await policy(given);
      assert.ok(Number.isFinite(loss) && Number.isFinite(slope), `${ratio}: ${loss}, ${slope}`);
    }
  }
});
