/** Values of the normalisations, at the edges of float32 too. Gradients: gradients.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradients } from '../../../../trainer/graph/gradients.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { multiply } from '../../../../trainer/graph/operators/elementwise.ts';
import { logSoftmax, rmsNorm, softmax } from '../../../../trainer/graph/operators/normalise.ts';
import { sum } from '../../../../trainer/graph/operators/reduce.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { compute, floats } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';

test('rmsNorm divides each row by its root mean square', async () => {
  // Mean squares (1 + 49) / 2 = 25 and (9 + 9) / 2 = 9.
  const x = floats([2, 2], [1, 7, 3, -3]);
  const normal = await compute([x, floats([2], [1, 10])], (v, gain) => rmsNorm(v, gain, 1e-12));
  assertArraysClose(normal, [1 / 5, 70 / 5, 1, -10], 1e-6);
});

test('rmsNorm adds epsilon under the root, so that zeros stay zeros', async () => {
  const gain = floats([2], [1, 1]);
  const zeros = await compute([floats([1, 2], [0, 0]), gain], (v, g) => rmsNorm(v, g, 1e-6));
  assert.deepEqual(zeros, [0, 0]);
  const shrunk = await compute([floats([1, 2], [1, 1]), gain], (v, g) => rmsNorm(v, g, 3));
  assertArraysClose(shrunk, [0.5, 0.5], 1e-6);
});

test('rmsNorm refuses a gain of another size', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  for (const shape of [[2], [1, 3], []]) {
    assert.throws(() => rmsNorm(x, graph.input('gain', 'float32', shape), 1e-6), {
      code: 'graph.shape-mismatch',
      message: new RegExp(`\\[2, 3\\] and \\[${shape.join(', ')}\\]`),
    });
  }
});

test('softmax and its logarithm give the textbook numbers', async () => {
  // Weights 1 : 2 : 5.
  const x = floats([1, 3], [0, Math.log(2), Math.log(5)]);
  assertArraysClose(await compute([x], (v) => softmax(v)), [0.125, 0.25, 0.625], 1e-6);
  assertArraysClose(await compute([x], logSoftmax), [0.125, 0.25, 0.625].map(Math.log), 1e-6);
});

const extremes = [
  { about: 'large scores', x: [1000, 1000, 999], p: [0.42231882, 0.42231882, 0.1553624] },
  { about: 'very negative scores', x: [-1000, -1000, -1001], p: [0.42231882, 0.42231882, 0.1553624] },
  { about: 'scores from one end of the range to the other', x: [-1.5e38, 0, 1.5e38], p: [0, 0, 1] },
  { about: 'scores so far apart that one vanishes', x: [0, -200, -104], p: [1, 0, 0] },
];

for (const { about, x, p } of extremes) {
  test(`softmax and logSoftmax stay finite for ${about}`, async () => {
    const given = [floats([1, 3], x)];
    assertArraysClose(await compute(given, (v) => softmax(v)), p, 1e-5);
    const largest = Math.max(...x);
    const logSum = largest + Math.log(x.reduce((total, score) => total + Math.exp(score - largest), 0));
    const logs = await compute(given, logSoftmax);
    assertArraysClose(
      logs,
      x.map((score) => score - logSum),
      1e-6,
    );
    assert.ok(logs.every((logprob) => logprob <= 0 && Number.isFinite(logprob)));
  });

  test(`the gradient of logSoftmax stays finite for ${about}`, async () => {
    const factors = [1, 2, 4];
    const graph = new Graph();
    const input = graph.input('x', 'float32', [1, 3]);
    const weights = graph.constant(Float32Array.from(factors), [1, 3]);
    const [gradient] = gradients(sum(multiply(logSoftmax(input), weights)), [input]);
    assert.ok(gradient);
    graph.output('gradient', gradient);
    const outputs = await evaluate(graph, { x: Float32Array.from(x) });
    assertArraysClose(
      outputs.floats('gradient'),
      p.map((q, index) => (factors[index] ?? 0) - 7 * q),
      1e-5,
    );
  });
}

test('a score of minus infinity has probability 0 beside a finite one', async () => {
  const given = [floats([1, 2], [-Infinity, 3])];
  assert.deepEqual(await compute(given, (v) => softmax(v)), [0, 1]);
  assert.deepEqual(await compute(given, logSoftmax), [-Infinity, 0]);
});

test('softmax has the gradient that it is given, and none otherwise', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  assert.throws(() => gradients(sum(softmax(x)), [x]), { code: 'graph.no-gradient' });
  const [gradient] = gradients(sum(softmax(x, ([given]) => [given])), [x]);
  assert.ok(gradient);
  graph.output('gradient', gradient);
  assert.deepEqual(
    (await evaluate(graph, { x: Float32Array.of(1, 2) })).floats('gradient'),
    Float32Array.of(1, 1),
  );
});
