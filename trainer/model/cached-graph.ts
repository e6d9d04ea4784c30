/**
 * The graph that continues sequences over a key/value cache: the sampler runs it with the policy's weights as inputs,
 * and the exported critic is the same graph with the weights stored beside it.
 */
import { Graph } from '../graph/graph.ts';
import { gatherRows } from '../graph/operators/gather.ts';
import { reshape } from '../graph/operators/shape.ts';
import type { DecoderConfig } from './config.ts';
import { cachedAttend, decoderBody, decoderHead, parameterInputs } from './decoder.ts';
import { rotaryInputs } from './rotary.ts';

/** Names of a layer's cache: input, and the output that may share its memory. */
export const cacheNames = (layer: number) => ({
  pastKeys: `past.${layer}.keys`,
  pastValues: `past.${layer}.values`,
  presentKeys: `present.${layer}.keys`,
  presentValues: `present.${layer}.values`,
});

/**
 * Inputs beside the parameters: tokens [batch, sequence] (int32), lastPositions [batch] (int32: index of each row's
 * last position, new ones counted), totalLength [1] (int32: the longest row), last [rows] (int64: flat index of the
 * positions whose logits are wanted), cosine and sine [positions, headSize / 2], and each layer's caches
 * [batch, kvHeads, capacity, headSize]. Outputs: logits [rows, vocabularySize] and the updated caches.
 */
export function cachedGraph(config: DecoderConfig): Graph {
  const graph = new Graph();
  const parameters = parameterInputs(graph, config);
  const tokens = graph.input('tokens', 'int32', ['batch', 'sequence']);
  const lastPositions = graph.input('lastPositions', 'int32', ['batch']);
  const totalLength = graph.input('totalLength', 'int32', [1]);
  const last = graph.input('last', 'int64', ['rows']);
  const tables = rotaryInputs(graph, config);
  const cacheShape = ['batch', config.kvHeads, 'capacity', config.headSize];
  const past = Array.from({ length: config.layers }, (_, layer) => ({
    keys: graph.input(cacheNames(layer).pastKeys, 'float32', cacheShape),
    values: graph.input(cacheNames(layer).pastValues, 'float32', cacheShape),
  }));
  const present: { keys: (typeof past)[0]['keys']; values: (typeof past)[0]['values'] }[] = [];
  const attend = cachedAttend(config, { lastPositions, totalLength, past }, tables, present);
  const hidden = decoderBody(config, parameters, tokens, attend);
  const wanted = gatherRows(reshape(hidden, ['positions-of-batch', config.hiddenSize]), last);
  graph.output('logits', decoderHead(config, parameters, wanted));
  present.forEach(({ keys, values }, layer) => {
    graph.output(cacheNames(layer).presentKeys, keys);
    graph.output(cacheNames(layer).presentValues, values);
  });
  return graph;
}
