/** A program that loads the graphs of training and sampling on WebGPU, and lets ONNX Runtime say where it puts each node. */
import { InferenceSession } from 'onnxruntime-node';
import { wholeGraph } from '../../../../trainer/engine/local/whole-pass.ts';
import { encodeModel } from '../../../../trainer/graph/encode.ts';
import { wholeOnCard } from '../../../../trainer/graph/whole-on-card.ts';
import { cachedGraph, stepGraph } from '../../../../trainer/model/cached-graph.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const config = tinyConfig();
const shape = { scoring: 'policyWithEntropy', rows: 2, length: 16, count: 8, chunk: 8 } as const;
const graphs = [
  wholeGraph({ config, adapters: null }, shape),
  cachedGraph(config),
  stepGraph(config, { promptCapacity: 16, capacity: 16, width: 2 }),
];
for (const graph of graphs) {
  const session = await InferenceSession.create(encodeModel(wholeOnCard(graph)), {
    executionProviders: ['webgpu'],
    // Everything that it has to say, which goes to the standard error.
    logSeverityLevel: 0,
  });
  await session.release();
}
