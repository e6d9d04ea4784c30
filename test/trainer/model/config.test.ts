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
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The fields that cannot be left out. */
const smallest = {
  model_type: 'qwen3',
  vocab_size: 100,
  hidden_size: 64,
  intermediate_size: 96,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  rms_norm_eps: 1e-6,
  max_position_embeddings: 512,
};

/** The fields as Qwen3-0.6B is published with, before and after rope_theta moved. */
const published = {
  ...smallest,
  num_key_value_heads: 2,
  head_dim: 32,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
  eos_token_id: 99,
  hidden_act: 'silu',
  attention_bias: false,
  use_sliding_window: false,
  rope_scaling: null,
  torch_dtype: 'bfloat16',
  architectures: ['Qwen3ForCausalLM'],
};

test('the fields of config.json become the shape of the decoder', () => {
  assert.deepEqual(parseDecoderConfig(published, 'config.json'), {
    vocabularySize: 100,
    hiddenSize: 64,
    intermediateSize: 96,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headSize: 32,
    rmsNormEpsilon: 1e-6,
    ropeTheta: 1_000_000,
    maxPositions: 512,
    tiedHead: true,
    endTokens: [99],
  });
});

test('fields that may be left out have the defaults of the architecture', () => {
  const config = parseDecoderConfig(smallest, 'config.json');
  assert.equal(config.kvHeads, 4, 'as many as there are heads');
  assert.equal(config.headSize, 128, 'not the hidden size shared among the heads');
  assert.equal(config.ropeTheta, 10_000);
  assert.equal(config.tiedHead, false);
  assert.deepEqual(config.endTokens, []);
});

test('rope_theta is found at the top and in rope_parameters', () => {
  const { rope_theta: theta, ...rest } = published;
  const nested = { ...rest, rope_parameters: { rope_theta: 500_000, rope_type: 'default' } };
  assert.equal(parseDecoderConfig({ ...rest, rope_theta: theta }, 'f').ropeTheta, 1_000_000);
  assert.equal(parseDecoderConfig(nested, 'f').ropeTheta, 500_000);
});

test('one end token, several and none are lists', () => {
  const endTokens = (eos: unknown) => parseDecoderConfig({ ...smallest, eos_token_id: eos }, 'f').endTokens;
  assert.deepEqual(endTokens(7), [7]);
  assert.deepEqual(endTokens([7, 9]), [7, 9]);
  assert.deepEqual(endTokens(null), []);
});

test('a written configuration is read back as it was', () => {
  const config: DecoderConfig = {
    vocabularySize: 321,
    hiddenSize: 48,
    intermediateSize: 80,
    layers: 3,
    heads: 6,
    kvHeads: 2,
    headSize: 16,
    rmsNormEpsilon: 1e-5,
    ropeTheta: 12_345,
    maxPositions: 256,
    tiedHead: true,
    endTokens: [1],
  };
  const variants = [config, { ...config, tiedHead: false, endTokens: [1, 2] }, { ...config, endTokens: [] }];
  for (const variant of variants) {
    const written = JSON.parse(JSON.stringify(formatDecoderConfig(variant))) as unknown;
    assert.deepEqual(parseDecoderConfig(written, 'f'), variant);
  }
});

test('another architecture is refused by its name', () => {
  assert.throws(() => parseDecoderConfig({ ...published, model_type: 'llama' }, 'some/config.json'), {
    code: 'model.unsupported-architecture',
    message: /some\/config\.json.*"llama"/,
  });
  for (const json of [null, 3, 'qwen3', [], {}]) {
    assert.throws(() => parseDecoderConfig(json, 'f'), { code: 'model.unsupported-architecture' });
  }
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
  { field: { head_dim: 24 }, says: /head_dim 24 must be a multiple of 16/ },
  { field: { hidden_act: 'gelu' }, says: /hidden_act "gelu" is not "silu"/ },
  { field: { attention_bias: true }, says: /attention_bias/ },
  { field: { use_sliding_window: true }, says: /use_sliding_window/ },
  { field: { rope_scaling: { rope_type: 'yarn', factor: 4 } }, says: /rope_scaling/ },
  { field: { rope_parameters: { rope_theta: 10_000, rope_type: 'yarn' } }, says: /rope_parameters.*"yarn"/ },
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
  };
  assert.throws(() => parseDecoderConfig(all, 'f'), {
    message: /3 key.*head_dim 20.*"relu".*attention_bias.*use_sliding_window.*rope_scaling/,
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
