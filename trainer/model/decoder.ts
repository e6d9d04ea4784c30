/**
 * The decoder of Llama and of its descendants (RMSNorm, rotary positions, grouped-query attention, SwiGLU), written
 * once. What a family has besides is data (`families.ts`). Training and decoding differ only in how a layer attends,
 * which is passed in (`attend.ts`).
 */
import type { Graph, Value } from '../graph/graph.ts';
import { add, multiply, silu } from '../graph/operators/elementwise.ts';
import { gatherRows } from '../graph/operators/gather.ts';
import { linear } from '../graph/operators/linear.ts';
import { rmsNorm } from '../graph/operators/normalise.ts';
import { isQuantised, type Matrix } from '../graph/matrix.ts';
import { reshape } from '../graph/operators/shape.ts';
import { adapterNames, adapterScale, adapterSpecs, type Adapters } from './adapters.ts';
import type { Attend } from './attend.ts';
import type { DecoderConfig } from './config.ts';
import type { Drop } from './dropout.ts';
import { families } from './families.ts';
import {
  embeddingName,
  headName,
  lastNormName,
  layerName,
  parameterSpecs,
  type ParameterSpec,
} from './parameters.ts';

/** What the decoder's graph computes with; matrices may be stored as blocks of whole numbers (`stored.ts`). */
export interface Parameters<M extends Matrix = Matrix> {
  /** Name → graph value, adapters included. */
  readonly values: ReadonlyMap<string, M>;
  /** Those that training changes: the adapters where there are some, else all. */
  readonly trained: readonly string[];
  /** Factor of what an adapter adds. */
  readonly adapterScale: number;
  /** Leaves out some of what goes into adapters; training alone does. */
  readonly drop?: Drop;
}

/** Adds an input for every parameter that `isNeeded`. */
export function parameterInputs(
  graph: Graph,
  config: DecoderConfig,
  adapters: Adapters | null = null,
  isNeeded: (name: string) => boolean = () => true,
): Parameters<Value> {
  const needed = (specs: readonly ParameterSpec[]) => specs.filter(({ name }) => isNeeded(name));
  const base = needed(parameterSpecs(config));
  const adapting = adapters === null ? [] : needed(adapterSpecs(config, adapters));
  return {
    values: new Map(
      [...base, ...adapting].map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
    ),
    trained: (adapters === null ? base : adapting).map(({ name }) => name),
    adapterScale: adapters === null ? 0 : adapterScale(adapters),
  };
}

function matrix({ values }: Parameters, name: string): Matrix {
  const found = values.get(name);
  if (found === undefined) throw new RangeError(`The decoder has no parameter "${name}".`);
  return found;
}

function parameter(parameters: Parameters, name: string): Value {
  const found = matrix(parameters, name);
  if (isQuantised(found)) throw new RangeError(`"${name}" is stored as whole numbers.`);
  return found;
}

/** The product of x with the weight of a module, plus its bias and what its adapter adds where there are such. */
function project(parameters: Parameters, module: string, x: Value): Value {
  const { values } = parameters;
  const isThere = (name: string): boolean => values.has(name);
  const [weight, bias] = [`${module}.weight`, `${module}.bias`];
  const product = linear(x, matrix(parameters, weight), {
    ...(isThere(bias) && { bias: parameter(parameters, bias) }),
  });
  const names = adapterNames(module);
  if (!isThere(names.a)) return product;
  const [a, b] = [parameter(parameters, names.a), parameter(parameters, names.b)];
  const kept = parameters.drop === undefined ? x : parameters.drop(x, module);
  return add(product, linear(linear(kept, a), b, { scale: parameters.adapterScale }));
}

/** tokens [B, T] → hidden states [B, T, hiddenSize] before the last normalisation. */
export function decoderBody(
  config: DecoderConfig,
  parameters: Parameters,
  tokens: Value,
  attend: Attend,
): Value {
  let hidden = gatherRows(matrix(parameters, embeddingName), tokens);
  for (let layer = 0; layer < config.layers; layer++) {
    hidden = decoderLayer(config, parameters, layer, hidden, attend);
  }
  return hidden;
}

/** One layer: hidden states [B, T, hiddenSize] to those behind it. */
export function decoderLayer(
  config: DecoderConfig,
  parameters: Parameters,
  layer: number,
  hidden: Value,
  attend: Attend,
): Value {
  const { heads, kvHeads, headSize, rmsNormEpsilon: epsilon } = config;
  const [batch, length] = hidden.shape as readonly [number, number];
  const { qkNorm } = families[config.family];
  const gain = (name: string) => parameter(parameters, `${layerName(layer)}.${name}.weight`);
  const projected = (x: Value, name: string) => project(parameters, `${layerName(layer)}.${name}_proj`, x);
  const perHead = (x: Value, count: number, name: string) => {
    if (!qkNorm) return x;
    const split = reshape(x, [batch, length, count, headSize]);
    const normal = rmsNorm(split, gain(`self_attn.${name}_norm`), epsilon);
    return reshape(normal, [batch, length, count * headSize]);
  };
  const x = rmsNorm(hidden, gain('input_layernorm'), epsilon);
  const q = perHead(projected(x, 'self_attn.q'), heads, 'q');
  const k = perHead(projected(x, 'self_attn.k'), kvHeads, 'k');
  const v = projected(x, 'self_attn.v');
  const attended = add(hidden, projected(attend(layer, q, k, v), 'self_attn.o'));
  const y = rmsNorm(attended, gain('post_attention_layernorm'), epsilon);
  const gated = multiply(silu(projected(y, 'mlp.gate')), projected(y, 'mlp.up'));
  return add(attended, projected(gated, 'mlp.down'));
}

/** Hidden states [.., hiddenSize] → logits [.., vocabularySize]. */
export function decoderHead(config: DecoderConfig, parameters: Parameters, hidden: Value): Value {
  const normal = rmsNorm(hidden, parameter(parameters, lastNormName), config.rmsNormEpsilon);
  return linear(normal, matrix(parameters, headName(config)));
}
