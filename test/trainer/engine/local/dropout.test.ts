/** Adapters with dropout: what is left out follows from the seed and the step, however the work is divided. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import type { LocalEngineOptions } from '../../../../trainer/engine/local/options.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { assertClose } from '../../../support/close.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, lossCurve, objectives } from '../../../support/updates.ts';

const { crossEntropy } = objectives;
const adapters = tinyAdapters({ dropout: 0.3 });

const open = (model: string, changes: Partial<LocalEngineOptions> = {}) =>
  LocalCore.create({ model, threads: 1, microBatchTokens: 128, adapters: { adapters, seed: 5 }, ...changes });

const curve = (core: LocalCore, steps: number) => lossCurve(core, [eightRows], crossEntropy, steps);

test('with dropout the losses are the same again, and differ from those without', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path);
  const losses = await curve(core, 4);
  await using again = await open(folder.path);
  assert.deepEqual(await curve(again, 4), losses);
  await using without = await open(folder.path, { adapters: { adapters: tinyAdapters(), seed: 5 } });
  const plain = await curve(without, 4);
  assert.equal(losses[0], plain[0], 'B is 0 at first, so that nothing of it can be left out');
  assert.notEqual(losses[1], plain[1]);
});

test('what is left out differs by the seed, of the same adapters', async () => {
  await using folder = await tinyModel();
  await using saved = await temporaryFolder();
  await using core = await open(folder.path);
  await curve(core, 3);
  await core.save(saved.path);
  const lossWith = async (seed: number) => {
    await using from = await open(folder.path, { adapters: { adapters, seed, from: saved.path } });
    return (await from.forwardBackward(eightRows, crossEntropy)).loss;
  };
  assert.equal(await lossWith(5), await lossWith(5));
  assert.notEqual(await lossWith(5), await lossWith(6));
});

test('scores leave nothing out', async () => {
  await using folder = await tinyModel();
  await using core = await open(folder.path);
  await curve(core, 3);
  assert.deepEqual(await core.forward(eightRows, 1), await core.forward(eightRows, 1));
  await using saved = await temporaryFolder();
  await core.save(saved.path);
  const from = { adapters: { ...adapters, dropout: 0 }, seed: 5, from: saved.path };
  await using without = await open(folder.path, { adapters: from });
  assert.deepEqual(await without.forward(eightRows, 1), await core.forward(eightRows, 1));
});

for (const changes of [{ threads: 3 }, { recompute: 'always' }] as const) {
  test(`the losses are the same with ${JSON.stringify(changes)}`, async () => {
    await using folder = await tinyModel();
    await using one = await open(folder.path);
    await using other = await open(folder.path, changes);
    const expected = await curve(one, 5);
    (await curve(other, 5)).forEach((loss, step) => assertClose(loss, expected[step] ?? NaN, 1e-4));
  });
}

for (const recompute of ['never', 'always'] as const) {
  test(`a restored run leaves out what the uninterrupted one does, recomputing ${recompute}`, async () => {
    await using folder = await tinyModel();
    await using saved = await temporaryFolder();
    await using core = await open(folder.path, { recompute });
    await curve(core, 3);
    await core.save(saved.path);
    const expected = await curve(core, 3);
    await using fresh = await open(folder.path, { recompute });
    // A gradient that is thrown away must not shift what is left out afterwards.
    await fresh.forwardBackward(eightRows, crossEntropy);
    await fresh.restore(saved.path);
    assert.deepEqual(await curve(fresh, 3), expected);
  });
}
