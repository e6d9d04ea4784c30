/** The figures of cells, their differences, and what stands beside them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig, defaultDesign } from '../../../trainer/ablation/default-grid.ts';
import { summarise } from '../../../trainer/ablation/summarise.ts';
import { judged, solved } from './rows.ts';

const design = { ...defaultDesign(defaultConfig()), seeds: [1, 2] };

/** Two problems and two pairs: which of the problems are solved, and whether both verdicts are right. */
const answers = (first: boolean, second: boolean, isRight = true) => [
  solved('a', first),
  solved('b', second),
  judged('a', true, isRight),
  judged('a', false, !isRight),
];

const base = { protocol: 1, step: null, seconds: 1, rows: answers(false, false, false) };
const runs = [
  { cell: 'centre', seed: 1, rows: answers(true, false) },
  { cell: 'centre', seed: 2, rows: answers(true, true) },
  { cell: 'critiqueShare-0', seed: 1, rows: answers(true, true, false) },
  { cell: 'critiqueShare-0', seed: 2, rows: answers(true, true, false) },
  // The second seed has failed.
  { cell: 'switch-never', seed: 1, rows: answers(false, true) },
];
const { cells, ...rest } = summarise(design, base, runs);
const cell = (name: string) => {
  const found = cells.find((candidate) => candidate.name === name);
  assert.ok(found !== undefined, name);
  return found;
};

test('a cell’s figure is the mean over its seeds, with the standard deviation from seed to seed', () => {
  const { figures, seeds, spread } = cell('centre');
  assert.deepEqual(seeds, [1, 2]);
  assert.equal(figures.sampled.pass1?.estimate, 3 / 4);
  assert.deepEqual(figures.sampled.balancedAccuracy, { estimate: 1, low: 1, high: 1 });
  // Of 1/2 and 1: the mean is 3/4, and 2 × (1/4)² over one degree of freedom is 1/8.
  assert.ok(Math.abs((spread.pass1 ?? NaN) - Math.sqrt(1 / 8)) < 1e-12);
  assert.equal(spread.balancedAccuracy, 0);
});

test('differences are cell minus baseline over the seeds that both have, and cell minus untrained', () => {
  assert.equal(rest.baseline, 'centre');
  assert.deepEqual(rest.centre, {
    critiqueShare: 0.2,
    'context.switch': { kind: 'plateau', window: 3, tolerance: 0.01, minSteps: 6 },
  });
  assert.equal(cell('centre').versusBaseline, null);
  assert.equal(cell('critiqueShare-0').versusBaseline?.sampled.pass1?.estimate, 1 / 4);
  assert.equal(cell('critiqueShare-0').versusBaseline?.greedy.balancedAccuracy?.estimate, -1);
  assert.equal(cell('critiqueShare-0').versusBase?.sampled.pass1?.estimate, 1);
  // Of seed 1 alone: a half each, so 0, whatever the baseline's second seed did.
  assert.equal(cell('switch-never').versusBaseline?.sampled.pass1?.estimate, 0);
  assert.deepEqual(cell('switch-never').seeds, [1]);
  assert.equal(cell('switch-never').spread.pass1, null);
});

test('a cell without a measured run has no figures', () => {
  const { figures, seeds, versusBaseline, versusBase } = cell('critiqueShare-1');
  assert.deepEqual([seeds, versusBaseline, versusBase], [[], null, null]);
  assert.deepEqual(Object.values(figures.sampled), [null, null, null, null]);
});

test('the untrained base is measured once', () => {
  assert.equal(rest.base?.sampled.pass1?.estimate, 0);
  assert.deepEqual(summarise(design, null, runs).base, null);
});

test('the paper’s row stands beside cells of which only the share is varied, and shares that it never ran have none', () => {
  assert.equal(cell('centre').paper?.liveCodeBench, 59);
  assert.equal(cell('critiqueShare-0').paper?.average, 45.7);
  assert.equal(cell('critiqueShare-1').paper?.bigCodeBenchHard, 17.6);
  assert.deepEqual([cell('switch-never').isShareOnly, cell('switch-never').paper], [false, null]);
  const axes = [{ path: 'critiqueShare', values: [0.1, 0.2] }];
  const tenth = summarise({ ...design, axes }, base, []).cells.find(
    ({ critiqueShare }) => critiqueShare === 0.1,
  );
  assert.deepEqual([tenth?.isShareOnly, tenth?.paper], [true, null]);
});
