/** Choosing a token from the probabilities that logits have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseToken,
  divisorOf,
  probabilitiesOf,
  type Choice,
} from '../../../../trainer/engine/local/choose.ts';
import { createRandom } from '../../../../trainer/random.ts';
import { assertClose } from '../../../support/close.ts';
import { normalArray } from '../../../support/random-arrays.ts';

type Settings = Parameters<typeof chooseToken>[1];

const plain: Settings = { temperature: 1, topP: 1, topK: 0 };

/** Probabilities 1/8, 1/4 and 5/8 at temperature 1. */
const weights = [1, 2, 5].map(Math.log);

function choose(logits: readonly number[], settings: Partial<Settings>, uniform: number): Choice {
  const all = { ...plain, ...settings };
  return chooseToken(probabilitiesOf(Float32Array.from(logits), divisorOf(all)), all, uniform);
}

test('temperature 0 takes the most probable token, whatever is drawn', () => {
  for (const uniform of [0, 0.5, 0.999]) {
    const { token, logprob, policyLogprob } = choose(weights, { temperature: 0 }, uniform);
    assert.equal(token, 2);
    assert.equal(logprob, 0);
    assertClose(policyLogprob, Math.log(5 / 8), 1e-6);
  }
});

test('a tie at temperature 0 goes to the lowest token', () => {
  assert.equal(choose([1, 3, 3, 3], { temperature: 0 }, 0.9).token, 1);
  assert.equal(choose([2, 2], { temperature: 0 }, 0.9).token, 0);
  assert.equal(choose([-Infinity, -Infinity, -5], { temperature: 0 }, 0).token, 2);
});

test('a draw falls into the interval of its token', () => {
  const drawn = [0, 0.124, 0.126, 0.374, 0.376, 0.999999].map(
    (uniform) => choose(weights, {}, uniform).token,
  );
  assert.deepEqual(drawn, [0, 0, 1, 1, 2, 2]);
});

test('temperature divides the logits', () => {
  // At 1/2 the weights are squared: 1, 4, 25 of 30. At 2 they are 1, √2, √5.
  assertClose(choose(weights, { temperature: 0.5 }, 0.1).logprob, Math.log(4 / 30), 1e-6);
  assert.equal(choose(weights, { temperature: 0.5 }, 0.1).token, 1);
  const roots = 1 + Math.SQRT2 + Math.sqrt(5);
  assertClose(choose(weights, { temperature: 2 }, 0.99).logprob, Math.log(Math.sqrt(5) / roots), 1e-6);
});

test('top-k keeps the k most probable tokens and renormalises', () => {
  const first = choose(weights, { topK: 2 }, 0.71);
  assert.equal(first.token, 2, 'the most probable token comes first');
  assertClose(first.logprob, Math.log(5 / 7), 1e-6);
  assertClose(first.policyLogprob, Math.log(5 / 8), 1e-6);
  const second = choose(weights, { topK: 2 }, 0.72);
  assert.equal(second.token, 1);
  assertClose(second.logprob, Math.log(2 / 7), 1e-6);
  assertClose(second.policyLogprob, Math.log(2 / 8), 1e-6);
  assert.equal(choose(weights, { topK: 1 }, 0.999).token, 2);
  assertClose(choose(weights, { topK: 1 }, 0.999).logprob, 0, 1e-6);
});

test('top-k of the vocabulary or more is no restriction', () => {
  for (const topK of [3, 4, 1000]) {
    assert.deepEqual(choose(weights, { topK }, 0.05), choose(weights, {}, 0.05));
  }
});

test('ties at the edge of top-k go to the lowest tokens', () => {
  const kept = [0, 0.49, 0.51, 0.99].map((uniform) => choose([1, 1, 1, 1], { topK: 2 }, uniform).token);
  assert.deepEqual(kept, [0, 0, 1, 1]);
});

test('top-p keeps the smallest set of tokens that reaches p', () => {
  const tokens = (topP: number) =>
    new Set([0, 0.2, 0.4, 0.6, 0.8, 0.99].map((uniform) => choose(weights, { topP }, uniform).token));
  assert.deepEqual(tokens(0), new Set([2]));
  assert.deepEqual(tokens(0.6), new Set([2]));
  assert.deepEqual(tokens(0.65), new Set([2, 1]));
  assert.deepEqual(tokens(0.87), new Set([2, 1]));
  assert.deepEqual(tokens(0.88), new Set([2, 1, 0]));
  assertClose(choose(weights, { topP: 0.7 }, 0).logprob, Math.log(5 / 7), 1e-6);
});

test('top-p looks at the probabilities after temperature', () => {
  // At temperature 1/2 the first token has 25/30 = 0.83 instead of 0.625.
  const drawn = (temperature: number) => choose(weights, { temperature, topP: 0.8 }, 0.99).token;
  assert.equal(drawn(1), 1);
  assert.equal(drawn(0.5), 2);
});

test('of top-k and top-p the stricter one decides', () => {
  assert.equal(choose(weights, { topK: 1, topP: 0.9 }, 0.99).token, 2);
  assert.equal(choose(weights, { topK: 3, topP: 0.5 }, 0.99).token, 2);
  assert.equal(choose(weights, { topK: 2, topP: 0.99 }, 0.99).token, 1);
});

test('extreme logits neither overflow nor draw the impossible', () => {
  const drawn = choose([-1000, 1000, 0], {}, 0.999999);
  assert.equal(drawn.token, 1);
  assertClose(drawn.logprob, 0, 1e-6);
  for (const uniform of [0, 0.5, 1 - 2 ** -53]) {
    assert.equal(choose([-Infinity, 3, -Infinity], {}, uniform).token, 1);
    assert.equal(choose([-Infinity, 3, -Infinity], { topK: 2 }, uniform).token, 1);
    assert.equal(choose([0, 1, 3], { temperature: 1e-4 }, uniform).token, 2);
  }
});

const settings: readonly Partial<Settings>[] = [
  {},
  { temperature: 0.7 },
  { temperature: 1.5, topK: 5 },
  { topP: 0.8 },
  { temperature: 0.9, topK: 7, topP: 0.9 },
];

for (const setting of settings) {
  const logits = [...normalArray(12, 3, 1.2)];

  test(`20,000 draws with ${JSON.stringify(setting)} are distributed as their log-probabilities say`, () => {
    const draws = 20_000;
    const random = createRandom(42);
    const counts = new Map<number, number>();
    const probabilities = new Map<number, number>();
    for (let draw = 0; draw < draws; draw++) {
      const { token, logprob } = choose(logits, setting, random.uniform());
      counts.set(token, (counts.get(token) ?? 0) + 1);
      probabilities.set(token, Math.exp(logprob));
    }
    const total = [...probabilities.values()].reduce((sum, probability) => sum + probability, 0);
    assertClose(total, 1, 1e-5, 'the sum of the probabilities of all tokens drawn');
    for (const [token, probability] of probabilities) {
      const deviation = Math.sqrt(draws * probability * (1 - probability));
      const excess = Math.abs((counts.get(token) ?? 0) - draws * probability);
      assert.ok(
        excess <= 4 * deviation,
        `token ${token} was drawn ${excess / deviation} deviations too often`,
      );
    }
  });

  test(`the policy's log-probability with ${JSON.stringify(setting)} is that of temperature alone`, () => {
    const temperature = setting.temperature ?? 1;
    const scaled = Array.from(Float32Array.from(logits), (logit) => logit / temperature);
    const logSum = Math.log(scaled.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (let step = 0; step < 50; step++) {
      const { token, policyLogprob } = choose(logits, setting, step / 50);
      assertClose(policyLogprob, (scaled[token] ?? NaN) - logSum, 1e-6);
    }
  });
}
