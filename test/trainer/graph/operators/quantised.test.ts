/** Products with matrices of small whole numbers, beside the product with what they stand for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../../trainer/graph/graph.ts';
import {
  blockBytes,
  blocksOf,
  type BlockFormat,
  type ProductAccuracy,
  type QuantisedMatrix,
} from '../../../../trainer/graph/matrix.ts';
import { gatherRows } from '../../../../trainer/graph/operators/gather.ts';
import { linear } from '../../../../trainer/graph/operators/linear.ts';
import { gatherBlockQuantized, matmulNBits } from '../../../../trainer/graph/operators/quantised.ts';
import { dequantiseRows, quantiseRows, type StoredRows } from '../../../../trainer/model/quantise.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { compute, floats, int32s } from '../../../support/compute.ts';
import { evaluate } from '../../../support/evaluate.ts';
import { normalArray } from '../../../support/random-arrays.ts';

/** The matrix [rows, columns] as constants of a graph. */
function constants(
  graph: Graph,
  { numbers, scales }: StoredRows,
  [rows, columns]: readonly [number, number],
  format: BlockFormat,
  accuracy: ProductAccuracy,
): QuantisedMatrix {
  const blocks = blocksOf(columns, format);
  return {
    ...format,
    accuracy,
    shape: [rows, columns],
    numbers: graph.constant(numbers, [rows, blocks, blockBytes(format)]),
    scales: graph.constant(scales, [rows, blocks]),
    rowScales: graph.constant(scales, [rows, blocks, 1]),
  };
}

/** x [length, columns] times the transposed matrix [rows, columns]. */
function productOf(x: Float32Array, matrix: Float32Array, columns: number): number[] {
  const rows = matrix.length / columns;
  return Array.from({ length: (x.length / columns) * rows }, (_, index) => {
    const [left, right] = [Math.floor(index / rows) * columns, (index % rows) * columns];
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (x[left + column] as number) * (matrix[right + column] as number);
    }
    return sum;
  });
}

const shapes = [
  { rows: 5, columns: 64, about: 'whole blocks' },
  { rows: 3, columns: 80, about: 'a last block that is half full' },
  { rows: 4, columns: 16, about: 'one block that is half full' },
];

for (const bits of [4, 8] as const) {
  for (const { rows, columns, about } of shapes) {
    const format: BlockFormat = { bits, blockSize: 32 };
    const stored = quantiseRows(normalArray(rows * columns, bits), columns, format);
    const matrix = dequantiseRows(stored, columns, format);

    for (const [accuracy, tolerance] of [
      ['float32', 1e-5],
      ['int8', 0.02],
    ] as const) {
      test(`a ${accuracy} product with ${bits}-bit numbers, ${about}, is that with what they stand for`, async () => {
        for (const length of [1, 7]) {
          const x = normalArray(length * columns, 9);
          const product = await compute([floats([length, columns], [...x])], (value) =>
            matmulNBits(value, constants(value.graph, stored, [rows, columns], format, accuracy)),
          );
          assertArraysClose(product, productOf(x, matrix, columns), tolerance);
        }
      });
    }

    test(`rows of ${bits}-bit numbers, ${about}, are what they stand for`, async () => {
      const gathered = await compute([int32s([2], [rows - 1, 0])], (indices) =>
        gatherBlockQuantized(constants(indices.graph, stored, [rows, columns], format, 'float32'), indices),
      );
      const wanted = [...matrix.subarray((rows - 1) * columns), ...matrix.subarray(0, columns)];
      assertArraysClose(gathered, wanted, 1e-6);
    });
  }
}

const format: BlockFormat = { bits: 4, blockSize: 16 };
/** Rows of 1 and 2 times the numbers −8 to 7, which are stored exactly. */
const twoRows = Float32Array.from({ length: 32 }, (_, index) => ((index % 16) - 8) * (index < 16 ? 1 : 2));

test('an embedding and the head tied to it read the same stored numbers', async () => {
  const graph = new Graph();
  const stored = quantiseRows(twoRows, 16, format);
  const matrix = constants(graph, stored, [2, 16], format, 'float32');
  const tokens = graph.input('tokens', 'int32', [1, 2]);
  const embedded = gatherRows(matrix, tokens);
  graph.output('embedded', embedded);
  graph.output('logits', linear(embedded, matrix, { bias: graph.constant(Float32Array.of(0, 100), [2]) }));
  assert.equal(graph.constants.filter(({ data }) => data instanceof Uint8Array).length, 1);
  const outputs = await evaluate(graph, { tokens: Int32Array.of(1, 0) });
  assert.deepEqual(outputs.numbers('embedded'), [...twoRows.subarray(16), ...twoRows.subarray(0, 16)]);
  // The sum of the squares of −8 to 7 is 344; doubling a factor doubles it.
  assert.deepEqual(outputs.numbers('logits'), [688, 1476, 344, 788]);
});

test('a product with another width, and stored numbers of another shape, are refused', () => {
  const graph = new Graph();
  const matrix = constants(graph, quantiseRows(twoRows, 16, format), [2, 16], format, 'float32');
  const x = graph.input('x', 'float32', [3, 17]);
  assert.throws(() => matmulNBits(x, matrix), {
    code: 'graph.shape-mismatch',
    message: /\[3, 17\] and \[2, 16\]/,
  });
  const fewer = { ...matrix, shape: [3, 16] as const };
  assert.throws(() => matmulNBits(graph.input('y', 'float32', [1, 16]), fewer), {
    code: 'graph.shape-mismatch',
    message: /\[2, 1, 8\]: a matrix \[3, 16\] is stored as \[3, 1, 8\]/,
  });
});

test('rows are only read of a matrix that has scales for that', () => {
  const graph = new Graph();
  const stored = quantiseRows(twoRows, 16, format);
  const { numbers, scales } = constants(graph, stored, [2, 16], format, 'int8');
  const matrix: QuantisedMatrix = { ...format, accuracy: 'int8', shape: [2, 16], numbers, scales };
  const indices = graph.input('indices', 'int32', [1]);
  assert.throws(() => gatherBlockQuantized(matrix, indices), { code: 'graph.bad-argument' });
});
