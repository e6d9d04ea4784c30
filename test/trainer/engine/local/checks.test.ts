/** Calls that the engine refuses before it computes anything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRequest, checkSequences, checkTemperature } from '../../../../trainer/engine/local/checks.ts';
import type { SamplingParams, TrainCompletion } from '../../../../trainer/engine/types.ts';
import { plainPolicy } from '../../../support/objectives.ts';

const params: SamplingParams = { maxTokens: 4, temperature: 0, topP: 1, topK: 0, stop: [] };

const refusedRequests = [
  { count: -1, change: {}, says: /a count of -1/ },
  { count: 1, change: { maxTokens: 0 }, says: /a maxTokens of 0/ },
  { count: 1, change: { temperature: -0.1 }, says: /a temperature of -0\.1/ },
  { count: 1, change: { temperature: Number.NaN }, says: /a temperature of NaN/ },
  { count: 1, change: { topP: 0 }, says: /a topP of 0/ },
  { count: 1, change: { topP: 1.1 }, says: /a topP of 1\.1/ },
  { count: 1, change: { topK: 1.5 }, says: /a topK of 1\.5/ },
];

for (const { count, change, says } of refusedRequests) {
  test(`a request with ${JSON.stringify({ count, ...change })} is refused`, () => {
    const request = { prompt: Int32Array.of(1), count, seed: 0, params: { ...params, ...change } };
    assert.throws(() => checkRequest(request), { code: 'engine.bad-call', message: says });
  });
}

test('log-probabilities are not taken at temperature 0', () => {
  assert.throws(() => checkTemperature(0), { code: 'engine.bad-call', message: /above 0/ });
  checkTemperature(1e-3);
});

const two = Float32Array.of(1, 1);
const whole: TrainCompletion = {
  tokens: Int32Array.of(1, 2),
  weights: two,
  advantages: two,
  oldLogprobs: two,
};
const one = Float32Array.of(1);
const tokens = Int32Array.of(1, 2);
const refusedCompletions = [
  { completion: { ...whole, weights: one }, objective: plainPolicy, says: /2 tokens with 1 weights/ },
  {
    completion: { tokens, weights: two, oldLogprobs: two },
    objective: plainPolicy,
    says: /without advantages/,
  },
  {
    completion: { tokens, weights: two, advantages: two },
    objective: plainPolicy,
    says: /without oldLogprobs/,
  },
  { completion: whole, objective: { ...plainPolicy, klCoef: 0.1 }, says: /without referenceLogprobs/ },
];

for (const { completion, objective, says } of refusedCompletions) {
  test(`a completion is refused: ${says.source}`, () => {
    const sequences = [{ prompt: Int32Array.of(1), completions: [completion] }];
    assert.throws(() => checkSequences(sequences, objective), { code: 'engine.bad-call', message: says });
  });
}

test('cross-entropy needs weights and nothing else', () => {
  const completion = { tokens: Int32Array.of(1, 2), weights: two };
  checkSequences([{ prompt: Int32Array.of(1), completions: [completion] }], { kind: 'crossEntropy' });
});
