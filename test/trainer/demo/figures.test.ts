import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFigures, gain, summarise } from '../../../trainer/demo/figures.ts';
import { measurementSchema } from '../../../trainer/protocol/reports.ts';
import { assertArraysClose } from '../../support/close.ts';
import { everywhere, measured } from '../../support/measurements.ts';

/** Says that everything is correct. */
const credulous = [true, true, true, true];
const right = [true, false, true, false];

test('a summary has pass@1 with Wilson’s interval, and the rates of the verdicts', () => {
  const summary = summarise(measured([true, false], [true, false, true, true]));
  assert.deepEqual(measurementSchema.parse(summary), summary);
  assert.equal(summary.pass1, 0.5);
  // Wilson's interval of 1 in 2, from tables.
  assertArraysClose(summary.pass1Interval ?? [], [0.0945, 0.9055], 1e-4);
  const { balancedAccuracy, tpr, tnr, n } = summary.critique;
  assert.deepEqual([balancedAccuracy, tpr, tnr, n], [0.75, 1, 0.5, 4]);
});

test('the interval of the balanced accuracy draws problems, not pairs', () => {
  // One problem is called correct twice, the other wrong twice: every draw of problems gives 0.5, one of pairs not.
  const { critique } = summarise(measured([true, true], [true, true, false, false]));
  assert.deepEqual(critique.balancedAccuracyInterval, [0.5, 0.5]);
  // Of two problems, one all right and one all wrong, a draw can hold either twice.
  const apart = summarise(measured([true, true], [true, false, false, true])).critique;
  assert.deepEqual([apart.balancedAccuracy, apart.balancedAccuracyInterval], [0.5, [0, 1]]);
});

test('a measurement without problems, or without pairs of both kinds, is refused', () => {
  assert.throws(() => summarise(measured([], right)), RangeError);
  assert.throws(() => summarise(measured([true], [])), RangeError);
  assert.throws(() => summarise(measured([true], [true])), RangeError);
});

test('a gain is the mean change on the same rows, with its interval', () => {
  const before = measured([false, false, true, true], [true, true, false, false]);
  const { pass1, balancedAccuracy } = gain(before, measured([true, true, true, false], right));
  assert.equal(pass1?.estimate, 0.25);
  assert.ok(pass1.low < 0.25 && pass1.high > 0.25 && pass1.low >= -1 && pass1.high <= 1);
  assert.deepEqual(balancedAccuracy, { estimate: 0.5, low: 0.5, high: 0.5 });
});

test('a gain pairs rows by their names, not by their order', () => {
  const before = measured([false, true], credulous);
  const after = measured([false, true], credulous);
  const turned = { ...after, solved: after.solved.toReversed(), judged: after.judged.toReversed() };
  const none = { estimate: 0, low: 0, high: 0 };
  assert.deepEqual(gain(before, turned), { pass1: none, balancedAccuracy: none });
});

test('a row that is missing afterwards counts as a mistake', () => {
  const before = measured([true, true], right);
  const { pass1, balancedAccuracy } = gain(before, measured([], []));
  assert.equal(pass1?.estimate, -1);
  assert.equal(balancedAccuracy?.estimate, -1);
});

test('where nothing was measured there is no gain', () => {
  assert.deepEqual(gain(measured([], []), measured([], [])), { pass1: null, balancedAccuracy: null });
});

test('the lines for people give each figure before and after, changes with intervals, new families apart', () => {
  const before = everywhere(measured([false, false], credulous));
  const after = {
    ...everywhere(measured([true, true], right)),
    newFamilies: measured([false, false], credulous),
  };
  const lines = describeFigures({ before, after });
  assert.deepEqual(lines.slice(0, 5), [
    'held-out problems, sampled (2 problems, 4 pairs)',
    '  pass@1                       0.0 % →  100.0 %   +100.0 [+100.0, +100.0]',
    '  balanced critique accuracy  50.0 % →  100.0 %   +50.0 [+50.0, +50.0]',
    '  correct ones recognised    100.0 % →  100.0 %',
    '  wrong ones recognised        0.0 % →  100.0 %',
  ]);
  assert.deepEqual(
    lines.filter((line) => !line.startsWith(' ')),
    [
      'held-out problems, sampled (2 problems, 4 pairs)',
      'held-out problems, greedy (2 problems, 4 pairs)',
      'new families, sampled (2 problems, 4 pairs)',
      'new families, greedy (2 problems, 4 pairs)',
    ],
  );
  assert.equal(lines[11], '  pass@1                       0.0 % →    0.0 %   +0.0 [+0.0, +0.0]');
});

test('a loss is written with a minus sign', () => {
  const lines = describeFigures({
    before: everywhere(measured([true], right)),
    after: everywhere(measured([false], right)),
  });
  assert.match(lines[1] ?? '', /−100\.0 \[−100\.0, −100\.0\]$/);
});
