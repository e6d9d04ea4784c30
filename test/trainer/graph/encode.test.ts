/** Graphs as ONNX models: what is in the file, and what ONNX Runtime makes of it. */
import { fromBinary } from '@bufbuild/protobuf';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel, irVersion, opsetVersion } from '../../../trainer/graph/encode.ts';
import { ModelProtoSchema } from '../../../trainer/graph/generated/onnx_pb.js';
import { Graph } from '../../../trainer/graph/graph.ts';
import { add, exp, multiply, silu } from '../../../trainer/graph/operators/elementwise.ts';
import { matmul } from '../../../trainer/graph/operators/linear.ts';
import { sum } from '../../../trainer/graph/operators/reduce.ts';
import { split, transpose } from '../../../trainer/graph/operators/shape.ts';
import { evaluate } from '../../support/evaluate.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function decode(bytes: Uint8Array) {
  const model = fromBinary(ModelProtoSchema, bytes);
  assert.ok(model.graph);
  return { model, graph: model.graph };
}

test('a model states its format, its operator sets and its maker', () => {
  const { model } = decode(encodeModel(new Graph(), { metadata: { step: '12', base: 'tiny' } }));
  assert.equal(model.irVersion, irVersion);
  assert.equal(model.producerName, 'critique-coder');
  assert.deepEqual(
    model.opsetImport.map(({ domain, version }) => [domain, version]),
    [
      ['', opsetVersion],
      ['com.microsoft', 1n],
    ],
  );
  assert.deepEqual(
    model.metadataProps.map(({ key, value }) => [key, value]),
    [
      ['step', '12'],
      ['base', 'tiny'],
    ],
  );
});

test('operations and constants that no output needs are left out', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const needed = add(x, 1);
  exp(add(multiply(x, 5), 1));
  graph.constant(new Float32Array(1000), [1000]);
  graph.output('y', needed);
  const { graph: encoded } = decode(encodeModel(graph));
  assert.deepEqual(
    encoded.node.map(({ opType }) => opType),
    ['Add'],
  );
  assert.equal(encoded.initializer.length, 1);
  assert.deepEqual((await evaluate(graph, { x: Float32Array.of(1, 2) })).numbers('y'), [2, 3]);
});

test('inputs stay in the model whether they are needed or not', () => {
  const graph = new Graph();
  graph.output('y', exp(graph.input('x', 'float32', [2])));
  graph.input('idle', 'int64', ['batch']);
  const { graph: encoded } = decode(encodeModel(graph));
  assert.deepEqual(
    encoded.input.map(({ name }) => name),
    ['x', 'idle'],
  );
});

test('every operation follows those it depends on', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const deep = multiply(exp(add(x, 1)), exp(x));
  graph.output('deep', deep);
  graph.output('sum', sum(deep));
  const { graph: encoded } = decode(encodeModel(graph));
  const known = new Set(['', 'x', ...encoded.initializer.map(({ name }) => name)]);
  for (const { input, output } of encoded.node) {
    assert.deepEqual(
      input.filter((name) => !known.has(name)),
      [],
    );
    for (const name of output) known.add(name);
  }
});

test('an output may be an input, a constant, or a value that another output names too', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const doubled = multiply(x, 2);
  graph.output('itself', x);
  graph.output('constant', graph.constant(Float32Array.of(7, 8), [2]));
  graph.output('scalar', graph.scalar(3, 'int64'));
  graph.output('first', doubled);
  graph.output('second', doubled);
  graph.output('later', add(doubled, x));
  const outputs = await evaluate(graph, { x: Float32Array.of(1, -4) });
  assert.deepEqual(outputs.numbers('itself'), [1, -4]);
  assert.deepEqual(outputs.numbers('constant'), [7, 8]);
  assert.deepEqual(outputs.numbers('scalar'), [3]);
  assert.deepEqual(outputs.numbers('first'), [2, -8]);
  assert.deepEqual(outputs.numbers('second'), [2, -8]);
  assert.deepEqual(outputs.numbers('later'), [3, -12]);
});

test('an output in the middle of the graph is still used by later operations', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [4]);
  const [head, tail] = split(x, 0, [1, 3]);
  assert.ok(head && tail);
  graph.output('tail', tail);
  graph.output('total', sum(multiply(tail, head)));
  const outputs = await evaluate(graph, { x: Float32Array.of(2, 1, 2, 3) });
  assert.deepEqual(outputs.numbers('tail'), [1, 2, 3]);
  assert.deepEqual(outputs.numbers('total'), [12]);
});

test('attributes keep their kinds: whole number, list, float and text', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  graph.output('turned', transpose(x, [1, 0]));
  graph.output('product', matmul(x, x, { transposeB: true, scale: 0.25 }));
  graph.output('smooth', silu(x));
  const [text] = graph.apply({
    type: 'ScatterElements',
    inputs: [x, graph.constant(new BigInt64Array(6), [2, 3]), x],
    attributes: { axis: -1, reduction: 'max' },
    outputs: [{ type: 'float32', shape: [2, 3] }],
  });
  assert.ok(text);
  graph.output('scattered', text);
  const outputs = await evaluate(graph, { x: Float32Array.of(1, 2, 3, 4, 5, 6) });
  assert.deepEqual(outputs.numbers('turned'), [1, 4, 2, 5, 3, 6]);
  assert.deepEqual(outputs.numbers('product'), [3.5, 8, 8, 19.25]);
  assert.deepEqual(outputs.numbers('scattered'), [3, 2, 3, 6, 5, 6]);
});

test('sizes known only at run time may change from run to run', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 2]);
  graph.output('y', sum(multiply(x, x), [-1]));
  const { graph: encoded } = decode(encodeModel(graph));
  assert.deepEqual(
    encoded.output[0]?.type?.value.case === 'tensorType'
      ? encoded.output[0].type.value.value.shape?.dim.map(({ value }) => value)
      : [],
    [{ case: 'dimParam', value: 'batch' }],
  );
  const one = await evaluate(graph, { x: Float32Array.of(3, 4) }, { batch: 1 });
  const two = await evaluate(graph, { x: Float32Array.of(3, 4, 0, 2) }, { batch: 2 });
  assert.deepEqual(one.numbers('y'), [25]);
  assert.deepEqual(two.numbers('y'), [25, 4]);
});

test('an input in a file beside the model need not be given', async () => {
  await using folder = await temporaryFolder();
  const graph = new Graph();
  const x = graph.input('x', 'float32', [1, 2]);
  const weight = graph.input('weight', 'float32', ['rows', 2]);
  graph.output('y', matmul(x, weight, { transposeB: true }));
  // The weight begins after one number that belongs to something else.
  await writeFile(
    join(folder.path, 'weights.bin'),
    new Uint8Array(Float32Array.of(99, 1, 2, 3, 4, 5, 6).buffer),
  );
  const external = [{ input: weight, shape: [3, 2], location: 'weights.bin', offset: 4, length: 24 }];
  const bytes = encodeModel(graph, { external });
  assert.deepEqual(
    decode(bytes).graph.input.map(({ name }) => name),
    ['x'],
  );
  await writeFile(join(folder.path, 'model.onnx'), bytes);
  const session = await InferenceSession.create(join(folder.path, 'model.onnx'));
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 10), [1, 2]) });
  assert.deepEqual([...(y?.data as Float32Array)], [21, 43, 65]);
  await session.release();
});

test('the same graph is always the same bytes', () => {
  const build = () => {
    const graph = new Graph();
    graph.output('y', add(exp(graph.input('x', 'float32', ['n', 2])), 1));
    return encodeModel(graph);
  };
  assert.deepEqual(build(), build());
});
