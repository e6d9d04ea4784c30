/** What is asked for becomes one design, and what an ablation was begun with stays. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { anyPlateau, designOf } from '../../../trainer/ablation/design.ts';
import { cellsOf } from '../../../trainer/ablation/grid.ts';
import { checkUnchanged, readAblation, writeAblation } from '../../../trainer/ablation/record.ts';
import { TrainerError } from '../../../trainer/errors/error.ts';
import type { Design } from '../../../trainer/protocol/ablation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const nothing = { axes: {} };
const usual = await designOf(nothing, null);
const names = (design: Design): string[] => cellsOf(design).map(({ name }) => name);
const isError = (code: string) => (cause: unknown) => cause instanceof TrainerError && cause.code === code;

test('options change the usual grid, and its phase switches suit the number of steps', async () => {
  const design = await designOf(
    { steps: 12, prompts: 40, seeds: [7], problems: 5, pairs: 6, axes: { share: [0.1, 0.2] } },
    null,
  );
  assert.deepEqual([design.config.length, design.config.promptsPerStep], [{ steps: 12 }, 40]);
  assert.deepEqual([design.seeds, design.heldOut], [[7], { problems: 5, pairs: 6, seed: 1 }]);
  assert.deepEqual(names(design), ['centre', 'critiqueShare-0.1', 'switch-step-6', 'switch-never']);
  assert.deepEqual(design.config.context.switch, {
    kind: 'plateau',
    window: 2,
    tolerance: 0.01,
    minSteps: 4,
  });
});

test('a plateau that is asked for by its name is the centre’s', async () => {
  const design = await designOf({ axes: { switch: [anyPlateau, { kind: 'never' }], scale: [1] } }, null);
  assert.deepEqual(names(design), [
    ...['centre', 'critiqueShare-0', 'critiqueShare-0.5', 'critiqueShare-1'],
    ...['switch-never', 'firstPhaseCritiqueScale-1'],
  ]);
});

test('a folder’s own grid goes on where no other is named, with options on top', async () => {
  const begun = await designOf({ steps: 6, axes: { share: [0, 0.2] } }, null);
  assert.deepEqual(await designOf(nothing, begun), begun);
  const more = await designOf({ seeds: [1, 2, 3, 4, 5, 6], axes: { share: [0, 0.2, 0.3] } }, begun);
  assert.doesNotThrow(() => checkUnchanged('folder', begun, more));
  assert.deepEqual(more.config, begun.config);
  assert.throws(() => checkUnchanged('folder', more, begun), isError('ablation.grid-changed'));
});

test('every change that is refused is told', async () => {
  const other = await designOf({ steps: 5, prompts: 10, pairs: 9, seeds: [1], axes: { share: [0] } }, null);
  assert.throws(
    () => checkUnchanged('folder', { ...usual, seeds: [1, 2] }, other),
    (cause) => {
      assert.ok(cause instanceof TrainerError);
      for (const change of [
        'length was {"steps":18} and is {"steps":5}',
        'promptsPerStep was 120 and is 10',
        'heldOut was {"problems":300,"pairs":300,"seed":1} and is {"problems":300,"pairs":9,"seed":1}',
        'seed 2 is missing',
        'the cell critiqueShare-1 is missing',
      ]) {
        assert.ok(cause.message.includes(change), `${change} is missing in: ${cause.message}`);
      }
      return true;
    },
  );
});

test('a design is read back as it was written, and keeps when it was begun', async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, 'new');
  assert.equal(await readAblation(out), null);
  await writeAblation(out, usual, '2026-11-27T12:00:00.000Z');
  const { protocol, createdAt, ...design } = (await readAblation(out)) ?? assert.fail();
  assert.deepEqual(design, usual);
  assert.deepEqual([protocol, createdAt], [1, '2026-11-27T12:00:00.000Z']);
});

test('a grid’s configuration is relative to the grid, and what a grid leaves out is as usual', async () => {
  await using folder = await temporaryFolder();
  const grid = join(folder.path, 'grid.json');
  const configuration = { critiqueShare: 0.4, length: { steps: 9 } };
  await writeFile(join(folder.path, 'small.json'), JSON.stringify(configuration));
  await writeFile(grid, JSON.stringify({ config: 'small.json', combine: 'all', baseline: 'switch-never' }));
  const design = await designOf({ grid, axes: { share: [0.4] } }, usual);
  assert.deepEqual([design.config.critiqueShare, design.config.length], [0.4, { steps: 9 }]);
  assert.deepEqual([design.combine, design.baseline, design.seeds], ['all', 'switch-never', [1, 2, 3, 4, 5]]);
  assert.deepEqual(names(design), ['centre', 'switch-step-4', 'switch-never']);

  await writeFile(grid, '{}');
  assert.deepEqual(await designOf({ grid, axes: {} }, null), usual);
});

test('a grid that cannot be read or used is refused by its path', async () => {
  await using folder = await temporaryFolder();
  const grid = join(folder.path, 'grid.json');
  await assert.rejects(designOf({ grid, axes: {} }, null), isError('ablation.grid-unreadable'));
  for (const text of ['{', '{"axis": []}', '{"seeds": []}', '{"axes": [{"path": "seed"}]}']) {
    await writeFile(grid, text);
    await assert.rejects(designOf({ grid, axes: {} }, null), (cause) => {
      assert.ok(isError('ablation.grid-invalid')(cause), text);
      return cause instanceof Error && cause.message.includes(grid);
    });
  }
});
