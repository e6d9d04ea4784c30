/** What adapters are as data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterScale, adapterSpecs, beginAdapters, projections } from '../../../trainer/model/adapters.ts';
import { parameterCount } from '../../../trainer/model/parameters.ts';
import { tinyAdapters } from '../../support/adapters.ts';
import { tinyConfig } from '../../support/tiny-model.ts';

test('a layer has an adapter for each of its seven projections, under the names of PEFT', () => {
  const specs = adapterSpecs(tinyConfig({ layers: 1 }), { rank: 3, targets: projections });
  const prefix = 'base_model.model.model.layers.0';
  assert.deepEqual(
    specs.map(({ name, shape }) => [name, shape]),
    [
      // Hidden size 16; 4 heads and 2 key heads of 16; 24 inside the feed-forward block.
      [`${prefix}.self_attn.q_proj.lora_A.weight`, [3, 16]],
      [`${prefix}.self_attn.q_proj.lora_B.weight`, [64, 3]],
      [`${prefix}.self_attn.k_proj.lora_A.weight`, [3, 16]],
      [`${prefix}.self_attn.k_proj.lora_B.weight`, [32, 3]],
      [`${prefix}.self_attn.v_proj.lora_A.weight`, [3, 16]],
      [`${prefix}.self_attn.v_proj.lora_B.weight`, [32, 3]],
      [`${prefix}.self_attn.o_proj.lora_A.weight`, [3, 64]],
      [`${prefix}.self_attn.o_proj.lora_B.weight`, [16, 3]],
      [`${prefix}.mlp.gate_proj.lora_A.weight`, [3, 16]],
      [`${prefix}.mlp.gate_proj.lora_B.weight`, [24, 3]],
      [`${prefix}.mlp.up_proj.lora_A.weight`, [3, 16]],
      [`${prefix}.mlp.up_proj.lora_B.weight`, [24, 3]],
      [`${prefix}.mlp.down_proj.lora_A.weight`, [3, 24]],
      [`${prefix}.mlp.down_proj.lora_B.weight`, [16, 3]],
    ],
  );
  assert.equal(specs[1]?.offset, 3 * 16);
  assert.equal(specs[2]?.offset, 3 * 16 + 64 * 3);
  assert.ok(specs.every(({ decays }) => decays));
});

test('only the chosen projections are adapted, in every layer', () => {
  const specs = adapterSpecs(tinyConfig({ layers: 2 }), { rank: 1, targets: ['v_proj', 'up_proj'] });
  assert.deepEqual(
    specs.map(({ name }) => /layers\.(.+)\.weight/.exec(name)?.[1]),
    [
      '0.self_attn.v_proj.lora_A',
      '0.self_attn.v_proj.lora_B',
      '0.mlp.up_proj.lora_A',
      '0.mlp.up_proj.lora_B',
      '1.self_attn.v_proj.lora_A',
      '1.self_attn.v_proj.lora_B',
      '1.mlp.up_proj.lora_A',
      '1.mlp.up_proj.lora_B',
    ],
  );
});

test('the scale is alpha over the rank, or over its root where it is stabilised', () => {
  assert.equal(adapterScale({ rank: 16, alpha: 32, rankStabilised: false }), 2);
  assert.equal(adapterScale({ rank: 16, alpha: 32, rankStabilised: true }), 8);
});

/** The numbers that adapters of two layers begin with. */
function begun(seed: number, layers = 2): { values: Float32Array; specs: ReturnType<typeof adapterSpecs> } {
  const specs = adapterSpecs(tinyConfig({ layers, hiddenSize: 256 }), tinyAdapters());
  const values = new Float32Array(parameterCount(specs)).fill(NaN);
  beginAdapters(specs, values, seed);
  return { values, specs };
}

test('B begins at 0, and A is uniform within one over the root of its inputs', () => {
  const { values, specs } = begun(1);
  for (const { name, shape, offset, size } of specs) {
    const part = values.subarray(offset, offset + size);
    if (name.includes('lora_B')) assert.ok(part.every((x) => x === 0));
    else {
      const bound = (shape[1] ?? NaN) ** -0.5;
      assert.ok(part.every((x) => Math.abs(x) <= bound));
      // A uniform distribution within ±b has the deviation b / √3; the smallest part has 72 numbers.
      const deviation = Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / size);
      assert.ok(Math.abs(deviation / (bound / Math.sqrt(3)) - 1) < 0.2, `${name}: ${deviation}`);
    }
  }
});

test('they begin the same for the same seed, whatever else there is, and differently for another', () => {
  assert.deepEqual(begun(1).values, begun(1).values);
  assert.notDeepEqual(begun(1).values, begun(2).values);
  const one = begun(1, 1).values;
  assert.deepEqual(begun(1, 2).values.subarray(0, one.length), one);
});
