/** Whole graphs computed by TensorFlow.js in plain JavaScript, beside ONNX Runtime. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensorOver } from '../../../../trainer/engine/local/runtime.ts';
import { tensorFlowLoader } from '../../../../trainer/engine/tensorflow/executor.ts';
import type { Objective } from '../../../../trainer/engine/types.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { add, multiply } from '../../../../trainer/graph/operators/elementwise.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { cachedLogits } from '../../../support/decoder.ts';
import { plainPolicy } from '../../../support/objectives.ts';
import { sequencesOf } from '../../../support/sequences.ts';
import { tf } from '../../../support/tensorflow.ts';
import { tinyConfig, tinyWeights } from '../../../support/tiny-model.ts';
import { Differentiator, type DifferentiatorOptions } from '../../../support/training.ts';

const load = tensorFlowLoader(tf);

const trainings: readonly {
  about: string;
  objective: Objective;
  options?: DifferentiatorOptions;
}[] = [
  { about: 'cross-entropy', objective: { kind: 'crossEntropy' } },
  {
    about: 'the policy objective with divergence and entropy',
    objective: { ...plainPolicy, temperature: 0.7, klCoef: 0.2, entropyCoef: 0.1 },
  },
  { about: 'adapters', objective: plainPolicy, options: { adapters: tinyAdapters() } },
  {
    about: 'layers that are computed twice',
    objective: plainPolicy,
    options: { recompute: true, mostLogits: 100 },
  },
];

for (const { about, objective, options = {} } of trainings) {
  test(`a training step with ${about} has the loss and the gradients of ONNX Runtime`, async () => {
    const sequences = sequencesOf([
      { prompt: 4, completions: [6, 5] },
      { prompt: 3, completions: [7] },
    ]);
    await using expected = new Differentiator(tinyConfig(), options);
    await using found = new Differentiator(tinyConfig(), { ...options, load });
    const wanted = await expected.differentiate(sequences, objective);
    const result = await found.differentiate(sequences, objective);
    assertClose(result.loss, wanted.loss, 1e-5, 'the loss');
    assertArraysClose(result.gradient, wanted.gradient, 1e-4, 'the gradient');
  });
}

test('a prompt read at once and tokens read one by one give the logits of ONNX Runtime', async () => {
  const config = tinyConfig();
  const tokens = [3, 1, 4, 1, 5, 9, 2, 6];
  const expected = await cachedLogits(config, tinyWeights(config), tokens, 5);
  const found = await cachedLogits(config, tinyWeights(config), tokens, 5, undefined, load);
  expected.forEach((logits, position) => {
    assertArraysClose(found[position] ?? [], logits, 1e-5, `the logits of position ${position}`);
  });
});

/** (x + y) · 3, and y as it came. */
function smallGraph(): Graph {
  const graph = new Graph();
  const [x, y] = [graph.input('x', 'float32', [2]), graph.input('y', 'float32', [2])];
  graph.output('sum', multiply(add(x, y), 3));
  graph.output('same', y);
  return graph;
}

test('nothing of a run stays in the memory of TensorFlow, and nothing of a graph that was let go', async () => {
  const before = tf.memory().numTensors;
  const loaded = await load(smallGraph(), 'a test', 1);
  assert.equal(tf.memory().numTensors, before + 1, 'the constant 3');
  const [x, y, sum, same] = [
    [1, 2],
    [3, 4],
    [0, 0],
    [0, 0],
  ].map((data) => Float32Array.from(data));
  for (let run = 0; run < 3; run++) {
    await loaded.run(
      { x: tensorOver(x as Float32Array, [2]), y: tensorOver(y as Float32Array, [2]) },
      { sum: tensorOver(sum as Float32Array, [2]), same: tensorOver(same as Float32Array, [2]) },
    );
    assert.equal(tf.memory().numTensors, before + 1);
  }
  assert.deepEqual([...(sum ?? [])], [12, 18]);
  assert.deepEqual([...(same ?? [])], [3, 4]);
  await loaded[Symbol.asyncDispose]();
  assert.equal(tf.memory().numTensors, before);
});

test('an output may be written over an input', async () => {
  await using loaded = await load(smallGraph(), 'a test', 1);
  const x = tensorOver(Float32Array.of(1, 2), [2]);
  await loaded.run({ x, y: tensorOver(Float32Array.of(0, 1), [2]) }, { sum: x });
  assert.deepEqual([...(x.data as Float32Array)], [3, 9]);
});

test('a run without one of its inputs says which', async () => {
  await using loaded = await load(smallGraph(), 'a test', 1);
  const sum = tensorOver(new Float32Array(2), [2]);
  await assert.rejects(loaded.run({ x: tensorOver(new Float32Array(2), [2]) }, { sum }), {
    code: 'tensorflow.failed',
    message: /running the graph of a test: the input "y" was not given/,
  });
});

test('an array that never changes is copied to the memory of TensorFlow once, for all graphs and runs', async () => {
  const fixed = Float32Array.of(1, 2);
  const loadFixed = tensorFlowLoader(tf, new Set([fixed]));
  const before = tf.memory().numTensors;
  for (let graph = 0; graph < 2; graph++) {
    await using loaded = await loadFixed(smallGraph(), 'a test', 1);
    for (const y of [3, 5]) {
      const sum = new Float32Array(2);
      const inputs = { x: tensorOver(fixed, [2]), y: tensorOver(Float32Array.of(y, y), [2]) };
      await loaded.run(inputs, { sum: tensorOver(sum, [2]) });
      assert.deepEqual([...sum], [3 * (1 + y), 3 * (2 + y)]);
      assert.equal(tf.memory().numTensors, before + 2, 'the constant 3 and the fixed array');
    }
  }
  assert.equal(tf.memory().numTensors, before + 1, 'the fixed array');
});
