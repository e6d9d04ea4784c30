/** ONNX Runtime behind the engine's small surface. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphSession, tensorOver } from '../../../../trainer/engine/local/runtime.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { add } from '../../../../trainer/graph/operators/elementwise.ts';
import { matmul } from '../../../../trainer/graph/operators/linear.ts';

/** x [1, 2] · w [2, 2] + b [2] */
function affine(): Graph {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [1, 2]);
  const product = matmul(x, graph.input('w', 'float32', [2, 2]));
  graph.output('y', add(product, graph.input('b', 'float32', [2])));
  return graph;
}

test('inputs that are constants need not be given any more, and may be parts of shared memory', async () => {
  const shared = new Float32Array(new SharedArrayBuffer(32));
  shared.set([9, 1, 2, 3, 4, 10, 20, 9]);
  const constants = {
    w: tensorOver(shared.subarray(1, 5), [2, 2]),
    b: tensorOver(shared.subarray(5, 7), [2]),
  };
  await using session = await GraphSession.create(affine(), 'the test', 1, { constants });
  const y = new Float32Array(2);
  await session.run({ x: tensorOver(Float32Array.of(1, -1), [1, 2]) }, { y: tensorOver(y, [1, 2]) });
  // (1 − 3, 2 − 4) + (10, 20)
  assert.deepEqual([...y], [8, 18]);
});

test('without constants every input is to be given', async () => {
  await using session = await GraphSession.create(affine(), 'the test', 1);
  const given = { x: tensorOver(Float32Array.of(1, -1), [1, 2]) };
  await assert.rejects(session.run(given, { y: tensorOver(new Float32Array(2), [1, 2]) }), {
    message: /running the graph of the test/,
  });
});
