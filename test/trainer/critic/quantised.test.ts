/** Critics whose networks are stored in fewer bits. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Critic } from '../../../trainer/critic/critic.ts';
import { driftOf } from '../../../trainer/critique/drift.ts';
import { fitCalibration } from '../../../trainer/critique/calibration.ts';
import { criticRecordSchema } from '../../../trainer/protocol/critic.ts';
import { baseModelDirectory } from '../../../trainer/starter/base/directory.ts';
import { openWorkshop } from '../../support/critic.ts';

const patience = { timeout: 180_000 };

const data = 'model.onnx.data';

test('fewer bits take less room, and what they change is small and recorded', patience, async () => {
  await using workshop = await openWorkshop();
  const critiques = { count: 1, temperature: 0 };
  const bytes: number[] = [];
  const logits: number[][] = [];
  for (const precision of ['fp32', 'int8', 'int4'] as const) {
    const record = await workshop.make({ model: baseModelDirectory, critiques, precision });
    const { directory } = workshop.input;
    await using critic = await Critic.open(directory, 1);
    const stored: { correct: boolean; logit: number }[] = [];
    for (const pair of workshop.input.validation) {
      stored.push({ correct: pair.correct, logit: (await critic.opinion(pair))?.logit ?? NaN });
    }
    bytes.push((await stat(join(directory, data))).size);
    logits.push(stored.map(({ logit }) => logit));
    assert.equal(record.precision, precision);
    if (precision === 'fp32') assert.equal(record.drift, null);
    else {
      assert.deepEqual(record.calibration, fitCalibration(stored), 'it is calibrated as it is used');
      const pairs = stored.map(({ logit }, index) => ({ stored: logit, full: logits[0]?.[index] ?? NaN }));
      const drift = driftOf(pairs, record.calibration) ?? assert.fail();
      assert.deepEqual([record.drift?.n, record.drift?.flipped], [16, drift.flipped]);
      assert.ok(Math.abs((record.drift?.mean ?? NaN) - drift.mean) < 1e-4);
      assert.ok(Math.abs((record.drift?.max ?? NaN) - drift.max) < 1e-4);
      // Where other numbers lead to another critique, one opinion may change as a whole.
      assert.ok(drift.mean > 0 && drift.mean < 0.1, JSON.stringify(drift));
    }
  }
  // 1.13 and 0.63 bytes a number instead of 4; the rotary tables stay.
  assert.deepEqual(
    bytes.map((size) => Math.round((100 * size) / (bytes[0] ?? NaN))),
    [100, 30, 17],
  );
});

test('nothing is left of the network at full precision that the drift was measured with', async () => {
  await using workshop = await openWorkshop();
  const record = await workshop.make({ precision: 'int4' });
  assert.deepEqual(await readdir(workshop.folder), ['critic']);
  assert.deepEqual(
    (await readdir(workshop.input.directory)).toSorted(),
    [...Object.keys(record.files), 'critic.json'].toSorted(),
  );
  const oneClass = { validation: workshop.pairs.filter(({ correct }) => correct) };
  await assert.rejects(workshop.make({ precision: 'int8', ...oneClass }), { code: 'critic.one-class' });
  assert.deepEqual(await readdir(workshop.folder), ['critic']);
});

test('a small network keeps full precision where nothing else is asked for', async () => {
  await using workshop = await openWorkshop();
  assert.equal((await workshop.make({ precision: 'auto' })).precision, 'fp32');
});

test('a record from before there was a choice is of full precision', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const text = await readFile(join(workshop.input.directory, 'critic.json'), 'utf8');
  const { precision, drift, ...earlier } = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual([precision, drift], ['fp32', null]);
  const read = criticRecordSchema.parse(earlier);
  assert.deepEqual([read.precision, read.drift], ['fp32', null]);
});
