/** Supervised learning of the starter's base model, stopped on purpose before it is good. */
import type { Engine } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { createRandom, hashSeed } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { critiqueExamples, sequencesOf, solveExamples, type Example } from './examples.ts';

export interface WarmUpSettings {
  readonly seed: number;
  readonly steps: number;
  /** Problems a step, each with all its right solutions. */
  readonly problems: number;
  /** Solutions judged a step, half of them correct. */
  readonly judged: number;
  /** Share of the judgements that say why. */
  readonly explained: number;
  /** The highest; it rises over the first `warmupSteps` and falls to a twentieth as a cosine. */
  readonly learningRate: number;
  readonly warmupSteps: number;
}

export interface WarmUpStep {
  readonly step: number;
  /** Mean of −log p, over answers of either task. */
  readonly loss: number;
  readonly tokens: number;
}

/** Updates the engine's weights once a step; yields after each. */
export async function* warmUp(
  engine: Engine,
  tokenizer: Tokenizer,
  rows: readonly StarterRow[],
  settings: WarmUpSettings,
): AsyncGenerator<WarmUpStep> {
  const { seed, steps, problems, judged, explained } = settings;
  const { correct, wrong } = critiqueExamples(
    rows,
    tokenizer,
    explained,
    createRandom(hashSeed(seed, 'explained')),
  );
  const draws = [
    { next: endless(solveExamples(rows, tokenizer), hashSeed(seed, 'solve')), count: problems },
    { next: endless(correct, hashSeed(seed, 'correct')), count: judged / 2 },
    { next: endless(wrong, hashSeed(seed, 'wrong')), count: judged / 2 },
  ];
  for (let step = 1; step <= steps; step++) {
    const examples = draws.flatMap(({ next, count }) => Array.from({ length: count }, next));
    const { loss, tokensComputed } = await engine.forwardBackward(sequencesOf(examples), {
      kind: 'crossEntropy',
    });
    await engine.optimStep({
      learningRate: rateAt(settings, step),
      beta1: 0.9,
      beta2: 0.98,
      epsilon: 1e-8,
      weightDecay: 0.05,
      maxGradNorm: 1,
    });
    yield { step, loss, tokens: tokensComputed };
  }
}

function rateAt({ learningRate, warmupSteps, steps }: WarmUpSettings, step: number): number {
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  const cosine = (1 + Math.cos((Math.PI * step) / steps)) / 2;
  return learningRate * (0.05 + 0.95 * cosine);
}

/** Every example once in a drawn order, then again in another. */
function endless(examples: readonly Example[], seed: number): () => Example {
  let round = 0;
  let left: Example[] = [];
  return () => {
    if (left.length === 0) left = createRandom(hashSeed(seed, round++)).shuffle(examples);
    const next = left.pop();
    if (next === undefined) throw new RangeError('there are no examples to draw from');
    return next;
  };
}
