/** One loss curve, however a batch is cut into micro-batches and calls. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCore } from '../../../../trainer/engine/local/core.ts';
import { packSequences } from '../../../../trainer/engine/local/packing.ts';
import { tinyConfig, tinyModel } from '../../../support/tiny-model.ts';
import { eightRows, lossCurve, objectives } from '../../../support/updates.ts';

const { maxPositions } = tinyConfig();

const cuts = [
  { about: 'eight micro-batches of one row', tokens: 64, micro: 8, calls: [eightRows] },
  { about: 'micro-batches of three, three and two rows', tokens: 192, micro: 3, calls: [eightRows] },
  {
    about: 'two calls of five and three',
    tokens: 128,
    micro: 5,
    calls: [eightRows.slice(0, 5), eightRows.slice(5)],
  },
  { about: 'the sequences in another order', tokens: 128, micro: 4, calls: [eightRows.toReversed()] },
];

for (const objective of Object.values(objectives)) {
  test(`20 updates with ${objective.kind} have one loss curve, however the batch is cut`, async () => {
    await using folder = await tinyModel();
    const open = (microBatchTokens: number) =>
      LocalCore.create({ model: folder.path, threads: 1, microBatchTokens });
    assert.equal(packSequences(eightRows, { tokens: 512, maxPositions }).length, 1);
    await using whole = await open(512);
    const expected = await lossCurve(whole, [eightRows], objective, 20);
    const [first = 0] = expected;
    assert.ok(Math.abs((expected.at(-1) ?? 0) - first) > 0.05 * Math.abs(first), 'the loss moves');
    for (const { about, tokens, micro, calls } of cuts) {
      const batches = calls.flatMap((sequences) => packSequences(sequences, { tokens, maxPositions }));
      assert.equal(batches.length, micro, about);
      await using core = await open(tokens);
      const losses = await lossCurve(core, calls, objective, 20);
      losses.forEach((loss, step) => {
        const error = Math.abs(loss - (expected[step] ?? NaN)) / Math.abs(expected[step] ?? NaN);
        assert.ok(error <= 1e-5, `${about}: the loss of step ${step} is off by ${error}`);
      });
    }
  });
}
