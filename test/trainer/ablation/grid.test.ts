/** Which cells a grid has, what they are called, and which grids are refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig, defaultDesign } from '../../../trainer/ablation/default-grid.ts';
import { baselineOf, cellsOf, checkDesign } from '../../../trainer/ablation/grid.ts';
import { TrainerError } from '../../../trainer/errors/error.ts';
import type { Axis, Design } from '../../../trainer/protocol/ablation.ts';

const design = defaultDesign(defaultConfig());
const shares: Axis = { path: 'critiqueShare', values: [0, 0.2, 0.5] };
const scales: Axis = { path: 'advantage.firstPhaseCritiqueScale', values: [0.8, 1] };

const namesOf = (axes: readonly Axis[], combine: Design['combine']): string[] =>
  cellsOf({ config: design.config, axes: [...axes], combine }).map(({ name }) => name);

const refused = (changes: Partial<Design>, code: string): void =>
  assert.throws(
    () => checkDesign({ ...design, ...changes }),
    (cause) => cause instanceof TrainerError && cause.code === code,
    code,
  );

test('the usual grid has the paper’s shares and the phase switch, once each, around the paper’s share', () => {
  const cells = cellsOf(design);
  assert.deepEqual(
    cells.map(({ name }) => name),
    ['centre', 'critiqueShare-0', 'critiqueShare-0.5', 'critiqueShare-1', 'switch-step-9', 'switch-never'],
  );
  assert.deepEqual(
    cells.map(({ config }) => [config.critiqueShare, config.context.switch.kind]),
    [
      [0.2, 'plateau'],
      [0, 'plateau'],
      [0.5, 'plateau'],
      [1, 'plateau'],
      [0.2, 'step'],
      [0.2, 'never'],
    ],
  );
  assert.equal(design.seeds.length, 5);
  assert.equal(baselineOf(cells, null).name, 'centre');
});

test('a plateau can be reached within the run, however short that is', () => {
  for (const steps of [1, 2, 3, 6, 24, 100]) {
    const { context } = defaultConfig(steps);
    assert.ok(context.switch.kind === 'plateau');
    assert.ok(context.switch.minSteps >= 2 * context.switch.window);
    assert.ok(steps < 6 || context.switch.minSteps < steps, `${steps} steps`);
    assert.doesNotThrow(() => checkDesign(defaultDesign(defaultConfig(steps))), `${steps} steps`);
  }
});

test('one axis at a time varies around the centre, all axes give every combination', () => {
  assert.deepEqual(namesOf([shares, scales], 'each'), [
    'centre',
    'critiqueShare-0',
    'critiqueShare-0.5',
    'firstPhaseCritiqueScale-1',
  ]);
  assert.deepEqual(namesOf([shares, scales], 'all'), [
    'critiqueShare-0',
    'critiqueShare-0-firstPhaseCritiqueScale-1',
    'centre',
    'firstPhaseCritiqueScale-1',
    'critiqueShare-0.5',
    'critiqueShare-0.5-firstPhaseCritiqueScale-1',
  ]);
  assert.deepEqual(namesOf([], 'each'), ['centre']);
  assert.deepEqual(namesOf([], 'all'), ['centre']);
});

test('the names of cells stay when an axis or a value is added', () => {
  const before = namesOf([shares], 'each');
  const after = namesOf([scales, { ...shares, values: [...shares.values, 0.1] }], 'each');
  assert.deepEqual(
    before.filter((name) => !after.includes(name)),
    [],
  );
});

test('a field inside a section is changed alone', () => {
  const [, cell] = cellsOf({ ...design, axes: [{ path: 'optimiser.learningRate', values: [1e-5] }] });
  assert.equal(cell?.name, 'learningRate-0.00001');
  assert.deepEqual(cell?.changes, { 'optimiser.learningRate': 1e-5 });
  assert.deepEqual(cell?.config, {
    ...design.config,
    optimiser: { ...design.config.optimiser, learningRate: 1e-5 },
  });
});

test('the baseline of a grid without its centre is the first cell, unless another one is named', () => {
  const cells = cellsOf({ ...design, axes: [{ path: 'critiqueShare', values: [0, 1] }], combine: 'all' });
  assert.equal(baselineOf(cells, null).name, 'critiqueShare-0');
  assert.equal(baselineOf(cells, 'critiqueShare-1').name, 'critiqueShare-1');
  refused({ baseline: 'critiqueShare-0.7' }, 'ablation.baseline-unknown');
});

test('what would not be comparable is refused, each with a reason of its own', () => {
  const { config } = design;
  for (const path of ['base', 'data.heldOut.share', 'chat.thinking', 'seed']) {
    refused({ axes: [{ path, values: [1] }] }, 'ablation.axis-fixed');
  }
  refused({ axes: [{ path: 'critiqueShare', values: [1.5] }] }, 'config.invalid');
  refused({ axes: [{ path: 'critiqueshare', values: [0.5] }] }, 'config.invalid');
  refused({ config: { ...config, length: { epochs: 1 } } }, 'ablation.epochs');
  refused({ heldOut: { ...design.heldOut, problems: 0, pairs: 0 } }, 'ablation.nothing-held-out');
  const own = { ...config.data, problems: ['problems.jsonl'], pairs: ['pairs.jsonl'] };
  refused({ config: { ...config, data: own } }, 'ablation.held-out-moves');
  const named = { ...own, heldOut: { ...own.heldOut, pairs: ['held-out.jsonl'] } };
  assert.doesNotThrow(() => checkDesign({ ...design, config: { ...config, data: named } }));
});

test('two cells with one name are refused', () => {
  const axes = [{ path: 'engine.tensorflowFolder', values: ['a/b', 'a_b'] }];
  refused({ axes }, 'ablation.cells-alike');
});

test('a name that would be too long for a run is cut, and still tells its cell from others', () => {
  const never: Axis = { path: 'context.switch', values: [{ kind: 'never' }] };
  const halves: Axis = { path: 'critiqueShare', values: [0.25, 0.75] };
  const names = namesOf([never, { ...scales, values: [0.5] }, halves], 'all');
  assert.equal(new Set(names).size, 2);
  for (const name of names) assert.match(`${name}-seed4294967295`, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
});
