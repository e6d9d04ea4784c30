/**
 * The graphs of a pass that goes layer by layer. A layer's graph serves all layers, since their weights are inputs under
 * the names that the first layer's have.
 */
import { gradients, pullBack } from '../../graph/gradients.ts';
import { Graph, type Value } from '../../graph/graph.ts';
import { attendCache } from '../../model/cached-graph.ts';
import { decoderHead, decoderLayer, parameterInputs, type Parameters } from '../../model/decoder.ts';
import {
  headName,
  lastNormName,
  layerName,
  parameterSpecs,
  type ParameterSpec,
} from '../../model/parameters.ts';
import { drops, withDrop } from './drop-inputs.ts';
import { packedInputs } from './packed-rows.ts';
import type { Tensors } from './runtime.ts';
import { scoreHidden, type Scoring } from './scored-tokens.ts';
import { gradientName, trainedSpecs, type SharedModel } from './shared-model.ts';

type ModelShape = Pick<SharedModel, 'config' | 'adapters'>;

export interface LayerShape {
  /** Rows and their length. */
  readonly grid: readonly [number, number];
  /** Leave out what dropout decides, as on the way to gradients. */
  readonly isDropping: boolean;
}

/** hidden [B, T, D] → next [B, T, D]. */
export function forwardGraph(model: ModelShape, shape: LayerShape): Graph {
  const { graph, next } = layerGraph(model, shape);
  graph.output('next', next);
  return graph;
}

/**
 * hidden [B, T, D] and the gradient ofNext [B, T, D] → ofHidden [B, T, D] and the gradients of the layer's trained
 * parameters. What the layer has in between is computed once more instead of being kept.
 */
export function backwardGraph(model: ModelShape, shape: LayerShape): Graph {
  const { graph, hidden, next, parameters } = layerGraph(model, shape);
  const ofNext = graph.input('ofNext', 'float32', next.shape);
  const [ofHidden, ...others] = pullBack(next, ofNext, [hidden, ...trainedValues(parameters)]);
  graph.output('ofHidden', ofHidden as Value);
  outputGradients(graph, parameters, others);
  return graph;
}

function layerGraph({ config, adapters }: ModelShape, { grid, isDropping }: LayerShape) {
  const graph = new Graph();
  const given = parameterInputs(graph, { ...config, layers: 1 }, adapters, isOfFirstLayer);
  // The one number that differs between layers, so it cannot be part of their graph.
  const factor = isDropping && drops(adapters) ? graph.input('layerFactor', 'int64', [1]) : undefined;
  const parameters = factor === undefined ? given : withDrop(given, graph, adapters, grid, () => factor);
  const hidden = graph.input('hidden', 'float32', [...grid, config.hiddenSize]);
  const next = decoderLayer(config, parameters, 0, hidden, packedInputs(graph, config, grid));
  return { graph, parameters, hidden, next };
}

/** The names of a layer's parameters in these graphs. */
export function layerParameters({ config, adapters }: ModelShape): {
  readonly all: readonly string[];
  readonly trained: readonly string[];
} {
  const oneLayer = { ...config, layers: 1 };
  const names = (specs: readonly ParameterSpec[]) =>
    specs.map(({ name }) => name).filter((name) => isOfFirstLayer(name));
  const base = names(parameterSpecs(oneLayer));
  const trained = names(trainedSpecs({ config: oneLayer, adapters }));
  return { all: adapters === null ? base : [...base, ...trained], trained };
}

/** The tensors of a layer under the names that the first layer's have. */
export function inLayer(names: readonly string[], layer: number, tensors: Tensors): Tensors {
  const entries = names.map((name) => {
    const own = name.replace(`${layerName(0)}.`, `${layerName(layer)}.`);
    return [name, tensors[own]];
  });
  return Object.fromEntries(entries) as Tensors;
}

/** Adapters have the names of their modules inside theirs. */
function isOfFirstLayer(name: string): boolean {
  return name.includes(`${layerName(0)}.`);
}

/**
 * hidden [N, D] of trained tokens → their scores; with an objective also loss, the gradient ofHidden [N, D], and those of
 * the head's own parameters where they are trained.
 */
export function headGraph({ config, adapters }: ModelShape, scoring: Scoring, count: number): Graph {
  const graph = new Graph();
  const own = headParameters(config);
  const parameters = parameterInputs(graph, config, adapters, (name) => own.includes(name));
  const hidden = graph.input('hidden', 'float32', [count, config.hiddenSize]);
  const loss = scoreHidden(graph, config, parameters, hidden, { scoring, chunk: count });
  if (loss === undefined) return graph;
  const [ofHidden, ...others] = gradients(loss, [hidden, ...trainedValues(parameters)]);
  graph.output('ofHidden', ofHidden as Value);
  outputGradients(graph, parameters, others);
  return graph;
}

/** A layer of the cached graph (`model/cached-graph.ts`): hidden [batch, sequence, D] → next, and what it adds to its caches. */
export function readingGraph({ config, adapters }: ModelShape): Graph {
  const graph = new Graph();
  const oneLayer = { ...config, layers: 1 };
  const parameters = parameterInputs(graph, oneLayer, adapters, isOfFirstLayer);
  const hidden = graph.input('hidden', 'float32', ['batch', 'sequence', config.hiddenSize]);
  const { attend, outputAdded } = attendCache(graph, oneLayer);
  graph.output('next', decoderLayer(config, parameters, 0, hidden, attend));
  outputAdded();
  return graph;
}

/** hidden [rows, D] behind the last layer → logits [rows, vocabularySize]. */
export function logitsGraph({ config }: ModelShape): Graph {
  const graph = new Graph();
  const own = headParameters(config);
  const parameters = parameterInputs(graph, config, null, (name) => own.includes(name));
  const hidden = graph.input('hidden', 'float32', ['rows', config.hiddenSize]);
  graph.output('logits', decoderHead(config, parameters, hidden));
  return graph;
}

/** The parameters behind the last layer; a tied head is the embedding. */
export function headParameters(config: SharedModel['config']): readonly string[] {
  return [lastNormName, headName(config)];
}

function trainedValues({ trained, values }: Parameters): readonly Value[] {
  return trained.map((name) => values.get(name) as Value);
}

function outputGradients(graph: Graph, { trained }: Parameters, found: readonly Value[]): void {
  trained.forEach((name, index) => graph.output(gradientName(name), found[index] as Value));
}
