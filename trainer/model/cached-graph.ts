/**
 * The graphs that continue sequences over a key/value cache. The cached graph takes any number of new tokens: the
 * sampler reads prompts with it, and the exported critic is the same graph with the weights stored beside it. The step
 * graph takes one token a row and leaves the cache to its owner: ONNX Runtime's binding copies every output, and a
 * cache among them would cost more than the decoding.
 */
import { Graph, type Dimension, type Value } from '../graph/graph.ts';
import { gatherRows } from '../graph/operators/gather.ts';
import { reshape } from '../graph/operators/shape.ts';
import type { DecoderConfig } from './config.ts';
import {
  cachedAttend,
  decoderBody,
  decoderHead,
  parameterInputs,
  stepAttend,
  type KeysAndValues,
} from './decoder.ts';
import { rotaryInputs } from './rotary.ts';

/**
 * Names of a layer's keys and values: `past` are inputs of both graphs, `present` the cached graph's outputs, which may
 * share their memory, and `added` what the step graph puts out for the owner of the cache to write.
 */
export function cacheNames(kind: 'past' | 'present' | 'added', layer: number): KeysAndValues<string> {
  return { keys: `${kind}.${layer}.keys`, values: `${kind}.${layer}.values` };
}

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
  const past = pastInputs(graph, config, 'capacity');
  const present: KeysAndValues<Value>[] = [];
  const attend = cachedAttend(config, { lastPositions, totalLength, past }, tables, present);
  const hidden = decoderBody(config, parameters, tokens, attend);
  const wanted = gatherRows(reshape(hidden, ['positions-of-batch', config.hiddenSize]), last);
  graph.output('logits', decoderHead(config, parameters, wanted));
  outputCache(graph, 'present', present);
  return graph;
}

/**
 * Inputs beside the parameters: tokens [batch, 1] (int32), positions [batch, 1] (int64), mask [batch, 1, 1, capacity],
 * cosine and sine, and each layer's caches [batch, kvHeads, capacity, headSize]. Outputs: logits
 * [batch, vocabularySize] and what each layer adds to its caches, [batch, kvHeads, 1, headSize] each.
 */
export function stepGraph(config: DecoderConfig, capacity: number): Graph {
  const graph = new Graph();
  const parameters = parameterInputs(graph, config);
  const tokens = graph.input('tokens', 'int32', ['batch', 1]);
  const positions = graph.input('positions', 'int64', ['batch', 1]);
  const mask = graph.input('mask', 'float32', ['batch', 1, 1, capacity]);
  const tables = rotaryInputs(graph, config);
  const added: KeysAndValues<Value>[] = [];
  const state = { positions, mask, past: pastInputs(graph, config, capacity) };
  const hidden = decoderBody(config, parameters, tokens, stepAttend(config, state, tables, added));
  graph.output('logits', decoderHead(config, parameters, reshape(hidden, ['batch', config.hiddenSize])));
  outputCache(graph, 'added', added);
  return graph;
}

function pastInputs(
  graph: Graph,
  config: DecoderConfig,
  capacity: Dimension,
): readonly KeysAndValues<Value>[] {
  const shape = ['batch', config.kvHeads, capacity, config.headSize];
  return Array.from({ length: config.layers }, (_, layer) => {
    const names = cacheNames('past', layer);
    return {
      keys: graph.input(names.keys, 'float32', shape),
      values: graph.input(names.values, 'float32', shape),
    };
  });
}

function outputCache(graph: Graph, kind: 'present' | 'added', cache: readonly KeysAndValues<Value>[]): void {
  cache.forEach(({ keys, values }, layer) => {
    const names = cacheNames(kind, layer);
    graph.output(names.keys, keys);
    graph.output(names.values, values);
  });
}
