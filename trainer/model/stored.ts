/**
 * How an exported network stores its parameters. Gains and biases stay as they are, in every precision: they are a
 * thousandth of the numbers. Matrices of less than full precision are blocks of whole numbers.
 */
import type { Graph } from '../graph/graph.ts';
import {
  blockBytes,
  blocksOf,
  type BlockFormat,
  type Matrix,
  type ProductAccuracy,
} from '../graph/matrix.ts';
import type { Precision, PrecisionChoice } from '../protocol/critic.ts';
import type { DecoderConfig } from './config.ts';
import { parameterInputs, type Parameters } from './decoder.ts';
import { parameterCount, parameterSpecs, type ParameterSpec } from './parameters.ts';

type Formats = Readonly<Record<'layers' | 'vocabulary', BlockFormat>>;

const blockSize = 32;

const formats: Readonly<Record<Exclude<Precision, 'fp32'>, Formats>> = {
  int8: { layers: { bits: 8, blockSize }, vocabulary: { bits: 8, blockSize } },
  int4: { layers: { bits: 4, blockSize }, vocabulary: { bits: 4, blockSize } },
};

const accuracy: ProductAccuracy = 'int8';

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

/** Tokens read its rows; all other matrices only take part in products. */
export const isReadByRows = (name: string): boolean => name === 'model.embed_tokens.weight';

/** Names of the inputs that a matrix of blocks is given by. */
export function storedNames(name: string) {
  return { numbers: `${name}.numbers`, scales: `${name}.scales`, rowScales: `${name}.rowScales` };
}

/** Adds the inputs for every parameter as it is stored. */
export function storedInputs(graph: Graph, config: DecoderConfig, precision: Precision): Parameters {
  if (precision === 'fp32') return parameterInputs(graph, config);
  const values = parameterSpecs(config).map((spec): [string, Matrix] => {
    const format = formatOf(spec, precision);
    if (format === null) return [spec.name, graph.input(spec.name, 'float32', spec.shape)];
    return [spec.name, quantisedInputs(graph, spec, format)];
  });
  return { values: new Map(values), trained: [], adapterScale: 0 };
}

function quantisedInputs(graph: Graph, { name, shape }: ParameterSpec, format: BlockFormat): Matrix {
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
