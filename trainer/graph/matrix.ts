/** Matrices as blocks of small whole numbers, beside those that are a value of the graph. */
import type { Value } from './graph.ts';

/** How a matrix is stored: bits of a number, and how many numbers of a row share a scale. */
export interface BlockFormat {
  readonly bits: 4 | 8;
  /** A power of two from 16. */
  readonly blockSize: number;
}

/**
 * How exact products are. `float32` multiplies with the numbers that are stored; `int8` rounds those of `x` to whole
 * numbers as well, a scale for each block, and is several times as fast on processors with whole-number products.
 */
export type ProductAccuracy = 'float32' | 'int8';

/**
 * A matrix [N, K]. Its number at a row and column is scale · (stored − 2^(bits − 1)), with the scale of the block that
 * the column lies in. The last block of a row is filled up where K is no multiple of the block size.
 */
export interface QuantisedMatrix extends BlockFormat {
  /** [N, K] */
  readonly shape: readonly [number, number];
  /** [N, blocks, blockSize · bits / 8] uint8; of two 4-bit numbers in a byte the first is the lower half. */
  readonly numbers: Value;
  /** [N, blocks] */
  readonly scales: Value;
  /** [N, blocks, 1], the same once more: what rows are read with. Only a matrix that rows are read of has it. */
  readonly rowScales?: Value;
  readonly accuracy: ProductAccuracy;
}

/** A matrix however it is stored. */
export type Matrix = Value | QuantisedMatrix;

export const isQuantised = (matrix: Matrix): matrix is QuantisedMatrix => 'numbers' in matrix;

/** Blocks of a row with so many columns. */
export const blocksOf = (columns: number, { blockSize }: BlockFormat): number =>
  Math.ceil(columns / blockSize);

/** Bytes of a block's stored numbers. */
export const blockBytes = ({ bits, blockSize }: BlockFormat): number => (blockSize * bits) / 8;
