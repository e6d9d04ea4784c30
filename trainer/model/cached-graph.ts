/**
 * The graphs that continue sequences over a key/value cache. The cached graph takes any number of new tokens: the
 * sampler reads prompts with it, and the exported critic is the same graph with the weights stored beside it. The step
 * graph takes one token a row. Both leave the cache to its owner: ONNX Runtime's binding copies every output, and a
 * cache among them would cost more than the decoding.
 */
import { Graph, type Dimension, type Value } from '../graph/graph.ts';
import { divide } from '../graph/operators/elementwise.ts';
import { gatherRows } from '../graph/operators/gather.ts';
import { softmax } from '../graph/operators/normalise.ts';
import { reshape } from '../graph/operators/shape.ts';
import type { Precision } from '../protocol/critic.ts';
import type { Adapters } from './adapters.ts';
import { cachedAttend, stepAttend, type Attend, type KeysAndValues } from './attend.ts';
import type { DecoderConfig } from './config.ts';
import { decoderBody, decoderHead, parameterInputs } from './decoder.ts';
import { rotaryInputs } from './rotary.ts';
import { baseInputs, storedInputs, type AdaptedBase } from './stored.ts';

/**
 * What a cache is to a graph: `past` is an input of both graphs, `prompt` of the step graph alone, and `added` what
 * both put out for the owner of the cache to write.
 */
export type CacheKind = 'past' | 'prompt' | 'added';

/** Names of a layer's keys and values. */
export function cacheNames(kind: CacheKind, layer: number): KeysAndValues<string> {
  return { keys: `${kind}.${layer}.keys`, values: `${kind}.${layer}.values` };
}

/** Whoever changes the inputs or outputs of the cached graph increases it: a critic remembers the version that it has. */
export const networkVersion = 2;

/** What the parameters are: those that are trained, with their adapters, or those of an exported critic. */
export type CachedParameters =
  | { readonly adapters: Adapters | null }
  /** How their numbers are stored. */
  | { readonly precision: Precision };

/**
 * Inputs beside the parameters: tokens [batch, sequence] (int32) and their positions (int64), lastPositions [batch]
 * (int32: index of each row's last position, new ones counted), totalLength [1] (int32: the longest row), last [rows]
 * (int64: flat index of the positions whose logits are wanted), cosine and sine [positions, headSize / 2], and each
 * layer's caches [batch, kvHeads, capacity, headSize]. Outputs: logits [rows, vocabularySize] and what each layer adds
 * to its caches, [batch, kvHeads, sequence, headSize] each.
 */
export function cachedGraph(config: DecoderConfig, given: CachedParameters = { adapters: null }): Graph {
  const graph = new Graph();
  const parameters =
    'adapters' in given
      ? parameterInputs(graph, config, given.adapters)
      : storedInputs(graph, config, given.precision);
  const tokens = graph.input('tokens', 'int32', ['batch', 'sequence']);
  const last = graph.input('last', 'int64', ['rows']);
  const { attend, outputAdded } = attendCache(graph, config);
  const hidden = decoderBody(config, parameters, tokens, attend);
  const wanted = gatherRows(reshape(hidden, ['positions-of-batch', config.hiddenSize]), last);
  graph.output('logits', decoderHead(config, parameters, wanted));
  outputAdded();
  return graph;
}

/**
 * Adds the inputs of attention over a cache, which those of the cached graph are beside its tokens and parameters.
 * `outputAdded` puts out what the layers have added by then.
 */
export function attendCache(
  graph: Graph,
  config: DecoderConfig,
): { readonly attend: Attend; readonly outputAdded: () => void } {
  const lastPositions = graph.input('lastPositions', 'int32', ['batch']);
  const totalLength = graph.input('totalLength', 'int32', [1]);
  const tables = rotaryInputs(graph, config);
  const positions = graph.input('positions', 'int64', ['batch', 'sequence']);
  const past = cacheInputs(graph, config, 'past', ['batch', 'capacity']);
  const added: KeysAndValues<Value>[] = [];
  return {
    attend: cachedAttend(config, { positions, lastPositions, totalLength, past }, tables, added),
    outputAdded: () => outputCaches(graph, added),
  };
}

/** What a step graph is made for: the capacity of a prompt, that of what a row adds to it, and the rows of a group. */
export interface StepShape {
  readonly promptCapacity: number;
  readonly capacity: number;
  readonly width: number;
}

/**
 * Inputs beside the parameters: tokens [batch, 1] (int32), positions [batch, 1] (int64), rows [places] and places
 * [batch] (int64: see `Seating`), cosine and sine, promptMask [groups, 1, 1, promptCapacity] and each layer's prompts
 * [groups, kvHeads, promptCapacity, headSize], mask [batch, 1, 1, capacity] and each layer's caches [batch, kvHeads,
 * capacity, headSize], divisor [batch, 1] of the logits. Outputs: probabilities [batch, vocabularySize] of the token
 * that follows and what each layer adds to its caches, [batch, kvHeads, 1, headSize] each.
 */
export function stepGraph(
  config: DecoderConfig,
  { promptCapacity, capacity, width }: StepShape,
  base: AdaptedBase = { adapters: null },
): Graph {
  const graph = new Graph();
  const parameters = baseInputs(graph, config, base);
  const tokens = graph.input('tokens', 'int32', ['batch', 1]);
  const tables = rotaryInputs(graph, config);
  const added: KeysAndValues<Value>[] = [];
  const state = {
    positions: graph.input('positions', 'int64', ['batch', 1]),
    prompts: {
      past: cacheInputs(graph, config, 'prompt', ['groups', promptCapacity]),
      mask: graph.input('promptMask', 'float32', ['groups', 1, 1, promptCapacity]),
    },
    own: {
      past: cacheInputs(graph, config, 'past', ['batch', capacity]),
      mask: graph.input('mask', 'float32', ['batch', 1, 1, capacity]),
    },
    seating: {
      width,
      rows: graph.input('rows', 'int64', ['places']),
      places: graph.input('places', 'int64', ['batch']),
    },
  };
  const hidden = decoderBody(config, parameters, tokens, stepAttend(config, state, tables, added));
  const logits = decoderHead(config, parameters, reshape(hidden, ['batch', config.hiddenSize]));
  const divisor = graph.input('divisor', 'float32', ['batch', 1]);
  graph.output('probabilities', softmax(divide(logits, divisor)));
  outputCaches(graph, added);
  return graph;
}

function cacheInputs(
  graph: Graph,
  config: DecoderConfig,
  kind: 'past' | 'prompt',
  [slots, capacity]: readonly [Dimension, Dimension],
): readonly KeysAndValues<Value>[] {
  const shape = [slots, config.kvHeads, capacity, config.headSize];
  return Array.from({ length: config.layers }, (_, layer) => {
    const names = cacheNames(kind, layer);
    return {
      keys: graph.input(names.keys, 'float32', shape),
      values: graph.input(names.values, 'float32', shape),
    };
  });
}

function outputCaches(graph: Graph, added: readonly KeysAndValues<Value>[]): void {
  added.forEach(({ keys, values }, layer) => {
    const names = cacheNames('added', layer);
    graph.output(names.keys, keys);
    graph.output(names.values, values);
  });
}
