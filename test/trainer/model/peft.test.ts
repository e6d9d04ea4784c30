/** Adapters in PEFT's layout: what is read and what is refused. What is merged: merge.test.ts. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AdapterFolder, uniformAdapters, writeAdapterConfig } from '../../../trainer/model/adapter-files.ts';
import { tinyAdapters } from '../../support/adapters.ts';
import {
  adaptedConfig,
  adapterFolder,
  layerPrefix,
  ofValue,
  plainFields,
  type Shapes,
} from '../../support/peft.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig } from '../../support/tiny-model.ts';

const refusals: readonly {
  about: string;
  shapes?: Shapes;
  fields?: object;
  code: string;
  message: RegExp;
}[] = [
  {
    about: 'alpha 0',
    fields: { ...plainFields, lora_alpha: 0 },
    code: 'adapters.unusable',
    message: /lora_alpha: .*>0/,
  },
  {
    about: 'alpha 0 in a pattern',
    fields: { ...plainFields, alpha_pattern: { v_proj: 0 } },
    code: 'adapters.unusable',
    message: /alpha_pattern\.v_proj/,
  },
  { about: 'no rank', fields: { ...plainFields, r: undefined }, code: 'adapters.unusable', message: /r: / },
  {
    about: 'another kind of adapters',
    fields: { ...plainFields, peft_type: 'IA3' },
    code: 'adapters.unsupported',
    message: /peft_type is "IA3"/,
  },
  { about: 'no kind', fields: { r: 2 }, code: 'adapters.unsupported', message: /peft_type is null/ },
  {
    about: 'DoRA',
    fields: { ...plainFields, use_dora: true },
    code: 'adapters.unsupported',
    message: /use_dora is true/,
  },
  {
    about: 'trained biases',
    fields: { ...plainFields, bias: 'lora_only' },
    code: 'adapters.unsupported',
    message: /bias is "lora_only"/,
  },
  {
    about: 'modules that are saved whole',
    fields: { ...plainFields, modules_to_save: ['lm_head'] },
    code: 'adapters.unsupported',
    message: /modules_to_save is \["lm_head"\]/,
  },
  {
    about: 'a beginning that changed the base',
    fields: { ...plainFields, init_lora_weights: 'pissa_niter_4' },
    code: 'adapters.unsupported',
    message: /init_lora_weights is "pissa_niter_4"/,
  },
  {
    about: 'a pattern that is no expression',
    fields: { ...plainFields, rank_pattern: { '(': 2 } },
    code: 'adapters.unsupported',
    message: /rank_pattern is "\("/,
  },
  { about: 'no pair at all', shapes: {}, code: 'adapters.unusable', message: /no pair of lora_A and lora_B/ },
  {
    about: 'half a pair',
    shapes: { [`${layerPrefix}.self_attn.v_proj.lora_B.weight`]: [32, 2] },
    code: 'adapters.unusable',
    message: /"model\.layers\.0\.self_attn\.v_proj" has a lora_B without its other half/,
  },
  {
    about: 'a tensor that is no half of a pair',
    shapes: { ...ofValue, [`${layerPrefix}.self_attn.v_proj.lora_magnitude_vector`]: [32] },
    code: 'adapters.unusable',
    message: /lora_magnitude_vector" is neither/,
  },
  {
    about: 'a module that the model does not have',
    shapes: {
      'base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight': [2, 16],
      'base_model.model.model.layers.1.self_attn.v_proj.lora_B.weight': [32, 2],
    },
    code: 'adapters.unusable',
    message: /no projection "model\.layers\.1\.self_attn\.v_proj"/,
  },
  {
    about: 'a matrix that is no projection',
    shapes: {
      'base_model.model.model.embed_tokens.lora_A.weight': [2, 16],
      'base_model.model.model.embed_tokens.lora_B.weight': [24, 2],
    },
    code: 'adapters.unusable',
    message: /no projection "model\.embed_tokens"/,
  },
  {
    about: 'matrices of another rank than the configuration says',
    fields: { ...plainFields, r: 4 },
    code: 'adapters.unusable',
    message: /lora_A\.weight" has the shape \[2, 16\] where \[4, 16\]/,
  },
];

for (const { about, shapes = ofValue, fields = plainFields, code, message } of refusals) {
  test(`adapters with ${about} are refused`, async () => {
    await using adapters = await adapterFolder(shapes, fields);
    await assert.rejects(AdapterFolder.open(adapters.path, adaptedConfig), { code, message });
  });
}

test('a tied head is the embedding, which a merge would change, so its adapter is refused', async () => {
  await using adapters = await adapterFolder({
    'base_model.model.lm_head.lora_A.weight': [2, 16],
    'base_model.model.lm_head.lora_B.weight': [24, 2],
  });
  await assert.rejects(AdapterFolder.open(adapters.path, tinyConfig({ tiedHead: true })), {
    code: 'adapters.unusable',
    message: /no projection "lm_head"/,
  });
});

test('a folder without adapters, or with a configuration that is no JSON, is refused by the file', async () => {
  await using folder = await temporaryFolder();
  const open = () => AdapterFolder.open(folder.path, adaptedConfig);
  await assert.rejects(open(), { code: 'model.unreadable-file', message: /adapter_config\.json/ });
  await writeFile(join(folder.path, 'adapter_config.json'), 'no json');
  await assert.rejects(open(), { code: 'model.unreadable-file' });
  await writeFile(join(folder.path, 'adapter_config.json'), JSON.stringify(plainFields));
  await assert.rejects(open(), { code: 'model.unreadable-file', message: /adapter_model\.safetensors/ });
});

test('training can go on from adapters that are the same in every layer', async () => {
  await using adapters = await adapterFolder(ofValue, { ...plainFields, lora_dropout: 0.1 });
  assert.deepEqual(await uniformAdapters(adapters.path, adaptedConfig), {
    rank: 2,
    alpha: 3,
    dropout: 0.1,
    rankStabilised: false,
    targets: ['v_proj'],
  });
});

test('training does not go on from adapters that differ between layers', async () => {
  await using adapters = await adapterFolder(ofValue);
  await assert.rejects(uniformAdapters(adapters.path, tinyConfig({ layers: 2 })), {
    code: 'adapters.different',
    message: /"model\.layers\.1\.self_attn\.v_proj" has no adapter/,
  });
  await using scaled = await adapterFolder(ofValue, { ...plainFields, alpha_pattern: { v_proj: 6 } });
  await assert.rejects(uniformAdapters(scaled.path, adaptedConfig), {
    code: 'adapters.different',
    message: /rank 2 and scale 3 where 2 and 1.5/,
  });
  await using ofHead = await adapterFolder({
    ...ofValue,
    'base_model.model.lm_head.lora_A.weight': [2, 16],
    'base_model.model.lm_head.lora_B.weight': [24, 2],
  });
  await assert.rejects(uniformAdapters(ofHead.path, adaptedConfig), { message: /"lm_head" has an adapter/ });
});

test('what is written of adapters is what is read of them', async () => {
  const adapters = tinyAdapters({ targets: ['v_proj'], rank: 2, alpha: 5, rankStabilised: true });
  await using folder = await adapterFolder(ofValue);
  await writeAdapterConfig(folder.path, adapters, 'a/base');
  assert.deepEqual(await uniformAdapters(folder.path, adaptedConfig), adapters);
  const written = await readFile(join(folder.path, 'adapter_config.json'), 'utf8');
  assert.match(written, /"base_model_name_or_path": "a\/base"/);
});
