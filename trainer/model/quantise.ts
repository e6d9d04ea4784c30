/**
 * Numbers of a matrix as small whole numbers with a scale for each block of a row, in the layout that ONNX Runtime's
 * MatMulNBits reads (graph/matrix.ts). Pure.
 *
 * The zero lies in the middle of the range for every block. Zero points of their own would make the error of the
 * starter model's matrices 5 % smaller and the stored numbers 2.5 % larger; docs/decisions/quantised-critics.md.
 */
import { blockBytes, blocksOf, type BlockFormat } from '../graph/matrix.ts';

/** Rows of a matrix as they are stored. */
export interface StoredRows {
  /** [rows, blocks, blockSize · bits / 8] */
  readonly numbers: Uint8Array;
  /** [rows, blocks] */
  readonly scales: Float32Array;
}

/**
 * Scales that are tried for a block of 4-bit numbers, as shares of the one that takes its largest number to the end of
 * the range. A smaller scale cuts the largest number off and places all others more finely, which is often the better.
 */
const triedShares = [1.1, 1.05, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7];
const onlyShare = [1];

/** Stores whole rows of `columns` numbers each. The last block of a row is filled up with zeros. */
export function quantiseRows(source: Float32Array, columns: number, format: BlockFormat): StoredRows {
  const { blockSize } = format;
  const rows = source.length / columns;
  const blocks = blocksOf(columns, format);
  const bytes = blockBytes(format);
  const stored = {
    numbers: new Uint8Array(rows * blocks * bytes),
    scales: new Float32Array(rows * blocks),
  };
  const whole = new Uint8Array(blockSize);
  for (let index = 0; index < rows * blocks; index++) {
    const row = Math.floor(index / blocks);
    const first = row * columns + (index % blocks) * blockSize;
    const block = source.subarray(first, Math.min(first + blockSize, (row + 1) * columns));
    stored.scales[index] = quantiseBlock(block, whole, format);
    pack(whole, format, stored.numbers.subarray(index * bytes, (index + 1) * bytes));
  }
  return stored;
}

/** The numbers [rows, columns] that stored rows stand for, in the memory that is given. */
export function dequantiseRows(
  { numbers, scales }: StoredRows,
  columns: number,
  format: BlockFormat,
  target: Float32Array = new Float32Array((scales.length / blocksOf(columns, format)) * columns),
): Float32Array {
  const blocks = blocksOf(columns, format);
  const bytes = blockBytes(format);
  const unpack = format.bits === 8 ? unpack8 : unpack4;
  for (let block = 0; block < scales.length; block++) {
    const row = Math.floor(block / blocks);
    const column = (block % blocks) * format.blockSize;
    const start = row * columns + column;
    const end = start + Math.min(format.blockSize, columns - column);
    unpack(numbers, block * bytes, scales[block] as number, target, start, end);
  }
  return target;
}

/** Fills a block from `start` to `end`. Indices instead of views: a layer has hundreds of thousands of blocks. */
type Unpack = (
  numbers: Uint8Array,
  first: number,
  scale: number,
  target: Float32Array,
  start: number,
  end: number,
) => void;

const unpack8: Unpack = (numbers, first, scale, target, start, end) => {
  for (let index = start; index < end; index++) {
    target[index] = ((numbers[first + index - start] as number) - 128) * scale;
  }
};

const unpack4: Unpack = (numbers, first, scale, target, start, end) => {
  let place = first;
  let index = start;
  for (; index + 1 < end; index += 2) {
    const byte = numbers[place++] as number;
    target[index] = ((byte & 15) - 8) * scale;
    target[index + 1] = ((byte >> 4) - 8) * scale;
  }
  if (index < end) target[index] = (((numbers[place] as number) & 15) - 8) * scale;
};

/** Fills `whole` with the block's whole numbers and returns their scale; NaN where the block has a number that is not one. */
function quantiseBlock(block: Float32Array, whole: Uint8Array, { bits }: BlockFormat): number {
  const middle = 2 ** (bits - 1);
  whole.fill(middle);
  const furthest = furthestFromZero(block);
  // The range has one negative number more than positive ones, and the furthest number gets it.
  const full = furthest / -middle;
  if (Math.fround(full) === 0) return 0;
  let best = { scale: NaN, error: Infinity };
  for (const share of bits === 4 ? triedShares : onlyShare) {
    const tried = fitted(block, 1 / (full * share), middle);
    if (tried.error < best.error) best = tried;
  }
  const scale = Math.fround(best.scale);
  for (let index = 0; index < block.length; index++) {
    whole[index] = nearest((block[index] as number) / scale, middle) + middle;
  }
  return scale;
}

function furthestFromZero(block: Float32Array): number {
  let furthest = 0;
  for (let index = 0; index < block.length; index++) {
    const number = block[index] as number;
    if (Math.abs(number) > Math.abs(furthest)) furthest = number;
  }
  return furthest;
}

/**
 * The scale that is best for the whole numbers which dividing by a scale leads to, by least squares: with these numbers
 * q for the block's x it is Σ x·q / Σ q², and leaves the squared error Σ x² − (Σ x·q)² / Σ q², of which Σ x² is the same
 * for every scale that is tried.
 */
function fitted(block: Float32Array, inverse: number, middle: number): { scale: number; error: number } {
  let ofBoth = 0;
  let ofWhole = 0;
  for (let index = 0; index < block.length; index++) {
    const number = block[index] as number;
    const whole = nearest(number * inverse, middle);
    ofBoth += number * whole;
    ofWhole += whole * whole;
  }
  return { scale: ofBoth / ofWhole, error: -(ofBoth * ofBoth) / ofWhole };
}

/** The nearest whole number from −middle to middle − 1; NaN stays what it is. */
function nearest(number: number, middle: number): number {
  const whole = Math.floor(number + 0.5);
  return whole < -middle ? -middle : whole >= middle ? middle - 1 : whole;
}

function pack(whole: Uint8Array, { bits }: BlockFormat, target: Uint8Array): void {
  if (bits === 8) return target.set(whole);
  for (let byte = 0; byte < target.length; byte++) {
    target[byte] = (whole[2 * byte] as number) | ((whole[2 * byte + 1] as number) << 4);
  }
}
