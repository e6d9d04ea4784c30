/** The decoder's two graphs beside each other, and the mask of packed rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../trainer/graph/graph.ts';
import type { DecoderConfig } from '../../../trainer/model/config.ts';
import { packedMask } from '../../../trainer/model/attend.ts';
import { parameterSpecs } from '../../../trainer/model/parameters.ts';
import { assertArraysClose } from '../../support/close.ts';
import { cachedLogits, packedLogits, plainRow } from '../../support/decoder.ts';
import { evaluate } from '../../support/evaluate.ts';
import { integerArray } from '../../support/random-arrays.ts';
import { tinyConfig, tinyWeights } from '../../support/tiny-model.ts';

for (const kvHeads of [1, 2, 4]) {
  for (const tiedHead of [true, false]) {
    for (const { length, prompt } of [
      { length: 1, prompt: 1 },
      { length: 7, prompt: 4 },
      { length: 13, prompt: 1 },
      { length: 21, prompt: 21 },
    ]) {
      const about = `${kvHeads} key heads, a ${tiedHead ? 'tied' : 'separate'} head, ${prompt} + ${length - prompt} tokens`;

      test(`sampling and training graphs give the same logits with ${about}`, async () => {
        const config = tinyConfig({ kvHeads, tiedHead });
        const weights = tinyWeights(config, kvHeads);
        const tokens = [...integerArray(length, length, config.vocabularySize)];
        const cached = await cachedLogits(config, weights, tokens, prompt);
        const packed = await packedLogits(config, weights, plainRow(tokens));
        assert.equal(cached.length, length);
        packed.forEach((expected, position) => {
          assertArraysClose(cached[position] ?? [], expected, 1e-5, `the logits of position ${position}`);
        });
      });
    }
  }
}

const scaled = { factor: 8, lowTurns: 1, highTurns: 4, originalPositions: 48 };
const families: Partial<DecoderConfig>[] = [
  { family: 'qwen2' },
  { family: 'llama', tiedHead: false, rope: { theta: 10_000, scaling: scaled } },
];

for (const changes of families) {
  test(`sampling and training graphs give the same logits for ${changes.family}`, async () => {
    const config = tinyConfig(changes);
    const weights = tinyWeights(config, 6);
    const tokens = [...integerArray(17, 17, config.vocabularySize)];
    const cached = await cachedLogits(config, weights, tokens, 5);
    const packed = await packedLogits(config, weights, plainRow(tokens));
    packed.forEach((expected, position) => {
      assertArraysClose(cached[position] ?? [], expected, 1e-5, `the logits of position ${position}`);
    });
  });
}

for (const name of ['q', 'k', 'v']) {
  test(`a change of the bias of ${name} changes the logits`, async () => {
    const config = tinyConfig({ family: 'qwen2' });
    const weights = tinyWeights(config);
    const before = await packedLogits(config, weights, plainRow([3, 1, 4]));
    const bias = parameterSpecs(config).find(
      (spec) => spec.name === `model.layers.0.self_attn.${name}_proj.bias`,
    );
    weights[bias?.offset ?? NaN] = 3;
    const after = await packedLogits(config, weights, plainRow([3, 1, 4]));
    assert.notDeepEqual(after[2], before[2]);
  });
}

test('the logits of a position depend on the tokens before it and on no later one', async () => {
  const config = tinyConfig();
  const weights = tinyWeights(config);
  const tokens = [3, 1, 4, 1, 5];
  const before = await packedLogits(config, weights, plainRow(tokens));
  const after = await packedLogits(config, weights, plainRow([3, 1, 4, 2, 5]));
  for (const position of [0, 1, 2]) assert.deepEqual(after[position], before[position]);
  for (const position of [3, 4]) assert.notDeepEqual(after[position], before[position]);
});

test('completions that share a prompt in one row get the logits of rows of their own', async () => {
  const config = tinyConfig({ kvHeads: 1 });
  const weights = tinyWeights(config, 5);
  const prompt = [7, 2, 9];
  const completions = [
    [1, 4, 4],
    [8, 3],
  ];
  const packed = await packedLogits(config, weights, {
    tokens: [...prompt, ...completions.flat(), 0, 0],
    positions: [0, 1, 2, 3, 4, 5, 3, 4, 0, 0],
    own: [0, 0, 0, 1, 1, 1, 2, 2, -1, -1],
    prefix: [0, 0, 0, 0, 0, 0, 0, 0, -1, -1],
  });
  let start = prompt.length;
  for (const completion of completions) {
    const alone = await packedLogits(config, weights, plainRow([...prompt, ...completion]));
    for (const position of prompt.keys())
      assertArraysClose(packed[position] ?? [], alone[position] ?? [], 1e-5);
    for (const offset of completion.keys()) {
      assertArraysClose(packed[start + offset] ?? [], alone[prompt.length + offset] ?? [], 1e-5);
    }
    start += completion.length;
  }
});

test('the mask lets a position see earlier ones of its own segment and of the one it continues', async () => {
  const graph = new Graph();
  const own = graph.input('own', 'int32', [1, 7]);
  const prefix = graph.input('prefix', 'int32', [1, 7]);
  const mask = packedMask(own, prefix);
  assert.deepEqual(mask.shape, [1, 1, 7, 7]);
  graph.output('mask', mask);
  // Two tokens of a prompt, two of one completion, one of another, the prompt of another tree, and padding.
  const outputs = await evaluate(graph, {
    own: Int32Array.of(0, 0, 1, 1, 2, 3, -1),
    prefix: Int32Array.of(0, 0, 0, 0, 0, 3, -1),
  });
  const seen = outputs.numbers('mask').map((score) => (score === 0 ? 'x' : '.'));
  assert.deepEqual(
    Array.from({ length: 7 }, (_, row) => seen.slice(row * 7, row * 7 + 7).join('')),
    ['x......', 'xx.....', 'xxx....', 'xxxx...', 'xx..x..', '.....x.', '......x'],
  );
  assert.ok(outputs.numbers('mask').every((score) => score === 0 || Math.exp(score) === 0));
});
