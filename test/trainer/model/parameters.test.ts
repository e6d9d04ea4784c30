/** Names, shapes and places of a decoder's parameters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDecoderConfig, type DecoderConfig } from '../../../trainer/model/config.ts';
import { parameterCount, parameterSpecs } from '../../../trainer/model/parameters.ts';
import { SafetensorsFile } from '../../../trainer/model/safetensors.ts';
import { fileURLToPath } from 'node:url';

const config: DecoderConfig = {
  vocabularySize: 10,
  hiddenSize: 6,
  intermediateSize: 8,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  headSize: 16,
  rmsNormEpsilon: 1e-6,
  ropeTheta: 10_000,
  maxPositions: 32,
  tiedHead: true,
  endTokens: [],
};

/** Elements by hand: norms 6 + 6, q 32·6, k and v 16·6 each, o 6·32, q and k norms 16 each, three matrices 8·6. */
const perLayer = 12 + 192 + 2 * 96 + 192 + 32 + 3 * 48;

test('the parameters lie one behind the other without gaps', () => {
  const specs = parameterSpecs(config);
  let end = 0;
  for (const { offset, size, shape } of specs) {
    assert.equal(offset, end);
    assert.equal(
      size,
      shape.reduce((product, dimension) => product * dimension, 1),
    );
    end += size;
  }
  assert.equal(parameterCount(specs), end);
  assert.equal(end, 10 * 6 + 2 * perLayer + 6);
});

test('an untied head is one more matrix of the size of the embeddings', () => {
  const tied = parameterSpecs(config);
  const untied = parameterSpecs({ ...config, tiedHead: false });
  assert.equal(parameterCount(untied) - parameterCount(tied), 60);
  assert.deepEqual(untied.at(-1)?.shape, [10, 6]);
  assert.equal(untied.at(-1)?.name, 'lm_head.weight');
  assert.ok(!tied.some(({ name }) => name === 'lm_head.weight'));
});

test('names and shapes are those that transformers writes', async () => {
  const folder = fileURLToPath(new URL('../../golden/qwen3/', import.meta.url));
  const golden = await readDecoderConfig(`${folder}config.json`);
  await using file = await SafetensorsFile.open(`${folder}model.safetensors`);
  const written = [...file.tensors].map(([name, { shape }]) => `${name} ${shape.join('×')}`);
  const ours = parameterSpecs(golden).map(({ name, shape }) => `${name} ${shape.join('×')}`);
  assert.deepEqual(ours.toSorted(), written.toSorted());
});

test('weight decay is for the matrices of the layers and of an untied head', () => {
  const decaying = parameterSpecs({ ...config, layers: 1, tiedHead: false })
    .filter(({ decays }) => decays)
    .map(({ name }) => name);
  const own = ['self_attn.q', 'self_attn.k', 'self_attn.v', 'self_attn.o', 'mlp.gate', 'mlp.up', 'mlp.down'];
  assert.deepEqual(decaying, [...own.map((name) => `model.layers.0.${name}_proj.weight`), 'lm_head.weight']);
});

test('the sizes of Qwen3-0.6B give 0.6 billion parameters', () => {
  const large = {
    ...config,
    vocabularySize: 151_936,
    hiddenSize: 1024,
    intermediateSize: 3072,
    layers: 28,
    heads: 16,
    kvHeads: 8,
    headSize: 128,
  };
  // 155,582,464 of embeddings, 28 layers of 15,730,944, and the last gain of 1,024.
  assert.equal(parameterCount(parameterSpecs(large)), 596_049_920);
});
