/** Gradient cases of trainer/graph/operators/gather.ts. */
import { add, multiply } from '../../../../trainer/graph/operators/elementwise.ts';
import { gatherRows, pickColumns } from '../../../../trainer/graph/operators/gather.ts';
import type { GradientCase } from '../../../support/gradient-case.ts';
import { tf } from '../../../support/tensorflow.ts';

const int64 = (numbers: readonly number[]) => BigInt64Array.from(numbers, BigInt);

const rowCases: readonly GradientCase[] = [
  {
    operator: 'gatherRows',
    about: 'a row three times, rows never, int64 indices',
    inputs: [{ shape: [5, 3] }],
    ours: (table) => gatherRows(table, table.graph.constant(int64([4, 1, 4, 4]), [4])),
    theirs: (table) => tf.gather(table, [4, 1, 4, 4]),
  },
  {
    operator: 'gatherRows',
    about: 'a batch of int32 indices',
    inputs: [{ shape: [4, 2] }],
    ours: (table) => gatherRows(table, table.graph.constant(Int32Array.of(0, 3, 3, 0, 2, 3), [2, 3])),
    theirs: (table) => tf.gather(table, tf.tensor2d([0, 3, 3, 0, 2, 3], [2, 3], 'int32')),
  },
  {
    operator: 'gatherRows',
    about: 'a table of one row',
    inputs: [{ shape: [1, 3] }],
    ours: (table) => gatherRows(table, table.graph.constant(int64([0, 0]), [2])),
    theirs: (table) => tf.gather(table, [0, 0]),
  },
  {
    operator: 'gatherRows',
    about: 'the table used again, as a tied head uses it',
    inputs: [{ shape: [3, 3] }],
    ours: (table) =>
      add(gatherRows(table, table.graph.constant(int64([2, 0, 2]), [3])), multiply(table, table)),
    theirs: (table) => tf.add(tf.gather(table, [2, 0, 2]), tf.mul(table, table)),
  },
];

const pickCases: readonly GradientCase[] = [
  {
    operator: 'pickColumns',
    about: 'int64 indices, a column twice',
    inputs: [{ shape: [4, 3] }],
    ours: (x) => pickColumns(x, x.graph.constant(int64([2, 0, 2, 1]), [4])),
    theirs: (x) => tf.sum(tf.mul(x, tf.oneHot([2, 0, 2, 1], 3)), 1),
  },
  {
    operator: 'pickColumns',
    about: 'int32 indices of a single row',
    inputs: [{ shape: [1, 4] }],
    ours: (x) => pickColumns(x, x.graph.constant(Int32Array.of(3), [1])),
    theirs: (x) => tf.sum(tf.mul(x, tf.oneHot([3], 4)), 1),
  },
  {
    operator: 'pickColumns',
    about: 'a matrix of one column',
    inputs: [{ shape: [3, 1] }],
    ours: (x) => pickColumns(x, x.graph.constant(Int32Array.of(0, 0, 0), [3])),
    theirs: (x) => tf.reshape(x, [3]),
  },
];

export const gatherCases: readonly GradientCase[] = [...rowCases, ...pickCases];
