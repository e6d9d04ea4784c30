import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Column } from '../../../extension/panel/series/columns.ts';
import { collapseOf } from '../../../extension/panel/series/collapse.ts';

const said = (values: readonly number[]): Column => {
  const column = Column.drawn();
  values.forEach((value, row) => column.set(row, value));
  return column;
};

test('a critic that says the same for five steps has collapsed', () => {
  assert.equal(collapseOf(said([0.5, 1, 1, 1, 1, 1])), 'correct');
  assert.equal(collapseOf(said([0.01, 0, 0.02, 0, 0])), 'incorrect');
  assert.equal(collapseOf(said([1, 1, 1, 1, 0.8])), null);
  assert.equal(collapseOf(said([1, 1])), null);
  assert.equal(collapseOf(undefined), null);
});

test('steps that judged nothing are passed over', () => {
  assert.equal(collapseOf(said([0.5, 1, 1, NaN, 1, NaN, 1, 1, NaN])), 'correct');
  assert.equal(collapseOf(said([0.5, 1, 1, NaN, 1, NaN, 1, NaN])), null);
});
