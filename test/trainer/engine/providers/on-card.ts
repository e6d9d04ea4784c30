/**
 * A program that computes on WebGPU and on the processor and prints how far apart they are, a JSON document a line.
 * The loader of Vulkan reads its settings when a process starts, so the tests run this in one of its own.
 */
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import type { LocalEngineOptions } from '../../../../trainer/engine/local/options.ts';
import { providerLoader } from '../../../../trainer/engine/providers/loader.ts';
import { tinyAdapters } from '../../../support/adapters.ts';
import { cachedLogits } from '../../../support/decoder.ts';
import { ourResult } from '../../../support/gradient-case.ts';
import { request } from '../../../support/sampling.ts';
import { tinyConfig, tinyModel, tinyWeights } from '../../../support/tiny-model.ts';
import { eightRows, objectives, settings } from '../../../support/updates.ts';
import { operatorCases } from '../../graph/operators/all.cases.ts';

const load = providerLoader('webgpu');

/** The largest difference, relative where numbers are larger than 1. */
function apart(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Infinity;
  const differences = Array.from(wanted, (number, index) => {
    const difference = Math.abs((found[index] ?? NaN) - number) / Math.max(1, Math.abs(number));
    return Number.isNaN(difference) ? Infinity : difference;
  });
  return Math.max(0, ...differences);
}

const tell = (about: string, difference: number): boolean =>
  process.stdout.write(`${JSON.stringify({ about, difference })}\n`);

async function operators(): Promise<void> {
  for (const gradientCase of operatorCases) {
    const [found, wanted] = [await ourResult(gradientCase, load), await ourResult(gradientCase)];
    const differences = wanted.gradients.map((gradient, index) =>
      apart(found.gradients[index] ?? [], gradient),
    );
    const worst = Math.max(apart(found.value, wanted.value), ...differences);
    tell(`${gradientCase.operator} with ${gradientCase.about}`, worst);
  }
}

async function reading(): Promise<void> {
  const config = tinyConfig();
  const tokens = [3, 1, 4, 1, 5, 9, 2, 6];
  const wanted = await cachedLogits(config, tinyWeights(config), tokens, 5);
  const found = await cachedLogits(config, tinyWeights(config), tokens, 5, undefined, load);
  const worst = Math.max(...wanted.map((logits, position) => apart(found[position] ?? [], logits)));
  tell('a prompt read at once and tokens read one by one', worst);
}

async function engine(about: string, changes: Partial<LocalEngineOptions>): Promise<void> {
  await using model = await tinyModel();
  const options: LocalEngineOptions = { model: model.path, threads: 1, microBatchTokens: 64, ...changes };
  await using expected = await LocalEngine.open(options);
  await using found = await LocalEngine.open({ ...options, provider: 'webgpu' });
  for (const update of [1, 2]) {
    const [wanted, result] = [
      await expected.forwardBackward(eightRows, objectives.policy),
      await found.forwardBackward(eightRows, objectives.policy),
    ];
    tell(`the loss of update ${update} of ${about}`, apart([result.loss], [wanted.loss]));
    const [norm, other] = [await found.optimStep(settings), await expected.optimStep(settings)];
    tell(`the gradient's norm in update ${update} of ${about}`, apart([norm.gradNorm], [other.gradNorm]));
  }
  await sampling(about, found, expected);
}

/** The first completion outgrows the room that there is at first, and the second ends early, so that rows move. */
async function sampling(about: string, found: LocalEngine, expected: LocalEngine): Promise<void> {
  const requests = [
    request({ count: 1, prompt: Int32Array.of(4, 5) }, { temperature: 0.7, maxTokens: 3 }),
    request({ count: 2 }, { temperature: 0.7, maxTokens: 36 }),
  ];
  const [sampled, wanted] = [(await found.sample(requests)).flat(), (await expected.sample(requests)).flat()];
  wanted.forEach(({ tokens, logprobs }, row) => {
    tell(`tokens of completion ${row} by ${about}`, apart(sampled[row]?.tokens ?? [], tokens));
    tell(`log-probabilities of completion ${row} by ${about}`, apart(sampled[row]?.logprobs ?? [], logprobs));
  });
}

await operators();
await reading();
await engine('the model itself', {});
await engine('adapters', { adapters: { adapters: tinyAdapters(), seed: 1 } });
await engine('layers computed twice', { recompute: 'always' });
