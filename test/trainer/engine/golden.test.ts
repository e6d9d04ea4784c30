/** The engine beside PyTorch, on the checkpoint and the numbers of test/golden/qwen3. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LocalCore } from '../../../trainer/engine/local/core.ts';
import { packSequences } from '../../../trainer/engine/local/packing.ts';
import { Training } from '../../../trainer/engine/local/training.ts';
import { Weights } from '../../../trainer/engine/local/weights.ts';
import { readDecoderConfig } from '../../../trainer/model/config.ts';
import type { SampleRequest, TrainSequence } from '../../../trainer/engine/types.ts';

const folder = fileURLToPath(new URL('../../golden/qwen3', import.meta.url));
const expected = JSON.parse(await readFile(`${folder}/expected.json`, 'utf8')) as {
  readonly prompts: readonly number[][];
  readonly completions: readonly number[][];
  readonly logits: readonly number[][][];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly greedy: readonly number[][];
  readonly adamw: { readonly losses: readonly number[]; readonly norms: readonly number[] };
};

const sequences: TrainSequence[] = expected.prompts.map((prompt, index) => {
  const tokens = Int32Array.from(expected.completions[index] ?? []);
  return {
    prompt: Int32Array.from(prompt),
    completions: [{ tokens, weights: new Float32Array(tokens.length).fill(1) }],
  };
});

function logSoftmaxAt(logits: readonly number[], token: number): number {
  const largest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return (logits[token] ?? NaN) - largest - Math.log(total);
}

function assertClose(actual: number, wanted: number, tolerance: number, what: string): void {
  const error = Math.abs(actual - wanted) / Math.max(1, Math.abs(wanted));
  assert.ok(error <= tolerance, `${what}: ${actual} is ${error} away from ${wanted}`);
}

async function openCore(microBatchTokens = 1024): Promise<LocalCore> {
  return LocalCore.create({ model: folder, threads: 1, microBatchTokens });
}

test('log-probabilities of completions are those of PyTorch', async () => {
  await using core = await openCore();
  const { logprobs } = await core.forward(sequences, 1);
  expected.completions.forEach((completion, index) => {
    const start = (expected.prompts[index]?.length ?? 0) - 1;
    completion.forEach((token, offset) => {
      const row = expected.logits[index]?.[start + offset] ?? [];
      assertClose(
        logprobs[index]?.[offset] ?? NaN,
        logSoftmaxAt(row, token),
        1e-5,
        `token ${offset} of ${index}`,
      );
    });
  });
});

test('the gradient of every parameter is that of PyTorch', async () => {
  const config = await readDecoderConfig(`${folder}/config.json`);
  const weights = new Weights(config);
  await weights.load(folder);
  await using training = new Training(config, weights, 1);
  const [batch] = packSequences(sequences, { tokens: 1024, maxPositions: config.maxPositions });
  assert.ok(batch);
  const gradient = new Float32Array(weights.values.length);
  const { loss } = await training.differentiate(batch, { kind: 'crossEntropy' }, gradient);
  assertClose(loss, expected.loss, 1e-5, 'the loss');
  for (const { name, offset, size } of weights.specs) {
    const wanted = expected.gradients[name] ?? [];
    const scale = Math.max(...wanted.map(Math.abs));
    for (let index = 0; index < size; index++) {
      const error = Math.abs((gradient[offset + index] ?? NaN) - (wanted[index] ?? NaN)) / scale;
      assert.ok(error < 1e-4, `${name}[${index}] is off by ${error} of the largest gradient`);
    }
  }
});

test('ten AdamW updates with clipping follow PyTorch', async () => {
  await using core = await openCore();
  const settings = {
    learningRate: 3e-3,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-8,
    weightDecay: 0.1,
    maxGradNorm: 1,
  };
  for (const [update, wanted] of expected.adamw.losses.entries()) {
    const { loss } = await core.forwardBackward(sequences, { kind: 'crossEntropy' });
    assertClose(loss, wanted, 1e-4, `the loss of update ${update}`);
    const { gradNorm } = await core.optimStep(settings);
    assertClose(gradNorm, expected.adamw.norms[update] ?? NaN, 1e-3, `the gradient norm of update ${update}`);
  }
});

test('greedy decoding gives the tokens of transformers, alone and in one batch', async () => {
  await using core = await openCore();
  const params = { maxTokens: 64, temperature: 0, topP: 1, topK: 0, stop: [] };
  const requests: SampleRequest[] = expected.prompts.map((prompt) => ({
    prompt: Int32Array.from(prompt),
    count: 2,
    seed: 1,
    params,
  }));
  const together = await core.sample(requests);
  for (const [index, request] of requests.entries()) {
    const [alone] = await core.sample([{ ...request, count: 1 }]);
    for (const completion of [...(together[index] ?? []), ...(alone ?? [])]) {
      assert.deepEqual([...completion.tokens], expected.greedy[index]);
    }
  }
});

test('the sampler and the trainer give a sampled token the same log-probability', async () => {
  await using core = await openCore();
  const params = { maxTokens: 40, temperature: 0.7, topP: 1, topK: 0, stop: [] };
  const requests = expected.prompts.map((prompt, seed) => ({
    prompt: Int32Array.from(prompt),
    count: 8,
    seed,
    params,
  }));
  const groups = await core.sample(requests);
  const packed = groups.map((group, index) => ({
    prompt: Int32Array.from(expected.prompts[index] ?? []),
    completions: group.map(({ tokens }) => ({ tokens, weights: new Float32Array(tokens.length) })),
  }));
  const { logprobs } = await core.forward(packed, 0.7);
  groups.flat().forEach((completion, index) => {
    completion.policyLogprobs.forEach((logprob, offset) => {
      assert.ok(
        Math.abs(logprob - (logprobs[index]?.[offset] ?? NaN)) < 1e-4,
        `token ${offset} of completion ${index}`,
      );
    });
  });
});
