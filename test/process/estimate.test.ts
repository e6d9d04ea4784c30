/** The memory that the engine is said to take, against what processes of their own have taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { estimateMemory, type EngineDemand } from '../../trainer/engine/local/estimate.ts';
import type { DecoderConfig } from '../../trainer/model/config.ts';
import { adaptersSchema } from '../../trainer/protocol/config-adapters.ts';
import type { MeasuredStep } from '../support/measured-step.ts';
import { tinyConfig, tinyModel } from '../support/tiny-model.ts';
import { startNode } from './program.ts';

const measured = fileURLToPath(new URL('../support/measured-step.ts', import.meta.url));

/** Three completions of 128 tokens behind each prompt of 128: one row of a micro-batch, and one for each lane. */
const lengths = { prompts: 2, groupSize: 3, promptTokens: 128, completionTokens: 128 };

function decoder(changes: Partial<DecoderConfig>): DecoderConfig {
  return tinyConfig({ heads: 8, kvHeads: 4, headSize: 64, maxPositions: 2048, ...changes });
}

const narrow = decoder({ layers: 6, hiddenSize: 512, intermediateSize: 1536, vocabularySize: 8192 });
const wordy = decoder({ layers: 4, hiddenSize: 768, intermediateSize: 2048, vocabularySize: 32_000 });
const adapters = adaptersSchema.parse({ rank: 16 });

/** Layers that are most of the model. */
const deep = decoder({ layers: 10, hiddenSize: 768, intermediateSize: 2048, vocabularySize: 4096 });

type Case = Pick<EngineDemand, 'config' | 'adapters' | 'basePrecision' | 'recompute'> & {
  readonly name: string;
};

const cases: readonly Case[] = [
  {
    name: 'a model of 23 million numbers, trained whole',
    config: narrow,
    adapters: null,
    recompute: 'never',
  },
  { name: 'adapters on it', config: narrow, adapters, recompute: 'never' },
  {
    name: 'adapters on a vocabulary of 32,000, layer by layer',
    config: wordy,
    adapters,
    recompute: 'always',
  },
  {
    name: 'adapters on 63 million numbers in 4 bits',
    config: deep,
    adapters,
    basePrecision: 'int4',
    recompute: 'auto',
  },
];

for (const { name, config, adapters: chosen, basePrecision = 'fp32', recompute } of cases) {
  test(`the estimated memory of ${name} is within 15 % of the measured`, async (context) => {
    // The system alone says what a process has had at most, and counts it in its own way elsewhere.
    if (process.platform !== 'linux') return context.skip('measured on Linux');
    await using folder = await tinyModel(config);
    const engine = { threads: 2, microBatchTokens: 512, recompute };
    const estimate = estimateMemory({ ...engine, ...lengths, config, adapters: chosen, basePrecision });
    const question: MeasuredStep = {
      engine: {
        ...engine,
        model: folder.path,
        adapters: chosen && { adapters: chosen, seed: 1, basePrecision },
      },
      vocabularySize: config.vocabularySize,
      ...lengths,
      sampledTokens: 4,
      steps: 2,
    };
    const { code, stdout, stderr } = await startNode([measured, JSON.stringify(question)]).ended;
    assert.equal(code, 0, stderr);
    const ratio = estimate.total / Number(stdout);
    const mebibytes = [estimate.total, Number(stdout)].map((bytes) => Math.round(bytes / 2 ** 20));
    context.diagnostic(`estimated ${mebibytes[0]} MiB, measured ${mebibytes[1]} MiB, ${ratio.toFixed(2)}`);
    assert.ok(Math.abs(ratio - 1) <= 0.15, `estimated ${mebibytes[0]} MiB, measured ${mebibytes[1]} MiB`);
  });
}
