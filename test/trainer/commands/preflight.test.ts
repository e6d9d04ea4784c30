import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkExport, checkTraining } from '../../../trainer/commands/preflight.ts';
import { formatDecoderConfig } from '../../../trainer/model/config.ts';
import { runConfigOf } from '../../../trainer/run/configuration.ts';
import { checkpointsBytes, demandOf, stepSeconds } from '../../../trainer/run/crl/cost.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig, tinyModel } from '../../support/tiny-model.ts';

test('what a run takes is said in one line before the first step', async () => {
  await using model = await tinyModel();
  await using runs = await temporaryFolder();
  const config = runConfigOf({ base: model.path, adapters: null, promptsPerStep: 4 }, 'the test');
  const said: string[] = [];
  await checkTraining(config, runs.path, (text) => said.push(text));
  assert.match(
    said[0] ?? '',
    /^Estimated: 0\.\d GiB of memory, up to 0\.0 GiB of disk in .* about \d+ s a step/,
  );
});

test('of a run by TensorFlow it is said that the estimate is not of it', async () => {
  await using model = await tinyModel();
  await using runs = await temporaryFolder();
  const engine = { executor: 'tensorflow' };
  const config = runConfigOf({ base: model.path, adapters: null, promptsPerStep: 4, engine }, 'the test');
  const said: string[] = [];
  await checkTraining(config, runs.path, (text) => said.push(text));
  assert.match(said[1] ?? '', /^Memory and time are those of ONNX Runtime;/);
});

test('of a run on a card it is said that the estimate is of the processor', async () => {
  await using model = await tinyModel();
  await using runs = await temporaryFolder();
  const engine = { provider: 'webgpu' };
  const config = runConfigOf({ base: model.path, adapters: null, promptsPerStep: 4, engine }, 'the test');
  const said: string[] = [];
  await checkTraining(config, runs.path, (text) => said.push(text));
  assert.match(said[1] ?? '', /^Computed by webgpu\. Memory and time are those of the processor;/);
});

test('a model far beyond the memory is refused with what to do', async () => {
  await using folder = await temporaryFolder();
  // 80 layers of 8 × 65,536² numbers and more: a hundred tebibytes and more.
  const huge = tinyConfig({ layers: 80, hiddenSize: 65_536, intermediateSize: 262_144, maxPositions: 2048 });
  await writeFile(join(folder.path, 'config.json'), JSON.stringify(formatDecoderConfig(huge)));
  const config = runConfigOf({ base: folder.path, adapters: { rank: 1, alpha: 1 } }, 'the test');
  await assert.rejects(
    checkTraining(config, folder.path, () => undefined),
    { code: 'preflight.memory-too-small', hint: /engine\.recompute/ },
  );
  await assert.rejects(checkExport(config, join(folder.path, 'critic')), {
    code: 'preflight.disk-too-small',
  });
});

test('checkpoints are those kept, the best and the one being written: 12 bytes for each number', () => {
  const decoder = tinyConfig();
  const config = runConfigOf({ adapters: null, checkpoint: { keep: 3 } }, 'the test');
  // 24 × 16 embedded; a layer: 2 × 64·16 and 2 × 32·16 of attention, 3 × 24·16, gains 2 × 16 + 2 × 16; a last gain of 16.
  const numbers = 384 + 2 * (2048 + 1024 + 1152 + 64) + 16;
  assert.equal(checkpointsBytes(config, decoder), 5 * 12 * numbers);
});

test('a step of a model trained whole is 2 operations a weight and decoded token, 6 a trained and 8 a read one', () => {
  const decoder = tinyConfig();
  const config = runConfigOf(
    {
      adapters: null,
      promptsPerStep: 3,
      groupSize: 2,
      context: { first: 10, second: 20, maxPromptTokens: 30 },
    },
    'the test',
  );
  const weights = 8976;
  // 3 · 2 · 20 = 120 tokens completed and 3 · 30 = 90 read; products at 1,000 operations a second.
  // Six completions decode at 6/8 of a tenth of that speed.
  const expected = (weights * ((2 * 120) / 0.075 + (6 * 120 + 8 * 90) / 0.3)) / 1000;
  assert.ok(Math.abs(stepSeconds(demandOf(config, decoder, 1), 1000) / expected - 1) < 1e-12);
});
