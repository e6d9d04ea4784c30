/** config.json as a decoder's shape. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  formatDecoderConfig,
  parseDecoderConfig,
  readDecoderConfig,
  type DecoderConfig,
} from '../../../trainer/model/config.ts';
import {
  llama3,
  published,
  publishedLlama,
  publishedQwen2,
  smallest,
} from '../../support/published-configs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('the fields of config.json become the shape of the decoder', () => {
  assert.deepEqual(parseDecoderConfig(published, 'config.json'), {
    family: 'qwen3',
    vocabularySize: 100,
    hiddenSize: 64,
    intermediateSize: 96,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headSize: 32,
    rmsNormEpsilon: 1e-6,
    rope: { theta: 1_000_000, scaling: null },
    maxPositions: 512,
    tiedHead: true,
    endTokens: [99],
  });
});

test('fields that may be left out have the defaults of the architecture', () => {
  const config = parseDecoderConfig(smallest, 'config.json');
  assert.equal(config.kvHeads, 4, 'as many as there are heads');
  assert.equal(config.headSize, 128, 'not the hidden size shared among the heads');
  assert.deepEqual(config.rope, { theta: 10_000, scaling: null });
  assert.equal(config.tiedHead, false);
  assert.deepEqual(config.endTokens, []);
});

test('heads of Qwen2 and Llama share the hidden size unless head_dim says otherwise', () => {
  for (const fields of [publishedQwen2, publishedLlama]) {
    assert.equal(parseDecoderConfig(fields, 'f').headSize, 16, '64 among 4 heads');
    assert.equal(parseDecoderConfig({ ...fields, head_dim: null }, 'f').headSize, 16);
    assert.equal(parseDecoderConfig({ ...fields, head_dim: 48 }, 'f').headSize, 48);
  }
});

test('the model_type decides the family', () => {
  const familyOf = (fields: object) => parseDecoderConfig(fields, 'f').family;
  assert.deepEqual([published, publishedQwen2, publishedLlama].map(familyOf), ['qwen3', 'qwen2', 'llama']);
});

test('one end token, several and none are lists', () => {
  const endTokens = (eos: unknown) => parseDecoderConfig({ ...smallest, eos_token_id: eos }, 'f').endTokens;
  assert.deepEqual(endTokens(7), [7]);
  assert.deepEqual(endTokens([7, 9]), [7, 9]);
  assert.deepEqual(endTokens(null), []);
});

test('a completion ends with the end tokens of config.json and with those of generation_config.json', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'config.json');
  const generation = join(folder.path, 'generation_config.json');
  const endTokens = async (eos: unknown, generated: unknown) => {
    await writeFile(file, JSON.stringify({ ...smallest, eos_token_id: eos }));
    await writeFile(generation, JSON.stringify(generated));
    return (await readDecoderConfig(file)).endTokens;
  };
  assert.deepEqual(await endTokens(45, { eos_token_id: [45, 43], temperature: 0.6 }), [45, 43]);
  assert.deepEqual(await endTokens([45, 7], { eos_token_id: 43 }), [45, 7, 43]);
  assert.deepEqual(await endTokens(null, { eos_token_id: 43 }), [43]);
  assert.deepEqual(await endTokens(45, {}), [45]);
  await writeFile(generation, '{ "eos_token_id": ');
  await assert.rejects(readDecoderConfig(file), {
    code: 'model.unreadable-file',
    message: /generation_config\.json/,
  });
});

test('where no token ends a completion, a written configuration says so as others do', () => {
  const written = formatDecoderConfig({ ...parseDecoderConfig(smallest, 'f'), endTokens: [] });
  assert.equal(written['eos_token_id'], null);
});

test('a written configuration is read back as it was', () => {
  const config: DecoderConfig = {
    family: 'qwen3',
    vocabularySize: 321,
    hiddenSize: 48,
    intermediateSize: 80,
    layers: 3,
    heads: 6,
    kvHeads: 2,
    headSize: 16,
    rmsNormEpsilon: 1e-5,
    rope: { theta: 12_345, scaling: null },
    maxPositions: 256,
    tiedHead: true,
    endTokens: [1],
  };
  const scaling = { factor: 8, lowTurns: 1, highTurns: 4, originalPositions: 8192 };
  const variants: DecoderConfig[] = [
    config,
    { ...config, tiedHead: false, endTokens: [1, 2] },
    { ...config, endTokens: [] },
    { ...config, family: 'qwen2' },
    { ...config, family: 'llama', rope: { theta: 500_000, scaling } },
  ];
  for (const variant of variants) {
    const written = JSON.parse(JSON.stringify(formatDecoderConfig(variant))) as unknown;
    assert.deepEqual(parseDecoderConfig(written, 'f'), variant);
  }
});

test('a written configuration names the class of its family and both forms of its rotary positions', () => {
  const written = (fields: object) => formatDecoderConfig(parseDecoderConfig(fields, 'f'));
  const classOf = (fields: object) => written(fields)['architectures'];
  assert.deepEqual([published, publishedQwen2, publishedLlama].map(classOf), [
    ['Qwen3ForCausalLM'],
    ['Qwen2ForCausalLM'],
    ['LlamaForCausalLM'],
  ]);
  assert.equal(written(published)['rope_scaling'], null);
  const { rope_scaling: older, rope_parameters: newer, rope_theta: theta } = written(publishedLlama);
  assert.deepEqual([older, theta], [llama3, 500_000]);
  assert.deepEqual(newer, { ...llama3, rope_theta: 500_000 });
});

test('another architecture is refused by its name, with those that are supported', () => {
  assert.throws(() => parseDecoderConfig({ ...published, model_type: 'mistral' }, 'some/config.json'), {
    code: 'model.unsupported-architecture',
    message: /some\/config\.json.*"mistral"/,
    hint: /Qwen3 \(model_type "qwen3"\), Qwen2 and Qwen2\.5 \(.*"qwen2"\), Llama \(.*"llama"\)/,
  });
  for (const json of [null, 3, 'qwen3', [], {}, { model_type: 'toString' }, { model_type: ['qwen3'] }]) {
    assert.throws(() => parseDecoderConfig(json, 'f'), { code: 'model.unsupported-architecture' });
  }
});

test('windows that are switched off and layers that all see everything are accepted', () => {
  const fields = {
    ...publishedQwen2,
    use_sliding_window: false,
    layer_types: ['full_attention', 'full_attention'],
    rope_scaling: null,
  };
  assert.equal(parseDecoderConfig(fields, 'f').layers, 2);
});

test('a family that always has biases may say so', () => {
  assert.equal(parseDecoderConfig({ ...publishedQwen2, attention_bias: true }, 'f').family, 'qwen2');
});

test('every missing or malformed field is named in one error', () => {
  const broken = {
    ...smallest,
    vocab_size: undefined,
    hidden_size: 0,
    num_hidden_layers: 1.5,
    rms_norm_eps: -1,
    rope_theta: 0,
  };
  assert.throws(
    () => parseDecoderConfig(broken, 'some/config.json'),
    (error: Error) => {
      assert.equal((error as Error & { code: string }).code, 'model.bad-config');
      for (const field of ['vocab_size', 'hidden_size', 'num_hidden_layers', 'rms_norm_eps', 'rope_theta']) {
        assert.ok(error.message.includes(`${field}: `), `${field} is not in: ${error.message}`);
      }
      assert.ok(error.message.includes('some/config.json'));
      return true;
    },
  );
});

const rules = [
  {
    field: { num_attention_heads: 6, num_key_value_heads: 4 },
    says: /6 heads cannot share 4 key\/value heads/,
  },
  { field: { head_dim: 24 }, says: /head_dim 24 must be a multiple of 16, since ONNX Runtime/ },
  { field: { model_type: 'llama', head_dim: undefined, hidden_size: 60 }, says: /head_dim 15 must/ },
  { field: { hidden_act: 'gelu' }, says: /hidden_act "gelu" is not "silu"/ },
  { field: { attention_bias: true }, says: /attention_bias/ },
  { field: { use_sliding_window: true }, says: /use_sliding_window/ },
  { field: { mlp_bias: true }, says: /mlp_bias/ },
  {
    field: { layer_types: ['full_attention', 'sliding_attention'] },
    says: /layers of the type "sliding_attention" are not supported/,
  },
];

for (const { field, says } of rules) {
  test(`a configuration is refused for ${JSON.stringify(field)}`, () => {
    assert.throws(() => parseDecoderConfig({ ...published, ...field }, 'f'), {
      code: 'model.bad-config',
      message: says,
    });
  });
}

test('all broken rules are named in one error', () => {
  const all = {
    ...published,
    num_key_value_heads: 3,
    head_dim: 20,
    hidden_act: 'relu',
    attention_bias: true,
    use_sliding_window: true,
    rope_scaling: { type: 'linear' },
    mlp_bias: true,
  };
  assert.throws(() => parseDecoderConfig(all, 'f'), {
    message: /"relu".*attention_bias.*mlp_bias.*use_sliding_window.*3 key.*head_dim 20.*"linear"/,
  });
});

test('a config.json that is missing or no JSON is refused by its path', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'config.json');
  await assert.rejects(readDecoderConfig(file), {
    code: 'model.unreadable-file',
    message: new RegExp(`${file.replaceAll('\\', '\\\\')}.*ENOENT`),
  });
  await writeFile(file, '{ "model_type": "qwen3", ');
  await assert.rejects(readDecoderConfig(file), { code: 'model.unreadable-file', message: /JSON/ });
  await writeFile(file, JSON.stringify(published));
  assert.equal((await readDecoderConfig(file)).headSize, 32);
});
