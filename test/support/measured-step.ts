/**
 * A program: opens the local engine, samples a little, takes training steps on prompts with their completions, and
 * writes the most memory that its process has had, in bytes. The question is its one argument, as JSON.
 */
import { LocalEngine } from '../../trainer/engine/local/engine.ts';
import type { LocalEngineOptions } from '../../trainer/engine/local/options.ts';
import { createRandom } from '../../trainer/random.ts';
import { ordinarySettings } from './updates.ts';

export interface MeasuredStep {
  readonly engine: LocalEngineOptions;
  readonly vocabularySize: number;
  readonly prompts: number;
  readonly groupSize: number;
  readonly promptTokens: number;
  /** Of each completion that is trained on, and of each that is sampled. */
  readonly completionTokens: number;
  readonly sampledTokens: number;
  readonly steps: number;
}

const clip = { clipLow: 0.2, clipHigh: 0.2, dualClip: 0, klCoef: 0, entropyCoef: 0 };

async function takeSteps(question: MeasuredStep): Promise<void> {
  const { groupSize, promptTokens, completionTokens, sampledTokens, vocabularySize } = question;
  await using engine = await LocalEngine.open(question.engine);
  const random = createRandom(1);
  const draw = (length: number) => Int32Array.from({ length }, () => random.integer(vocabularySize));
  const perToken = (value: number) => new Float32Array(completionTokens).fill(value);
  for (let step = 0; step < question.steps; step++) {
    const prompts = Array.from({ length: question.prompts }, () => draw(promptTokens));
    const params = { temperature: 1, topP: 1, topK: 0, maxTokens: sampledTokens, stop: [] };
    await engine.sample(prompts.map((prompt) => ({ prompt, count: groupSize, seed: step, params })));
    const completion = () => ({
      tokens: draw(completionTokens),
      weights: perToken(1e-3),
      advantages: perToken(1),
      oldLogprobs: perToken(-Math.log(vocabularySize)),
    });
    await engine.forwardBackward(
      prompts.map((prompt) => ({ prompt, completions: Array.from({ length: groupSize }, completion) })),
      { kind: 'policy', temperature: 1, ...clip },
    );
    await engine.optimStep(ordinarySettings);
  }
}

await takeSteps(JSON.parse(process.argv[2] ?? '') as MeasuredStep);
// Kilobytes, whatever the platform.
process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
