/**
 * Which prompts a training step works on: a mix of problems to solve and solutions to judge.
 *
 * Everything follows from the seed and the step's number, so a resumed run needs no other state.
 * - Prompts are numbered through the whole run. Of the first n exactly round(share × n) are critiques, for every n,
 *   so the share is right at each step and, within a rounding, in each mini-batch of consecutive prompts.
 * - Problems come in epochs: a shuffled order of all of them, then another one. Within an epoch none repeats.
 * - Critiques alternate between correct and incorrect pairs, each class in epochs of its own: the smaller class
 *   repeats sooner, and the two never differ by more than one. If a class is empty the other one serves alone.
 *
 * Departure from the paper, which turns a random fifth of the problems into critiques once: there both the number
 * of critiques a step and the share of correct ones are left to chance.
 */
import { badShare, emptyPool } from '../errors/tasks.ts';
import type { Pair, Problem } from '../protocol/data.ts';
import { createRandom, hashSeed } from '../random.ts';

/** `epoch` counts from 0 how often the item's pool had been used up before. */
export type MixedPrompt =
  | { readonly kind: 'solve'; readonly problem: Problem; readonly epoch: number }
  | { readonly kind: 'critique'; readonly pair: Pair; readonly epoch: number };

export interface MixOptions {
  readonly problems: readonly Problem[];
  readonly pairs: readonly Pair[];
  /** Share of critiques among all prompts, 0 to 1; the paper's is 0.2. */
  readonly share: number;
  readonly promptsPerStep: number;
  readonly seed: number;
}

export interface Mix {
  /** The prompts of a step, counted from 0, in an order in which the critiques are spread evenly. */
  promptsOf(step: number): MixedPrompt[];
  /** Steps until every problem was asked once; with a share of 1, until every pair was. */
  readonly stepsPerEpoch: number;
}

/** Throws `tasks.bad-share`, or `tasks.empty-pool` when a pool that is needed has nothing in it. */
export function createMix({ problems, pairs, share, promptsPerStep, seed }: MixOptions): Mix {
  if (!(share >= 0 && share <= 1)) throw badShare(share);
  if (!Number.isInteger(promptsPerStep) || promptsPerStep < 1) {
    throw new RangeError(`promptsPerStep is a whole number from 1, not ${promptsPerStep}`);
  }
  if (share < 1 && problems.length === 0) throw emptyPool('problem', share);
  if (share > 0 && pairs.length === 0) throw emptyPool('pair', share);

  const solve = endless(problems, hashSeed(seed, 'solve'));
  const judge = alternating(pairs, seed);
  const prompt = (number: number): MixedPrompt => {
    const before = critiquesAmong(number, share);
    if (critiquesAmong(number + 1, share) > before) {
      const { item, epoch } = judge(before);
      return { kind: 'critique', pair: item, epoch };
    }
    const { item, epoch } = solve(number - before);
    return { kind: 'solve', problem: item, epoch };
  };
  return {
    promptsOf: (step) => Array.from({ length: promptsPerStep }, (_, i) => prompt(step * promptsPerStep + i)),
    stepsPerEpoch: stepsPerEpoch({ problems, pairs, share, promptsPerStep, seed }),
  };
}

/** How many of the first `n` prompts are critiques. */
export function critiquesAmong(n: number, share: number): number {
  return Math.round(share * n);
}

/** The smallest number of steps whose solve prompts (or critiques) reach the size of their pool. */
function stepsPerEpoch({ problems, pairs, share, promptsPerStep }: MixOptions): number {
  const reached = (steps: number): boolean => {
    const prompts = steps * promptsPerStep;
    const critiques = critiquesAmong(prompts, share);
    if (share < 1) return prompts - critiques >= problems.length;
    return critiques >= critiquesForAll(pairs);
  };
  let steps = 1;
  while (!reached(steps)) steps *= 2;
  let tooFew = Math.floor(steps / 2);
  while (steps - tooFew > 1) {
    const middle = Math.floor((steps + tooFew) / 2);
    if (reached(middle)) steps = middle;
    else tooFew = middle;
  }
  return steps;
}

/** Alternating classes reach the last pair of the larger one after twice its size, one less if it comes first. */
function critiquesForAll(pairs: readonly Pair[]): number {
  const correct = pairs.filter((pair) => pair.correct).length;
  const incorrect = pairs.length - correct;
  if (correct === 0 || incorrect === 0) return pairs.length;
  return Math.max(2 * correct - 1, 2 * incorrect);
}

interface Drawn<T> {
  readonly item: T;
  readonly epoch: number;
}

/** Even ordinals take a correct pair, odd ones an incorrect one. */
function alternating(pairs: readonly Pair[], seed: number): (ordinal: number) => Drawn<Pair> {
  const correct = pairs.filter((pair) => pair.correct);
  const incorrect = pairs.filter((pair) => !pair.correct);
  if (correct.length === 0 || incorrect.length === 0) return endless(pairs, hashSeed(seed, 'critique'));
  const drawCorrect = endless(correct, hashSeed(seed, 'correct'));
  const drawIncorrect = endless(incorrect, hashSeed(seed, 'incorrect'));
  return (ordinal) => (ordinal % 2 === 0 ? drawCorrect : drawIncorrect)(Math.floor(ordinal / 2));
}

/** The items in one shuffled order after another, addressed by ordinal. */
function endless<T>(items: readonly T[], seed: number): (ordinal: number) => Drawn<T> {
  // The order last used is kept: steps mostly ask for ordinals of the same epoch, one after the other.
  let kept: { epoch: number; order: readonly T[] } | null = null;
  return (ordinal) => {
    const epoch = Math.floor(ordinal / items.length);
    if (kept?.epoch !== epoch) kept = { epoch, order: createRandom(hashSeed(seed, epoch)).shuffle(items) };
    return { item: kept.order[ordinal % items.length] as T, epoch };
  };
}
