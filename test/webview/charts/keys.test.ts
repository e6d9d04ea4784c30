import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowByKey, zoomed, type Sight } from '../../../webview/charts/keys.ts';

/** Zoomed onto the places 20 to 40, with the row beyond each edge that the lines need. */
const sight = (row: number | null, change: Partial<Sight> = {}): Sight => ({
  x: [10, 20, 30, 40, 50],
  from: 20,
  to: 40,
  row,
  ...change,
});

test('keys lead from row to row and to both ends, never to a row that is out of sight', () => {
  const by = (key: string, row: number | null): number | null => rowByKey(key, sight(row));
  assert.deepEqual([by('Home', 2), by('End', 2)], [1, 3]);
  assert.deepEqual([by('ArrowLeft', 2), by('ArrowLeft', 1)], [1, 1]);
  assert.deepEqual([by('ArrowRight', 2), by('ArrowRight', 3)], [3, 3]);
  assert.deepEqual([by('ArrowLeft', 0), by('ArrowRight', 4)], [1, 3], 'the pointer may be beyond an edge');
  assert.deepEqual([by('ArrowLeft', null), by('ArrowRight', null)], [2, 3], 'the last is read at first');
  assert.equal(by('x', 2), null);
});

test('an arrow passes over a hundredth of the rows that are seen', () => {
  const x = Array.from({ length: 1001 }, (_, index) => index);
  assert.equal(rowByKey('ArrowRight', { x, from: 0, to: 1000, row: 500 }), 510);
  assert.equal(rowByKey('ArrowRight', { x, from: 400, to: 600, row: 500 }), 502);
});

test('between two rows there is none to go to, but what is seen can still be changed', () => {
  const between = sight(null, { from: 21, to: 29 });
  assert.equal(rowByKey('Home', between), null);
  assert.deepEqual(zoomed(between, 2), [17, 33]);
  assert.equal(rowByKey('End', sight(null, { x: [] })), null);
});

test('a chart is zoomed around the cursor, and without one around its middle, however often', () => {
  assert.deepEqual(zoomed(sight(3), 0.5), [35, 45]);
  assert.deepEqual(zoomed(sight(4), 0.5), [35, 45], 'a row beyond the edge is no centre');
  let [from, to] = [0, 100];
  for (let each = 0; each < 3; each += 1) [from, to] = zoomed(sight(null, { from, to }), 0.5);
  assert.deepEqual([from, to], [43.75, 56.25]);
});
