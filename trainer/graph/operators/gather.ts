/** Operators that pick elements by index. Indices are int64 (int32 is accepted too) and have no gradient. */
import { single, type Value } from '../graph.ts';
import { isQuantised, type Matrix } from '../matrix.ts';
import { sizeOf, staticShape } from '../shapes.ts';
import { shapeMismatch } from '../../errors/graph.ts';
import { cast } from './elementwise.ts';
import { gatherBlockQuantized } from './quantised.ts';
import { expand, reshape } from './shape.ts';

/**
 * Rows of a matrix: table [V, D] and indices [any..] give [any.., D].
 * Its gradient adds each row's gradient to the row it came from.
 */
export function gatherRows(table: Matrix, indices: Value): Value {
  if (isQuantised(table)) return gatherBlockQuantized(table, indices);
  const [rows, width] = table.shape;
  if (table.shape.length !== 2 || rows === undefined || width === undefined) {
    throw shapeMismatch('gatherRows', [table.shape], 'the table must be a matrix');
  }
  return single(
    table.graph.apply({
      type: 'Gather',
      inputs: [table, indices],
      attributes: { axis: 0 },
      outputs: [{ type: table.type, shape: [...indices.shape, width] }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [scatterRows(gradient, indices, table)]),
    }),
  );
}

/** Zeros of the table's shape, plus each row of `rows` added at its index. */
function scatterRows(rows: Value, indices: Value, table: Value): Value {
  const shape = staticShape('gatherRows', table.shape);
  const count = sizeOf(staticShape('gatherRows', indices.shape));
  const positions = reshape(indices.type === 'int64' ? indices : cast(indices, 'int64'), [count, 1]);
  return single(
    table.graph.apply({
      type: 'ScatterND',
      inputs: [expand(table.graph.scalar(0), shape), positions, reshape(rows, [count, shape[1] ?? 0])],
      attributes: { reduction: 'add' },
      outputs: [{ type: table.type, shape }],
    }),
  );
}

/** One element of each row: x [N, V] and indices [N] (int64) give [N]. */
export function pickColumns(x: Value, indices: Value): Value {
  const [rows] = x.shape;
  if (x.shape.length !== 2 || rows === undefined || indices.shape.length !== 1 || indices.shape[0] !== rows) {
    throw shapeMismatch('pickColumns', [x.shape, indices.shape], 'a matrix and one index a row are needed');
  }
  const column = reshape(indices, [rows, 1]);
  const picked = single(
    x.graph.apply({
      type: 'GatherElements',
      inputs: [x, column],
      attributes: { axis: 1 },
      outputs: [{ type: x.type, shape: [rows, 1] }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [scatterColumns(gradient, column, x)]),
    }),
  );
  return reshape(picked, [rows]);
}

/** Zeros of the shape of `x` [N, V] with the values [N, 1] written at one column a row. */
function scatterColumns(values: Value, column: Value, x: Value): Value {
  return single(
    x.graph.apply({
      type: 'ScatterElements',
      inputs: [expand(x.graph.scalar(0), x.shape), column, values],
      attributes: { axis: 1 },
      outputs: [{ type: x.type, shape: x.shape }],
    }),
  );
}
