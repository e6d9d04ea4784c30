/** The engine beside PyTorch, on the checkpoints and the numbers of test/golden. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCore } from '../../../trainer/engine/local/core.ts';
import { packSequences } from '../../../trainer/engine/local/packing.ts';
import { Training } from '../../../trainer/engine/local/training.ts';
import { Weights } from '../../../trainer/engine/local/weights.ts';
import { readDecoderConfig } from '../../../trainer/model/config.ts';
import type { SampleRequest, TrainSequence } from '../../../trainer/engine/types.ts';
import { assertArraysClose, assertClose } from '../../support/close.ts';
import { cachedLogits, packedLogits, plainRow } from '../../support/decoder.ts';
import { goldenFamilies, goldenPath, readGolden, type GoldenNumbers } from '../../support/golden.ts';

const greedyParams = { maxTokens: 128, temperature: 0, topP: 1, topK: 0, stop: [] };

/** The checkpoint of a family, and what is expected of it. */
async function openGolden(family: string) {
  const folder = goldenPath(family);
  const expected = (await readGolden(`${family}/expected.json.gz`)) as GoldenNumbers;
  const config = await readDecoderConfig(`${folder}/config.json`);
  const weights = new Weights(config);
  await weights.load(folder);
  const sequences: TrainSequence[] = expected.prompts.map((prompt, index) => {
    const tokens = Int32Array.from(expected.completions[index] ?? []);
    return {
      prompt: Int32Array.from(prompt),
      completions: [{ tokens, weights: new Float32Array(tokens.length).fill(1) }],
    };
  });
  const openCore = () => LocalCore.create({ model: folder, threads: 1, microBatchTokens: 1024 });
  return { expected, config, weights, sequences, openCore };
}

function largestIndex(numbers: Float32Array): number {
  return numbers.indexOf(numbers.reduce((largest, number) => Math.max(largest, number)));
}

for (const family of goldenFamilies) {
  test(`the logits of ${family} are those of PyTorch, by the graph that trains and by the one that samples`, async () => {
    const { expected, config, weights } = await openGolden(family);
    for (const [index, prompt] of expected.prompts.entries()) {
      const tokens = [...prompt, ...(expected.completions[index] ?? [])];
      const packed = await packedLogits(config, weights.values, plainRow(tokens));
      const cached = await cachedLogits(config, weights.values, tokens, prompt.length);
      expected.logits[index]?.forEach((wanted, position) => {
        for (const logits of [packed, cached]) {
          const off = wanted.map((logit, token) => Math.abs(logit - (logits[position]?.[token] ?? NaN)));
          assert.ok(Math.max(...off) < 1e-4, `position ${position} of ${index}: ${Math.max(...off)}`);
        }
      });
    }
  });

  test(`the gradient of every parameter of ${family} is that of PyTorch`, async () => {
    const { expected, config, weights, sequences } = await openGolden(family);
    const model = {
      config,
      adapters: null,
      frozen: new Map<string, Float32Array>(),
      stored: new Map(),
      trained: weights.values,
    };
    await using training = new Training(model, { threads: 1, recompute: false });
    const [batch] = packSequences(sequences, { tokens: 1024, maxPositions: config.maxPositions });
    assert.ok(batch);
    const gradient = new Float32Array(weights.values.length);
    const { loss } = await training.differentiate(batch, { kind: 'crossEntropy' }, gradient);
    assertClose(loss, expected.loss, 1e-5, 'the loss');
    assert.equal(weights.specs.length, Object.keys(expected.gradients).length);
    for (const { name, offset, size } of weights.specs) {
      const { unit, multiples } = expected.gradients[name] ?? assert.fail(name);
      const wanted = multiples.map((multiple) => multiple * unit);
      assertArraysClose(gradient.subarray(offset, offset + size), wanted, 1e-4, name, unit);
    }
  });

  test(`ten AdamW updates of ${family} with clipping follow PyTorch`, async () => {
    const { expected, sequences, openCore } = await openGolden(family);
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
      assertClose(gradNorm, expected.adamw.norms[update] ?? NaN, 1e-3, `the norm of update ${update}`);
    }
  });

  test(`greedy decoding of ${family} gives 128 tokens of transformers, alone and in one batch`, async () => {
    const { expected, openCore } = await openGolden(family);
    await using core = await openCore();
    const requests: SampleRequest[] = expected.prompts.map((prompt) => ({
      prompt: Int32Array.from(prompt),
      count: 2,
      seed: 1,
      params: greedyParams,
    }));
    const together = await core.sample(requests);
    for (const [index, request] of requests.entries()) {
      const [alone] = await core.sample([{ ...request, count: 1 }]);
      const all = [...(together[index] ?? []), ...(alone ?? [])];
      assert.equal(all.length, 3);
      for (const { tokens } of all) assert.deepEqual([...tokens], expected.greedy[index]);
      assert.equal(expected.greedy[index]?.length, 128);
    }
  });

  test(`greedy decoding of ${family} without a cache gives the same 128 tokens`, async () => {
    const { expected, config, weights } = await openGolden(family);
    for (const [index, prompt] of expected.prompts.entries()) {
      const greedy = expected.greedy[index] ?? [];
      // If each is the best behind those before it, a decoder that reads everything anew arrives at the same.
      const logits = await packedLogits(
        config,
        weights.values,
        plainRow([...prompt, ...greedy.slice(0, -1)]),
      );
      assert.deepEqual(logits.slice(prompt.length - 1).map(largestIndex), greedy);
    }
  });

  test(`the sampler and the trainer of ${family} give a sampled token the same log-probability`, async () => {
    const { expected, openCore } = await openGolden(family);
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
}
