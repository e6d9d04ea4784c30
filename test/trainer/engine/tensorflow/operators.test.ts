/** Every operator of our graphs, computed by TensorFlow.js in plain JavaScript, beside ONNX Runtime. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { tensorFlowLoader } from '../../../../trainer/engine/tensorflow/executor.ts';
import { operators, refused } from '../../../../trainer/engine/tensorflow/operators.ts';
import { Graph, type Value } from '../../../../trainer/graph/graph.ts';
import {
  both,
  cast,
  either,
  equal,
  greater,
  lessOrEqual,
  remainder,
  stopGradient,
  where,
} from '../../../../trainer/graph/operators/elementwise.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { evaluate } from '../../../support/evaluate.ts';
import { ourResult } from '../../../support/gradient-case.ts';
import { tf } from '../../../support/tensorflow.ts';
import { operatorCases } from '../../graph/operators/all.cases.ts';

const load = tensorFlowLoader(tf);

for (const gradientCase of operatorCases) {
  test(`TensorFlow and ONNX Runtime agree on ${gradientCase.operator} with ${gradientCase.about}`, async () => {
    const expected = await ourResult(gradientCase);
    const found = await ourResult(gradientCase, load);
    assertArraysClose(found.value, expected.value, 1e-5, 'the value');
    expected.gradients.forEach((wanted, index) => {
      assertArraysClose(found.gradients[index] ?? [], wanted, 1e-5, `the gradient of input ${index}`);
    });
  });
}

/** Booleans and whole numbers of x = (−1, 0, 2.5) and y = (0, 0, 2), worked out by hand. */
const logical: readonly { about: string; of: (x: Value, y: Value) => Value; expected: readonly number[] }[] =
  [
    { about: 'less or equal', of: (x, y) => lessOrEqual(x, y), expected: [1, 1, 0] },
    { about: 'greater', of: (x, y) => greater(x, y), expected: [0, 0, 1] },
    { about: 'both', of: (x, y) => both(lessOrEqual(x, y), greater(x, -1)), expected: [0, 1, 0] },
    { about: 'either', of: (x, y) => either(greater(x, y), lessOrEqual(x, -1)), expected: [1, 0, 1] },
    { about: 'equal integers', of: (x, y) => equal(cast(x, 'int64'), cast(y, 'int64')), expected: [0, 1, 1] },
    { about: 'a cast towards zero', of: (x) => cast(x, 'int64'), expected: [-1, 0, 2] },
    { about: 'a choice', of: (x, y) => where(greater(x, y), x, y), expected: [0, 0, 2.5] },
    { about: 'a stopped gradient', of: (x) => stopGradient(x), expected: [-1, 0, 2.5] },
  ];

for (const { about, of, expected } of logical) {
  test(`TensorFlow computes ${about} as the textbook does`, async () => {
    const graph = new Graph();
    const result = of(graph.input('x', 'float32', [3]), graph.input('y', 'float32', [3]));
    graph.output('result', result.type === 'bool' ? cast(result, 'int32') : result);
    const inputs = { x: Float32Array.of(-1, 0, 2.5), y: Float32Array.of(0, 0, 2) };
    assert.deepEqual((await evaluate(graph, inputs, {}, load)).numbers('result'), expected);
    assert.deepEqual((await evaluate(graph, inputs)).numbers('result'), expected);
  });
}

test('every operator that our graphs are made of is mapped or refused by name, and nothing else is', async () => {
  const folder = new URL('../../../../trainer/graph/operators/', import.meta.url);
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(new URL(file, folder), 'utf8')),
  );
  // Types stand in the specs, and in the calls of the functions that make specs from a type.
  const patterns = [
    /\btype: '([A-Z]\w+)'/g,
    /\b(?:unary|binary|comparison)\('(\w+)'/g,
    /'((?:Fused)?MatMul)'/g,
  ];
  const made = texts.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, type = '']) => type)),
  );
  assert.ok(made.length > 30, 'the operators were found');
  const named = [...Object.keys(operators), ...Object.keys(refused)];
  assert.deepEqual(named.toSorted(), [...new Set(made)].toSorted());
});

test('a refused operator is named with its reason when the graph is loaded', async () => {
  const graph = new Graph();
  graph.output('rest', remainder(graph.input('a', 'int64', [1]), graph.input('b', 'int64', [1])));
  await assert.rejects(load(graph, 'a test', 1), {
    code: 'tensorflow.operator-refused',
    message: /operator Mod in the graph of a test: dropout multiplies 64-bit whole numbers/,
  });
});
