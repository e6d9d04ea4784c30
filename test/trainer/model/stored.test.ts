/** Networks whose matrices are stored in fewer bits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TensorData } from '../../../trainer/engine/local/runtime.ts';
import type { DecoderConfig } from '../../../trainer/model/config.ts';
import { cachedGraph, cacheNames } from '../../../trainer/model/cached-graph.ts';
import { parameterSpecs } from '../../../trainer/model/parameters.ts';
import { dequantiseRows, quantiseRows } from '../../../trainer/model/quantise.ts';
import { rotaryAngles } from '../../../trainer/model/rotary.ts';
import { formatOf, precisionFor, storedNames } from '../../../trainer/model/stored.ts';
import type { Precision } from '../../../trainer/protocol/critic.ts';
import { assertArraysClose } from '../../support/close.ts';
import { Evaluator } from '../../support/evaluate.ts';
import { tinyConfig, tinyWeights } from '../../support/tiny-model.ts';

const tokens = [3, 1, 4, 1, 5, 9, 2, 6];

/** The logits behind `tokens`, of a graph with its parameters. */
async function logitsOf(
  config: DecoderConfig,
  precision: Precision,
  parameters: Readonly<Record<string, TensorData>>,
): Promise<Float32Array> {
  const { length } = tokens;
  const empty = new Float32Array(config.kvHeads * length * config.headSize);
  const past = Array.from({ length: config.layers }, (_, layer) =>
    Object.values(cacheNames('past', layer)).map((name: string) => [name, empty] as const),
  );
  const { cosine, sine } = rotaryAngles(config, config.maxPositions);
  await using evaluator = await Evaluator.open(cachedGraph(config, { precision }));
  const outputs = await evaluator.run(
    {
      ...parameters,
      ...Object.fromEntries(past.flat()),
      cosine,
      sine,
      tokens: Int32Array.from(tokens),
      positions: BigInt64Array.from(tokens, (_, index) => BigInt(index)),
      lastPositions: Int32Array.of(length - 1),
      totalLength: Int32Array.of(length),
      last: BigInt64Array.of(BigInt(length - 1)),
    },
    { batch: 1, sequence: length, rows: 1, capacity: length, positions: config.maxPositions },
  );
  return outputs.floats('logits');
}

/** The inputs of a graph in `precision`, and those of one at full precision with the numbers that these stand for. */
function parametersOf(config: DecoderConfig, precision: Precision) {
  const weights = tinyWeights(config);
  const stored: Record<string, TensorData> = {};
  const full: Record<string, TensorData> = {};
  for (const spec of parameterSpecs(config)) {
    const numbers = weights.subarray(spec.offset, spec.offset + spec.size);
    const format = formatOf(spec, precision);
    full[spec.name] = numbers;
    if (format === null) stored[spec.name] = numbers;
    else {
      const columns = spec.shape[1] ?? 0;
      const rows = quantiseRows(numbers, columns, format);
      const names = storedNames(spec.name);
      Object.assign(stored, {
        [names.numbers]: rows.numbers,
        [names.scales]: rows.scales,
        [names.rowScales]: rows.scales,
      });
      full[spec.name] = dequantiseRows(rows, columns, format);
    }
  }
  return { stored, full };
}

for (const changes of [{}, { tiedHead: false }, { family: 'qwen2', hiddenSize: 48 }] as const) {
  for (const precision of ['int8', 'int4'] as const) {
    test(`a network in ${precision} computes with what it stores: ${JSON.stringify(changes)}`, async () => {
      const config = tinyConfig(changes);
      const { stored, full } = parametersOf(config, precision);
      const logits = await logitsOf(config, precision, stored);
      // What enters a product is rounded to 8 bits as well, hence the tolerance.
      assertArraysClose(logits, await logitsOf(config, 'fp32', full), 0.05);
    });
  }
}

test('gains and biases are stored as they are, and every matrix in blocks', () => {
  const specs = parameterSpecs(tinyConfig({ family: 'qwen2', tiedHead: false }));
  for (const spec of specs) {
    assert.equal(formatOf(spec, 'fp32'), null);
    assert.equal(formatOf(spec, 'int8')?.bits, spec.shape.length === 2 ? 8 : undefined, spec.name);
    assert.equal(formatOf(spec, 'int4')?.bits, spec.shape.length === 2 ? 4 : undefined, spec.name);
  }
});

test('auto takes fewer bits the larger the network, and any other choice is kept', () => {
  const ofWidth = (hiddenSize: number) => tinyConfig({ hiddenSize, layers: 1 });
  // An embedding of 2^20 tokens, besides which the rest hardly counts.
  const large = (hiddenSize: number) => ({ ...ofWidth(hiddenSize), vocabularySize: 2 ** 20 });
  assert.equal(precisionFor(ofWidth(16), 'auto'), 'fp32');
  assert.equal(precisionFor(large(64), 'auto'), 'fp32', '67 million numbers');
  assert.equal(precisionFor(large(128), 'auto'), 'int8', '134 million');
  assert.equal(precisionFor(large(1024), 'auto'), 'int4', '1.07 billion');
  for (const choice of ['fp32', 'int8', 'int4'] as const) {
    assert.equal(precisionFor(large(1024), choice), choice);
  }
});
