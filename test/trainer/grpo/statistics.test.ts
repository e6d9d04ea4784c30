import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForwardBackwardResult, TrainCompletion } from '../../../trainer/engine/types.ts';
import { countUpdate } from '../../../trainer/grpo/statistics.ts';
import { assertClose } from '../../support/close.ts';
import { plainPolicy } from '../../support/objectives.ts';

const step = { learningRate: 1e-4, gradNorm: 0.7 };

/** A completion of one token for each row. */
function completionOf(
  rows: readonly { weight?: number; advantage?: number; old?: number; reference?: number }[],
): TrainCompletion {
  const column = (pick: (row: (typeof rows)[number]) => number) => Float32Array.from(rows, pick);
  return {
    tokens: new Int32Array(rows.length),
    weights: column(({ weight = 1 }) => weight),
    advantages: column(({ advantage = 1 }) => advantage),
    oldLogprobs: column(({ old = -1 }) => old),
    ...(rows.some(({ reference }) => reference !== undefined) && {
      referenceLogprobs: column(({ reference = 0 }) => reference),
    }),
  };
}

function resultOf(
  logprobs: readonly (readonly number[])[],
  entropies: readonly (readonly number[])[] = logprobs.map((row) => row.map(() => 0)),
): ForwardBackwardResult {
  return {
    loss: 0.25,
    logprobs: logprobs.map((row) => Float32Array.from(row)),
    entropies: entropies.map((row) => Float32Array.from(row)),
    tokensComputed: 64,
  };
}

const count = (completions: readonly TrainCompletion[], result: ForwardBackwardResult) =>
  countUpdate([{ prompt: Int32Array.of(1), completions }], result, plainPolicy, step);

test('loss, gradient norm, rate and tokens computed are passed on', () => {
  const { loss, gradNorm, learningRate, tokensComputed, trainedTokens } = count(
    [completionOf([{}, {}])],
    resultOf([[-1, -1]]),
  );
  assert.deepEqual([loss, gradNorm, learningRate, tokensComputed, trainedTokens], [0.25, 0.7, 1e-4, 64, 2]);
});

test('entropy and drift are means over tokens, not over completions', () => {
  const statistics = count(
    [completionOf([{ old: -1 }]), completionOf([{ old: -1 }, { old: -2 }, { old: -1 }])],
    resultOf([[-1.5], [-1, -1, -1]], [[4], [1, 2, 1]]),
  );
  assert.equal(statistics.entropy, 2);
  // (0.5 + 0 − 1 + 0) / 4.
  assert.equal(statistics.policyKl, -0.125);
});

test('a token counts as clipped at the bound that its advantage makes effective', () => {
  const [down, up] = [Math.log(0.75), Math.log(1.35)];
  const rows = [
    { advantage: -1, old: 0, logprob: down },
    { advantage: 1, old: 0, logprob: down },
    { advantage: -1, old: 0, logprob: up },
    { advantage: 1, old: 0, logprob: up },
    { advantage: 1, old: 0, logprob: Math.log(1.25) },
    { advantage: -1, old: 0, logprob: Math.log(0.85) },
    { advantage: 0, old: 0, logprob: up },
    { advantage: 1, old: 0, logprob: up },
  ];
  const { clippedLow, clippedHigh } = count([completionOf(rows)], resultOf([rows.map((row) => row.logprob)]));
  assert.equal(clippedLow, 1 / 8);
  assert.equal(clippedHigh, 2 / 8);
});

test('tokens without weight count nowhere', () => {
  const statistics = count(
    [completionOf([{ weight: 0, old: -9 }, {}]), completionOf([{ weight: 0 }])],
    resultOf([[0, -1], [-1]], [[50, 3], [50]]),
  );
  assert.equal(statistics.trainedTokens, 1);
  assert.equal(statistics.entropy, 3);
  assert.equal(statistics.policyKl, 0);
  assert.equal(statistics.clippedHigh, 0);
});

test('an update without a weighted token has no means', () => {
  const statistics = count([completionOf([{ weight: 0 }])], resultOf([[-1]]));
  const { entropy, policyKl, clippedLow, clippedHigh, trainedTokens, kl } = statistics;
  assert.deepEqual([entropy, policyKl, clippedLow, clippedHigh, kl], Array(5).fill(undefined));
  assert.equal(trainedTokens, 0);
});

test('the divergence from the reference is the mean k3 estimate, and undefined without a reference', () => {
  const { kl } = count(
    [completionOf([{ reference: -1 }, { reference: -1 + Math.log(2) }])],
    resultOf([[-1, -1]]),
  );
  // exp(0) − 0 − 1 = 0 and 2 − ln 2 − 1 = 0.306853.
  assertClose(kl ?? NaN, (1 - Math.log(2)) / 2, 1e-6);
  assert.equal(count([completionOf([{}])], resultOf([[-1]])).kl, undefined);
});
