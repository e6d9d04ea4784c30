/** What charts draw and figures say, computed without a page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english, Locale } from '../../trainer/protocol/locale.ts';
import { inEnglish } from '../../trainer/protocol/translate.ts';
import { chartOf } from '../../trainer/protocol/panel-chart-table.ts';
import { chartsFor, type Unit } from '../../trainer/protocol/panel-charts.ts';
import { drawnValues, linesOf, smoothed, written, writtenPlace } from '../../trainer/protocol/panel-lines.ts';
import type { Axis } from '../../trainer/protocol/panel-request.ts';
import { chartModel, tableOf } from '../../webview/charts/model.ts';
import { keyFigures } from '../../webview/state/figures.ts';
import { visible } from '../../webview/samples/visible.ts';
import { snapshotOfRuns } from '../support/panel-snapshots.ts';

const reward = chartOf('reward', 1, inEnglish) ?? assert.fail('there is a chart of the reward');
const view = { axis: 'step', smoothing: 0, range: null } as const;

test('smoothing weighs the past, is not drawn to 0 at the start, and passes over gaps', () => {
  assert.deepEqual(smoothed([1, 1, 1], 0.9), [1, 1, 1]);
  const [first, second, gap, third] = smoothed([1, 0, null, 1], 0.5);
  assert.deepEqual([first, gap], [1, null]);
  assert.equal(second, 0.25 / 0.75);
  assert.equal(third, (0.5 * 0.25 + 0.5) / 0.875);
  assert.deepEqual(smoothed([3, null, 5], 0), [3, null, 5]);
});

test('a mean of several rows weighs in the average as each of them would', () => {
  assert.deepEqual(smoothed([1, 0], 0.5, [2, 1]), smoothed([1, 1, 0], 0.5).slice(1));
  const [first, second] = smoothed([1, 0], 0.5, [2, 1]);
  assert.deepEqual([first, second], [1, 0.375 / 0.875]);
  assert.deepEqual(smoothed([0.2, null, 0.4], 0.9, [1000, 1000, 1000]), [0.2, null, 0.4]);
});

test('the average of 100,000 steps is near their mean, whatever a step in a hundred does', () => {
  const rates = Array.from({ length: 100_000 }, (_, step) => (step % 100 === 50 ? 0.1 : 0));
  const { shown } = snapshotOfRuns([{ id: 'a', metrics: { 'sandbox/timeout_rate': rates } }]);
  const sandbox = chartOf('sandbox', 1, inEnglish) ?? assert.fail('there is a chart of the programs');
  const [line] = linesOf(sandbox, shown, 'step');
  assert.ok(line !== undefined && line.stride > 300);
  assert.equal(Math.max(...line.y.map((value) => value ?? 0)), 0.1, 'no spike is lost');
  const drawn = drawnValues(line, 0.6);
  assert.equal(drawn.length, line.x.length);
  // A bucket has 1 % of its steps at 0.1, give or take one of them; the last row is alone, and 0.
  const averages = drawn.slice(0, -1).filter((value) => value !== null);
  assert.ok(Math.min(...averages) > 0.0007 && Math.max(...averages) < 0.0013, String(averages));
  assert.ok((drawn.at(-1) ?? 1) < 0.001);
});

test('one run has a line a metric, several have a chart a metric with a line a run', () => {
  const metrics = { 'solve/reward': [0.1, 0.2], 'critique/reward': [0.3, 0.4] };
  const { shown } = snapshotOfRuns([
    { id: 'a', metrics },
    { id: 'b', metrics },
  ]);
  const one = linesOf(reward, shown.slice(0, 1), 'step');
  assert.deepEqual(
    one.map(({ label, style }) => [label, style]),
    [
      ['Solve', 0],
      ['Critique', 1],
    ],
  );
  const [solve, critique] = chartsFor(reward, 2);
  assert.deepEqual([solve?.title, critique?.id], ['Reward: Solve', 'reward:critique/reward']);
  assert.deepEqual(chartOf('reward:critique/reward', 2, inEnglish), critique);
  assert.deepEqual(
    linesOf(solve ?? reward, shown, 'tokens').map(({ label, style, x }) => [label, style, x]),
    [
      ['a', 0, [100, 200]],
      ['b', 1, [100, 200]],
    ],
  );
});

test('a chart without a value is not drawn', () => {
  const { shown } = snapshotOfRuns([{ id: 'a', metrics: { entropy: [1] } }]);
  assert.equal(chartModel(reward, shown, view), null);
});

test('lines of runs with other steps stand in one table, with holes where one has no row', () => {
  const lines = [
    { x: [1, 3], y: [10, null] },
    { x: [2, 3], y: [20, 30] },
  ].map((part) => ({ ...part, label: '', style: 0, before: null, stride: 1, buckets: null, noisy: false }));
  assert.deepEqual(tableOf({ lines, smoothing: 0.5 }), {
    x: [1, 2, 3],
    columns: [
      [10, undefined, null],
      [undefined, 20, 30],
      [10, undefined, null],
      [undefined, 20, 30],
    ],
  });
});

test('values and places are written with the digits that they deserve', () => {
  const value = (amount: number, unit: Unit): string => written(amount, unit, english);
  const place = (amount: number, axis: Axis): string => writtenPlace(amount, axis, english);
  assert.deepEqual(
    [value(0.7, 'share'), value(0.0042, 'share'), value(0, 'share'), value(5343.4, 'rate')],
    ['0.70', '0.0042', '0.00', '5,343'],
  );
  assert.deepEqual(
    [value(310e6, 'bytes'), value(1.26e9, 'bytes'), value(2e-5, 'number'), value(1.5, 'seconds')],
    ['310 MB', '1.26 GB', '2.0e-5', '1.5 s'],
  );
  assert.deepEqual(
    [place(1200, 'step'), place(3_400_000, 'tokens'), place(7500, 'seconds')],
    ['1,200', '3.4 M', '2 h 5 min'],
  );
});

test('values and places are written as the language of the user writes them', () => {
  const german = new Locale('de');
  assert.deepEqual(
    [written(0.7, 'share', german), written(5343.4, 'rate', german), written(2e-5, 'number', german)],
    ['0,70', '5.343', '2,0e-5'],
  );
  assert.deepEqual(
    [writtenPlace(1200, 'step', german), writtenPlace(3_400_000, 'tokens', german)],
    ['1.200', '3,4 M'],
  );
});

test('the figures are those of the last validation, beside those before training', () => {
  const latest = { 'validation/tpr': 0.8, 'validation/tnr': 0.6, 'validation/balanced_accuracy': 0.7 };
  assert.deepEqual(
    keyFigures({ latest, baseline: { 'validation/tnr': 0.3 } }).map(({ value, before }) => [value, before]),
    [
      [0.7, null],
      [0.8, null],
      [0.6, 0.3],
      [null, null],
    ],
  );
});

test('characters that hide or turn text around are written out, and nothing else is changed', () => {
  assert.equal(visible('a\tb\nc é 漢 😀 ‘x’'), 'a\tb\nc é 漢 😀 ‘x’');
  assert.equal(visible('\u001B[31m\u0000\u007F\r'), '␛[31m␀␡␍');
  assert.equal(visible('\u202Etxt\u202C\u200B\uFEFF\u2028'), '⟨U+202E⟩txt⟨U+202C⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+2028⟩');
  assert.equal(visible('\uD800x\u{E0041}\u0085'), '⟨U+D800⟩x⟨U+E0041⟩⟨U+0085⟩');
});
