/** Random prompts and completions. */
import type { TrainCompletion, TrainSequence } from '../../trainer/engine/types.ts';
import { createRandom } from '../../trainer/random.ts';
import { integerArray, uniformArray } from './random-arrays.ts';

export interface SequenceSizes {
  readonly prompt: number;
  readonly completions: readonly number[];
}

/** A completion of `length` random tokens, every field given. Weights are positive and advantages of both signs. */
function randomCompletion(length: number, seed: number, vocabularySize: number): TrainCompletion {
  return {
    tokens: integerArray(length, seed, vocabularySize),
    weights: uniformArray(length, seed + 1, 0.05, 0.2),
    advantages: uniformArray(length, seed + 2, -1, 1),
    oldLogprobs: uniformArray(length, seed + 3, -4, -1),
    referenceLogprobs: uniformArray(length, seed + 4, -4, -1),
  };
}

/** Sequences of the given sizes. */
export function sequencesOf(sizes: readonly SequenceSizes[], seed = 1, vocabularySize = 24): TrainSequence[] {
  return sizes.map(({ prompt, completions }, index) => ({
    prompt: integerArray(prompt, seed * 10_000 + index * 100, vocabularySize),
    completions: completions.map((length, member) =>
      randomCompletion(length, seed * 10_000 + index * 100 + member * 10 + 1, vocabularySize),
    ),
  }));
}

/** Sequences of random sizes up to the given ones. */
export function randomSequences(
  count: number,
  seed: number,
  most: { readonly prompt: number; readonly completions: number; readonly tokens: number },
): TrainSequence[] {
  const random = createRandom(seed);
  const sizes = Array.from({ length: count }, () => ({
    prompt: 1 + random.integer(most.prompt),
    completions: Array.from({ length: random.integer(most.completions + 1) }, () =>
      random.integer(most.tokens + 1),
    ),
  }));
  return sequencesOf(sizes, seed);
}
