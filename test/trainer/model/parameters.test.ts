/** Names, shapes and places of a decoder's parameters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weightFilesOf } from '../../../trainer/model/checkpoint-weights.ts';
import { readDecoderConfig, type DecoderConfig } from '../../../trainer/model/config.ts';
import { parameterCount, parameterSpecs } from '../../../trainer/model/parameters.ts';
import { SafetensorsFile } from '../../../trainer/model/safetensors.ts';
import { goldenFamilies, goldenPath } from '../../support/golden.ts';
import { qwen3Sizes } from '../../support/tiny-model.ts';

const config: DecoderConfig = {
  family: 'qwen3',
  vocabularySize: 10,
  hiddenSize: 6,
  intermediateSize: 8,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  headSize: 16,
  rmsNormEpsilon: 1e-6,
  rope: { theta: 10_000, scaling: null },
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

test('the projections of Qwen2 have biases behind them, and no norms of queries and keys', () => {
  const ofAttention = (family: DecoderConfig['family']) =>
    parameterSpecs({ ...config, layers: 1, family })
      .filter(({ name }) => name.includes('self_attn'))
      .map(({ name, shape }) => `${name.replace('model.layers.0.self_attn.', '')} ${shape.join('×')}`);
  assert.deepEqual(ofAttention('qwen2'), [
    'q_proj.weight 32×6',
    'q_proj.bias 32',
    'k_proj.weight 16×6',
    'k_proj.bias 16',
    'v_proj.weight 16×6',
    'v_proj.bias 16',
    'o_proj.weight 6×32',
  ]);
  assert.deepEqual(
    ofAttention('llama'),
    ofAttention('qwen2').filter((line) => !line.includes('bias')),
  );
});

for (const family of goldenFamilies) {
  test(`names and shapes of ${family} are those that transformers writes`, async () => {
    const folder = goldenPath(family);
    const specs = parameterSpecs(await readDecoderConfig(`${folder}/config.json`));
    const files = (await weightFilesOf(folder)).filter((file) => !file.endsWith('.json'));
    const written: string[] = [];
    for (const path of files) {
      await using file = await SafetensorsFile.open(path);
      written.push(...[...file.tensors].map(([name, { shape }]) => `${name} ${shape.join('×')}`));
    }
    const ours = specs.map(({ name, shape }) => `${name} ${shape.join('×')}`);
    assert.deepEqual(ours.toSorted(), written.toSorted());
  });
}

test('weight decay is for the matrices of the layers and of an untied head', () => {
  const own = ['self_attn.q', 'self_attn.k', 'self_attn.v', 'self_attn.o', 'mlp.gate', 'mlp.up', 'mlp.down'];
  for (const family of ['qwen3', 'qwen2', 'llama'] as const) {
    const decaying = parameterSpecs({ ...config, family, layers: 1, tiedHead: false })
      .filter(({ decays }) => decays)
      .map(({ name }) => name);
    assert.deepEqual(decaying, [
      ...own.map((name) => `model.layers.0.${name}_proj.weight`),
      'lm_head.weight',
    ]);
  }
});

test('the sizes of published models give the number of parameters that they are published with', () => {
  const sizes = (changes: Partial<DecoderConfig>) =>
    parameterCount(parameterSpecs({ ...config, ...changes }));
  // Qwen3-0.6B: 155,582,464 of embeddings, 28 layers of 15,730,944, and the last gain of 1,024.
  const qwen3 = sizes(qwen3Sizes);
  assert.equal(qwen3, 596_049_920);
  // Qwen2.5-Coder-0.5B: 136,134,656 of embeddings, 24 layers of 14,912,384, and the last gain of 896.
  const qwen2 = sizes({
    family: 'qwen2',
    vocabularySize: 151_936,
    hiddenSize: 896,
    intermediateSize: 4864,
    layers: 24,
    heads: 14,
    kvHeads: 2,
    headSize: 64,
  });
  assert.equal(qwen2, 494_032_768);
  // Llama-3.2-1B: 262,668,288 of embeddings, 16 layers of 60,821,504, and the last gain of 2,048.
  const llama = sizes({
    family: 'llama',
    vocabularySize: 128_256,
    hiddenSize: 2048,
    intermediateSize: 8192,
    layers: 16,
    heads: 32,
    kvHeads: 8,
    headSize: 64,
  });
  assert.equal(llama, 1_235_814_400);
});
