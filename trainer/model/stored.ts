/**
 * How an exported network stores its parameters, and a frozen base under adapters its own. Gains and biases stay as they
 * are, in every precision: they are a thousandth of the numbers. Matrices of less than full precision are blocks of whole
 * numbers.
 */
import type { Graph } from '../graph/graph.ts';
import {
  blockBytes,
  blocksOf,
  type BlockFormat,
  type Matrix,
  type ProductAccuracy,
} from '../graph/matrix.ts';
import type { BasePrecision } from '../protocol/config-adapters.ts';
import type { Precision, PrecisionChoice } from '../protocol/critic.ts';
import type { Adapters } from './adapters.ts';
import type { DecoderConfig } from './config.ts';
import { parameterInputs, type Parameters } from './decoder.ts';
import { parameterCount, parameterSpecs, type ParameterSpec } from './parameters.ts';

type Formats = Readonly<Record<'layers' | 'vocabulary', BlockFormat>>;

const blockSize = 32;

const formats: Readonly<Record<Exclude<Precision, 'fp32'>, Formats>> = {
  int8: { layers: { bits: 8, blockSize }, vocabulary: { bits: 8, blockSize } },
  int4: { layers: { bits: 4, blockSize }, vocabulary: { bits: 4, blockSize } },
};

/** Numbers of a network up to which it keeps full precision, and up to which 8 bits: docs/decisions/quantised-critics.md. */
const mostNumbers = { fp32: 100e6, int8: 1e9 };

/** `auto` stores a network in the most bits that an ordinary computer judges with in passing. */
export function precisionFor(config: DecoderConfig, choice: PrecisionChoice): Precision {
  if (choice !== 'auto') return choice;
  const numbers = parameterCount(parameterSpecs(config));
  if (numbers <= mostNumbers.fp32) return 'fp32';
  return numbers <= mostNumbers.int8 ? 'int8' : 'int4';
}

/** How a parameter is stored; null where its numbers are. */
export function formatOf({ name, shape }: ParameterSpec, precision: Precision): BlockFormat | null {
  if (precision === 'fp32' || shape.length !== 2) return null;
  return formats[precision][name.startsWith('model.layers.') ? 'layers' : 'vocabulary'];
}

/**
 * How a base under adapters stores a parameter; null where its numbers are. The vocabulary stays as it is: its rows are
 * read, and the loss is computed with it, at full precision.
 */
export function baseFormatOf({ name, shape }: ParameterSpec, precision: BasePrecision): BlockFormat | null {
  const isMatrixOfLayer = shape.length === 2 && name.startsWith('model.layers.');
  return precision === 'int4' && isMatrixOfLayer ? formats.int4.layers : null;
}

/** Tokens read its rows; all other matrices only take part in products. */
export const isReadByRows = (name: string): boolean => name === 'model.embed_tokens.weight';

/** Names of the inputs that a matrix of blocks is given by. */
export function storedNames(name: string) {
  return { numbers: `${name}.numbers`, scales: `${name}.scales`, rowScales: `${name}.rowScales` };
}

/** Adds the inputs for every parameter as it is stored. */
export function storedInputs(graph: Graph, config: DecoderConfig, precision: Precision): Parameters {
  if (precision === 'fp32') return parameterInputs(graph, config);
  const values = matrixInputs(graph, config, (spec) => formatOf(spec, precision), 'int8');
  return { values, trained: [], adapterScale: 0 };
}

/** What a base is trained with, and how it is stored. */
export interface AdaptedBase {
  readonly adapters: Adapters | null;
  readonly basePrecision?: BasePrecision;
}

/**
 * Adds the inputs for every parameter of a base as it is stored, and for its adapters. Products are exact to float32, so
 * that a sampler computes what training does with the numbers that are stored.
 */
export function baseInputs(
  graph: Graph,
  config: DecoderConfig,
  { adapters, basePrecision = 'fp32' }: AdaptedBase,
): Parameters {
  const base = matrixInputs(graph, config, (spec) => baseFormatOf(spec, basePrecision), 'float32');
  const given = parameterInputs(graph, config, adapters, (name) => !base.has(name));
  return { ...given, values: new Map([...base, ...given.values]) };
}

/** An input for every parameter of a model, or the inputs that its blocks are given by. */
function matrixInputs(
  graph: Graph,
  config: DecoderConfig,
  format: (spec: ParameterSpec) => BlockFormat | null,
  accuracy: ProductAccuracy,
): Map<string, Matrix> {
  const inputs = parameterSpecs(config).map((spec): [string, Matrix] => {
    const own = format(spec);
    if (own === null) return [spec.name, graph.input(spec.name, 'float32', spec.shape)];
    return [spec.name, quantisedInputs(graph, spec, own, accuracy)];
  });
  return new Map(inputs);
}

function quantisedInputs(
  graph: Graph,
  { name, shape }: ParameterSpec,
  format: BlockFormat,
  accuracy: ProductAccuracy,
): Matrix {
  const [rows, columns] = shape as readonly [number, number];
  const blocks = blocksOf(columns, format);
  const names = storedNames(name);
  return {
    ...format,
    accuracy,
    shape: [rows, columns],
    numbers: graph.input(names.numbers, 'uint8', [rows, blocks, blockBytes(format)]),
    scales: graph.input(names.scales, 'float32', [rows, blocks]),
    ...(isReadByRows(name) && {
      rowScales: graph.input(names.rowScales, 'float32', [rows, blocks, 1]),
    }),
  };
}
