/**
 * Products with, and rows of, a matrix that is stored as blocks of small whole numbers. Not differentiable.
 * Both operators are ONNX Runtime's and read the same stored numbers, so an embedding that is the output matrix too
 * is stored once.
 */
import { badArgument, shapeMismatch } from '../../errors/graph.ts';
import { single, type Dimension, type Value } from '../graph.ts';
import { blockBytes, blocksOf, type ProductAccuracy, type QuantisedMatrix } from '../matrix.ts';
import { reshape, split } from './shape.ts';

const accuracyLevels: Readonly<Record<ProductAccuracy, number>> = { float32: 1, int8: 4 };

/** x · matrixᵀ for x [.., K] and a matrix [N, K], giving [.., N]. */
export function matmulNBits(x: Value, matrix: QuantisedMatrix): Value {
  const [rows, columns] = matrix.shape;
  if (x.shape.at(-1) !== columns) {
    throw shapeMismatch('matmulNBits', [x.shape, matrix.shape], 'the last axes must have the same size');
  }
  checkStored('matmulNBits', matrix);
  return single(
    x.graph.apply({
      type: 'MatMulNBits',
      domain: 'com.microsoft',
      inputs: [x, matrix.numbers, matrix.scales],
      attributes: {
        N: rows,
        K: columns,
        bits: matrix.bits,
        block_size: matrix.blockSize,
        accuracy_level: accuracyLevels[matrix.accuracy],
      },
      outputs: [{ type: x.type, shape: [...x.shape.slice(0, -1), rows] }],
    }),
  );
}

/** Rows of a matrix [N, K]: indices [any..] (int32 or int64) give [any.., K]. */
export function gatherBlockQuantized(matrix: QuantisedMatrix, indices: Value): Value {
  const { numbers, rowScales, bits, blockSize } = matrix;
  const [, columns] = matrix.shape;
  checkStored('gatherBlockQuantized', matrix);
  if (rowScales === undefined) {
    throw badArgument('gatherBlockQuantized', `"${numbers.name}"`, 'it has no scales to read rows with');
  }
  const blocks = blocksOf(columns, matrix);
  const gathered = single(
    numbers.graph.apply({
      type: 'GatherBlockQuantized',
      domain: 'com.microsoft',
      inputs: [numbers, indices, rowScales],
      attributes: { gather_axis: 0, quantize_axis: 2, block_size: blockSize, bits },
      outputs: [{ type: 'float32', shape: [...indices.shape, blocks, blockSize] }],
    }),
  );
  const filling = blocks * blockSize - columns;
  const rows = reshape(gathered, [...indices.shape, blocks * blockSize]);
  if (filling === 0) return rows;
  const [kept] = split(rows, -1, [columns, filling]);
  return kept as Value;
}

function checkStored(operator: string, matrix: QuantisedMatrix): void {
  const [rows, columns] = matrix.shape;
  const blocks = blocksOf(columns, matrix);
  const expected = [
    [matrix.numbers, [rows, blocks, blockBytes(matrix)]],
    [matrix.scales, [rows, blocks]],
    [matrix.rowScales, [rows, blocks, 1]],
  ] as const;
  for (const [value, shape] of expected) {
    if (value === undefined || shape.every((size: Dimension, axis) => size === value.shape[axis])) continue;
    const rule = `a matrix [${rows}, ${columns}] is stored as [${shape.join(', ')}]`;
    throw shapeMismatch(operator, [value.shape], rule);
  }
}
