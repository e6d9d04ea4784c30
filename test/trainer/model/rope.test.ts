/** Rotary positions as config.json describes them, and the frequencies that follow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDecoderConfig } from '../../../trainer/model/config.ts';
import { rotarySpeed } from '../../../trainer/model/rope.ts';
import { assertClose } from '../../support/close.ts';
import { llama3, published, publishedLlama } from '../../support/published-configs.ts';

const llamaScaling = { factor: 8, lowTurns: 1, highTurns: 4, originalPositions: 8192 };

test('rope_theta is found at the top and in rope_parameters', () => {
  const { rope_theta: theta, ...rest } = published;
  const nested = { ...rest, rope_parameters: { rope_theta: 500_000, rope_type: 'default' } };
  const ropeOf = (fields: object) => parseDecoderConfig(fields, 'f').rope;
  assert.deepEqual(ropeOf({ ...rest, rope_theta: theta }), { theta: 1_000_000, scaling: null });
  assert.deepEqual(ropeOf(nested), { theta: 500_000, scaling: null });
  assert.deepEqual(ropeOf({ ...nested, rope_theta: 7 }).theta, 500_000, 'as transformers reads it');
});

test('the scaling of Llama 3 is read from the field of either time', () => {
  const { rope_scaling: scaling, rope_theta: theta, ...rest } = publishedLlama;
  const expected = { theta: 500_000, scaling: llamaScaling };
  const { rope_type: type, ...unnamed } = scaling;
  const variants = [
    publishedLlama,
    { ...rest, rope_theta: theta, rope_scaling: { ...unnamed, type } },
    { ...rest, rope_parameters: { ...scaling, rope_theta: theta } },
    { ...publishedLlama, rope_parameters: { rope_type: 'default', rope_theta: 1 } },
  ];
  for (const fields of variants) assert.deepEqual(parseDecoderConfig(fields, 'f').rope, expected);
});

test('a scaling that does not name its first context counts in the whole one', () => {
  const scaling = { ...llama3, original_max_position_embeddings: undefined };
  const { rope } = parseDecoderConfig({ ...publishedLlama, rope_scaling: scaling }, 'f');
  assert.equal(rope.scaling?.originalPositions, 131_072);
});

const refused = [
  {
    field: { rope_scaling: { rope_type: 'yarn', factor: 4 } },
    says: /the type "yarn" are not supported, only "default" and "llama3" are/,
  },
  { field: { rope_scaling: { type: 'linear', factor: 2 } }, says: /the type "linear" are not supported/ },
  {
    field: { rope_parameters: { rope_theta: 10_000, rope_type: 'dynamic', factor: 2 } },
    says: /the type "dynamic" are not supported/,
  },
  {
    field: { rope_parameters: { full_attention: { rope_theta: 10_000, rope_type: 'default' } } },
    says: /differ between layers/,
  },
  { field: { partial_rotary_factor: 0.5 }, says: /partial_rotary_factor 0.5 is not supported/ },
  {
    field: { rope_scaling: { rope_type: 'llama3', factor: 8 } },
    says: /"llama3" need low_freq_factor; .*"llama3" need high_freq_factor/,
  },
  {
    field: { rope_scaling: { ...llama3, low_freq_factor: 4 } },
    says: /high_freq_factor 4 must be more than low_freq_factor 4/,
  },
];

for (const { field, says } of refused) {
  test(`rotary positions are refused for ${JSON.stringify(field)}`, () => {
    assert.throws(() => parseDecoderConfig({ ...published, ...field }, 'f'), {
      code: 'model.bad-config',
      message: says,
    });
  });
}

test('the scaling of Llama 3 keeps fast frequencies, divides slow ones, and mixes those between', () => {
  // Pair i of 8 turns 10^(−i/2) radians a position. In 2π · 10 positions that is 10 turns, 3.16, 1, 0.316 and less.
  const scaling = { factor: 8, lowTurns: 1, highTurns: 4, originalPositions: 20 * Math.PI };
  const speed = (index: number) => rotarySpeed({ theta: 10_000, scaling }, index, 16);
  assertClose(speed(0), 1, 1e-12, '10 turns are more than 4');
  // (3.1623 − 1) / (4 − 1) = 0.72076 of the frequency is kept, and an eighth of the rest.
  assertClose(speed(1), 10 ** -0.5 * (0.720759 + 0.279241 / 8), 1e-6, '3.16 turns');
  assertClose(speed(2), 0.1 / 8, 1e-12, '1 turn is no more than the low limit');
  assertClose(speed(7), 10 ** -3.5 / 8, 1e-12, 'the slowest');
});
