import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkAblation, checkExport, checkTraining } from '../../../trainer/commands/preflight.ts';
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

test('a run that may take days is warned of, with what makes it shorter', async () => {
  await using model = await tinyModel();
  await using runs = await temporaryFolder();
  const short = { base: model.path, adapters: null, promptsPerStep: 4 };
  const saidOf = async (length: object): Promise<string[]> => {
    const said: string[] = [];
    await checkTraining(runConfigOf({ ...short, length }, 'the test'), runs.path, (text) => said.push(text));
    return said.filter((text) => text.includes('such steps'));
  };
  assert.deepEqual(await saidOf({ steps: 2 }), []);
  assert.match(
    (await saidOf({ steps: 1e12 })).join(),
    /^Warning: 10{12} such steps take \d+ h .*promptsPerStep/,
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

test('of an ablation the cell that takes the most memory counts, and no critic is made', async () => {
  await using model = await tinyModel();
  await using folder = await temporaryFolder();
  const config = runConfigOf({ base: model.path, adapters: null, promptsPerStep: 4 }, 'the test');
  const large = { ...config, engine: { ...config.engine, microBatchTokens: 1e12 } };
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  await checkAblation([{ config, runs: 2 }], folder.path, say);
  assert.match(said[0] ?? '', /of disk in [^ ]*, about/);
  const cells = [
    { config, runs: 2 },
    { config: large, runs: 2 },
  ] as const;
  await assert.rejects(checkAblation(cells, folder.path, say), { code: 'preflight.memory-too-small' });
});

test('the checkpoints of all runs of an ablation must find room', async () => {
  await using model = await tinyModel();
  await using folder = await temporaryFolder();
  const config = runConfigOf({ base: model.path, adapters: null, promptsPerStep: 4 }, 'the test');
  // A checkpoint has some 100 kB; of 10^12 runs no disk holds three each.
  await assert.rejects(
    checkAblation([{ config, runs: 1e12 }], folder.path, () => undefined),
    { code: 'preflight.disk-too-small' },
  );
});

test('checkpoints are those kept, the best and the one being written: 12 bytes for each number', () => {
  const decoder = tinyConfig();
  const config = runConfigOf({ adapters: null, checkpoint: { keep: 3 } }, 'the test');
  // 24 × 16 embedded; a layer: 2 × 64·16 and 2 × 32·16 of attention, 3 × 24·16, gains 2 × 16 + 2 × 16; a last gain of 16.
  const numbers = 384 + 2 * (2048 + 1024 + 1152 + 64) + 16;
  assert.equal(checkpointsBytes([{ config, runs: 1 }], decoder), 5 * 12 * numbers);
  // Two runs that keep 3 and three that keep 1, each with its best, and one being written: 2 · 4 + 3 · 2 + 1.
  const fewer = runConfigOf({ adapters: null, checkpoint: { keep: 1 } }, 'the test');
  const several = [
    { config, runs: 2 },
    { config: fewer, runs: 3 },
  ];
  assert.equal(checkpointsBytes(several, decoder), 15 * 12 * numbers);
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
