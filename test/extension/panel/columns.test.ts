import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Column, Columns, firstAbove } from '../../../extension/panel/series/columns.ts';

test('a column grows, and rows that were passed over are NaN', () => {
  const column = Column.exact();
  column.set(0, 1);
  column.set(200, 2);
  assert.equal(column.length, 201);
  assert.deepEqual([column.at(0), column.at(100), column.at(200), column.at(201)], [1, NaN, 2, NaN]);
});

test('a metric that is logged in some steps only has its values at those rows', () => {
  const columns = new Columns();
  columns.append({ step: 1, tokens: 10, seconds: 1 }, { a: 0.5 });
  columns.append({ step: 2, tokens: 20, seconds: 2 }, { a: 0.25, b: 4 });
  columns.append({ step: 3, tokens: 30, seconds: 3 }, { a: 0.125 });
  assert.deepEqual(columns.names, ['a', 'b']);
  assert.deepEqual([...(columns.metric('b')?.values ?? [])], [NaN, 4]);
  assert.equal(columns.latest('b'), 4);
  assert.equal(columns.latest('c'), undefined);
});

test('a step between two rows lies where the row before it lies', () => {
  const columns = new Columns();
  columns.append({ step: 10, tokens: 100, seconds: 7 }, {});
  columns.append({ step: 20, tokens: 200, seconds: 9 }, {});
  assert.deepEqual(columns.placeOf(15), { step: 10 + 5, tokens: 100, seconds: 7 });
  assert.deepEqual(columns.placeOf(20), { step: 20, tokens: 200, seconds: 9 });
  assert.deepEqual(columns.placeOf(3), { step: 3, tokens: 0, seconds: 0 });
});

test('rows take their places from other rows of the same steps', () => {
  const steps = new Columns();
  steps.append({ step: 1, tokens: 5, seconds: 2 }, {});
  const validation = new Columns();
  validation.append({ step: 0, tokens: 9, seconds: 9 }, {});
  validation.append({ step: 1, tokens: 9, seconds: 9 }, {});
  validation.placeBy(steps);
  assert.deepEqual([...validation.tokens.values, ...validation.seconds.values], [0, 5, 0, 2]);
});

test('the first value above is found at the ends too', () => {
  const values = Float64Array.of(1, 3, 3, 5);
  assert.deepEqual(
    [0, 1, 3, 4, 5].map((value) => firstAbove(values, value)),
    [0, 1, 3, 3, 4],
  );
});
