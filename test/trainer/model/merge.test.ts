/** Adapters in PEFT's layout merged into their base. What is refused: peft.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckpointWeights } from '../../../trainer/model/checkpoint-weights.ts';
import { mergeAdapters } from '../../../trainer/model/merge.ts';
import { parameterSpecs } from '../../../trainer/model/parameters.ts';
import { assertArraysClose } from '../../support/close.ts';
import { adaptedConfig, adapterFolder, layerPrefix, ofValue, plainFields } from '../../support/peft.ts';
import { normalArray } from '../../support/random-arrays.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyModel, tinyWeights } from '../../support/tiny-model.ts';

/** A parameter of the model that adapters were merged into, beside what it was. */
async function mergedParameter(adapters: string, name: string) {
  await using base = await tinyModel(adaptedConfig);
  await using target = await temporaryFolder();
  await mergeAdapters(base.path, adapters, target.path);
  const specs = parameterSpecs(adaptedConfig);
  await using weights = await CheckpointWeights.open(target.path, specs);
  const spec = specs.find((candidate) => candidate.name === name) ?? assert.fail();
  const merged = new Float32Array(spec.size);
  await weights.read(spec, merged);
  return { merged, before: tinyWeights(adaptedConfig).subarray(spec.offset, spec.offset + spec.size) };
}

/** W + scale · B · A for random A [rank, columns] and B [rows, rank] as `adapterFolder` writes them. */
function expectedSum(
  before: Float32Array,
  scale: number,
  [rows, rank, columns]: readonly [number, number, number],
) {
  const a = normalArray(rank * columns, 0);
  const b = normalArray(rows * rank, 1);
  return before.map((weight, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let sum = 0;
    for (let inner = 0; inner < rank; inner++) {
      sum += (b[row * rank + inner] ?? NaN) * (a[inner * columns + column] ?? NaN);
    }
    return weight + scale * sum;
  });
}

const value = 'model.layers.0.self_attn.v_proj.weight';

test('a merged matrix is W + alpha / r · B · A, and the others are as they were', async () => {
  await using adapters = await adapterFolder(ofValue);
  const { merged, before } = await mergedParameter(adapters.path, value);
  assertArraysClose(merged, expectedSum(before, 1.5, [32, 2, 16]), 1e-6);
  const other = await mergedParameter(adapters.path, 'model.layers.0.mlp.up_proj.weight');
  assert.deepEqual(other.merged, other.before);
});

const patterned = [
  { about: 'use_rslora', fields: { use_rslora: true }, scale: 3 / Math.sqrt(2), rank: 2 },
  { about: 'alpha_pattern', fields: { alpha_pattern: { v_proj: 8 } }, scale: 4, rank: 2 },
  { about: 'rank_pattern', fields: { r: 7, rank_pattern: { 'self_attn.v_proj': 2 } }, scale: 1.5, rank: 2 },
  {
    about: 'patterns of other modules',
    fields: { rank_pattern: { proj: 9, 'layers.1.self_attn.v_proj': 9 }, alpha_pattern: { q_proj: 5 } },
    scale: 1.5,
    rank: 2,
  },
  {
    about: 'a pattern that is an expression',
    fields: { alpha_pattern: { 'model\\.layers\\.[0-3]\\..*v_proj': 5 } },
    scale: 2.5,
    rank: 2,
  },
];

for (const { about, fields, scale, rank } of patterned) {
  test(`${about} counts as in PEFT`, async () => {
    await using adapters = await adapterFolder(ofValue, { ...plainFields, ...fields });
    const { merged, before } = await mergedParameter(adapters.path, value);
    assertArraysClose(merged, expectedSum(before, scale, [32, rank, 16]), 1e-6);
  });
}

test('every pair is merged, that of a head of its own and names with the name of the adapter included', async () => {
  await using ofHead = await adapterFolder({
    'base_model.model.lm_head.lora_A.weight': [2, 16],
    'base_model.model.lm_head.lora_B.weight': [24, 2],
  });
  const head = await mergedParameter(ofHead.path, 'lm_head.weight');
  assertArraysClose(head.merged, expectedSum(head.before, 1.5, [24, 2, 16]), 1e-6);
  await using named = await adapterFolder({
    [`${layerPrefix}.self_attn.v_proj.lora_A.default.weight`]: [2, 16],
    [`${layerPrefix}.self_attn.v_proj.lora_B.default.weight`]: [32, 2],
  });
  const { merged, before } = await mergedParameter(named.path, value);
  assertArraysClose(merged, expectedSum(before, 1.5, [32, 2, 16]), 1e-6);
});
