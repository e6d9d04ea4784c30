import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartedMetrics, chartOf, chartsIn } from '../../../trainer/protocol/panel-chart-table.ts';
import { chartsFor, metricChart } from '../../../trainer/protocol/panel-charts.ts';
import { OTHER_METRICS, panelRequestSchema, SHOWN_RUNS } from '../../../trainer/protocol/panel-request.ts';
import { inEnglish } from '../../../trainer/protocol/translate.ts';
import { panelMessageSchema } from '../../../trainer/protocol/panel.ts';

const charts = chartsIn(inEnglish);

test('every chart has a name of its own, a title and something to draw', () => {
  const all = charts.flatMap((chart) => [...chartsFor(chart, 1), ...chartsFor(chart, 2)]);
  const ids = new Set(all.map(({ id }) => id));
  const single = charts.filter(({ series }) => series.length === 1).length;
  assert.equal(ids.size, all.length - single);
  assert.ok(charts.every(({ title, series }) => title !== '' && series.length > 0));
  assert.equal(new Set(chartedMetrics).size, chartedMetrics.length);
});

test('the critic is seen first, with both of its rates', () => {
  const [first] = charts;
  assert.deepEqual(
    first?.series.map(({ metric }) => metric),
    ['critique/balanced_accuracy', 'critique/tpr', 'critique/tnr'],
  );
});

test('any other metric has a chart too, and an unknown chart is none', () => {
  assert.deepEqual(chartOf('metric:learning_rate', 1, inEnglish), metricChart('learning_rate'));
  assert.equal(chartOf('gone', 1, inEnglish), undefined);
});

test('a request beyond its limits is refused', () => {
  const view = { runs: ['/a'], metrics: [], range: null };
  const accepts = (change: object): boolean =>
    panelRequestSchema.safeParse({ type: 'view', view: { ...view, ...change } }).success;
  assert.equal(accepts({}), true);
  assert.equal(accepts({ runs: Array(SHOWN_RUNS + 1).fill('/a') }), false);
  assert.equal(accepts({ metrics: Array(OTHER_METRICS + 1).fill('m') }), false);
  assert.equal(accepts({ range: { axis: 'depth', from: 0, to: 1 } }), false);
  assert.equal(accepts({ range: { axis: 'step', from: NaN, to: 1 } }), false);
  assert.equal(panelRequestSchema.safeParse({ type: 'perform', run: '/a', action: 'format' }).success, false);
});

test('a message that holds what is no number is refused before it is sent', () => {
  const place = { run: '/a', step: 1, row: 0, completion: null, field: 'prompt' };
  const message = { type: 'text', place, from: 0, text: 'x', length: 1 };
  assert.equal(panelMessageSchema.safeParse(message).success, true);
  assert.equal(panelMessageSchema.safeParse({ ...message, length: NaN }).success, false);
});
