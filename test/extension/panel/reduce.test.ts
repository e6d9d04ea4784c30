import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Columns } from '../../../extension/panel/series/columns.ts';
import { frameOf } from '../../../extension/panel/series/reduce.ts';

/** Step n holds 100 tokens and half a second more than the one before. */
function columnsOf(values: readonly (number | undefined)[]): Columns {
  const columns = new Columns();
  values.forEach((value, index) => {
    const step = index + 1;
    columns.append(
      { step, tokens: step * 100, seconds: step / 2 },
      value === undefined ? {} : { metric: value },
    );
  });
  return columns;
}

test('rows that fit are given as they are, with four digits', () => {
  assert.deepEqual(frameOf(columnsOf([0.5, undefined, 1.234567]), ['metric', 'absent'], null, 10), {
    step: [1, 2, 3],
    tokens: [100, 200, 300],
    seconds: [0.5, 1, 1.5],
    values: { metric: [0.5, null, 1.235] },
    stride: 1,
    buckets: null,
  });
});

test('of rows that do not fit each bucket keeps its lowest and its highest value in their order, and the last row stays', () => {
  const frame = frameOf(columnsOf([5, 1, 9, 2, 8, 3, 0, 4, 7]), ['metric'], null, 7);
  assert.equal(frame.stride, 4);
  assert.deepEqual(frame.step, [1, 4, 5, 8, 9]);
  assert.deepEqual(frame.values['metric'], [1, 9, 8, 0, 7]);
});

test('beside its extremes each bucket keeps how many rows it has and the mean of those with a value', () => {
  const frame = frameOf(columnsOf([5, 1, 9, 2, 8, undefined, 0, 4, 7, 6]), ['metric'], null, 9);
  assert.equal(frame.stride, 5);
  assert.deepEqual(frame.buckets, { rows: [5, 4, 1], means: { metric: [5, 3.667, 6] } });
  const lone = frameOf(columnsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]), ['metric'], null, 13);
  assert.deepEqual(lone.values['metric'], [1, 4, 5, 8, 9, 12, 13, 14]);
  assert.deepEqual(lone.buckets, { rows: [4, 4, 4, 1, 1], means: { metric: [2.5, 6.5, 10.5, 13, 14] } });
});

test('a spike of one step among 100,000 survives, and so does the last value', () => {
  const values = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 99 : Math.sin(index)));
  const frame = frameOf(columnsOf(values), ['metric'], null, 600);
  const drawn = frame.values['metric'] ?? [];
  assert.ok(frame.step.length <= 600);
  assert.equal(Math.max(...drawn.map((value) => value ?? 0)), 99);
  assert.equal(frame.step.at(-1), 100_000);
  assert.equal(drawn.at(-1), Number(Math.sin(99_999).toPrecision(4)));
});

test('a bucket without values holds none, one with a single value holds it twice', () => {
  const frame = frameOf(columnsOf([undefined, undefined, 3, undefined, 4]), ['metric'], null, 5);
  assert.deepEqual(frame.values['metric'], [null, null, 3, null, 4]);
  const empty = frameOf(
    columnsOf([undefined, undefined, undefined, undefined, 3, 4, undefined, 5]),
    ['metric'],
    null,
    7,
  );
  assert.deepEqual(
    [empty.values['metric'], empty.buckets?.means['metric']],
    [
      [null, null, 3, 4, 5],
      [null, 3.5, 5],
    ],
  );
  const fewer = frameOf(columnsOf([undefined, undefined, 3, undefined, 4]), ['metric'], null, 4);
  assert.deepEqual(fewer.values['metric'], [3, 3, 4]);
});

test('a range gives the rows that its line needs to reach both edges, on every axis', () => {
  const columns = columnsOf([1, 2, 3, 4, 5, 6]);
  assert.deepEqual(frameOf(columns, [], { axis: 'step', from: 3, to: 4 }, 100).step, [3, 4, 5]);
  assert.deepEqual(frameOf(columns, [], { axis: 'tokens', from: 250, to: 350 }, 100).step, [2, 3, 4]);
  assert.deepEqual(frameOf(columns, [], { axis: 'seconds', from: 2.1, to: 9 }, 100).step, [4, 5, 6]);
  assert.deepEqual(frameOf(columns, [], { axis: 'step', from: 50, to: 60 }, 100).step, [6]);
});

test('a zoomed range is reduced by itself, so that it is finer than the whole', () => {
  const columns = columnsOf(Array.from({ length: 10_000 }, (_, index) => index));
  const whole = frameOf(columns, ['metric'], null, 100);
  const part = frameOf(columns, ['metric'], { axis: 'step', from: 1001, to: 1050 }, 100);
  assert.equal(whole.stride, 303);
  assert.equal(part.stride, 1);
  assert.equal(part.step.length, 51);
});

test('no rows make an empty frame', () => {
  assert.deepEqual(frameOf(new Columns(), ['metric'], null, 10), {
    step: [],
    tokens: [],
    seconds: [],
    values: {},
    stride: 1,
    buckets: null,
  });
});
