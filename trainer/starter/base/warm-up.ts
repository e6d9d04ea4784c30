/** Supervised learning of the starter's base model, stopped on purpose before it is good. */
import type { Engine, TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { createRandom, type Random } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { copying } from './copies.ts';
import { judgeExample, sequenceOf, solveExample, type Answer, type Example } from './examples.ts';

/** Steps that are alike. */
export interface WarmUpStage {
  readonly steps: number;
  /** Problems solved a step, each with `solutions` of its right solutions. */
  readonly solved: number;
  /** Problems whose solutions are judged a step: `solutions` right ones and as many wrong ones of each. */
  readonly judged: number;
  /** Exercises in copying a step, and their longest: it grows over the stage, since short ones are learned first. */
  readonly copied: number;
  readonly longestCopy: readonly [first: number, last: number];
}

export interface WarmUpSettings {
  readonly seed: number;
  /** One after the other. */
  readonly stages: readonly WarmUpStage[];
  /** Steps after which the learning rate would have fallen; learning stops before, while there is room to grow. */
  readonly scheduleSteps: number;
  readonly solutions: number;
  /** The highest; it rises over the first `warmupSteps` and falls to a twentieth as a cosine. */
  readonly learningRate: number;
  readonly warmupSteps: number;
}

export interface WarmUpStep {
  readonly step: number;
  /** Mean over the answers of their weighted −log p. */
  readonly loss: number;
  /** Share of the judgements where the right verdict is the more probable one, behind the right critique. */
  readonly verdictAccuracy: number;
  readonly tokens: number;
}

/** Updates the engine's weights once a step; yields after each. */
export async function* warmUp(
  engine: Engine,
  tokenizer: Tokenizer,
  rows: readonly StarterRow[],
  settings: WarmUpSettings,
): AsyncGenerator<WarmUpStep> {
  const random = createRandom(settings.seed);
  const nextSolved = endless(
    rows.map((row) => solveExample(row, tokenizer)),
    random.fork('solved'),
  );
  const copies = copying(rows, tokenizer);
  const nextJudged = endless(
    rows.map((row) => judgeExample(row, tokenizer)),
    random.fork('judged'),
  );
  for (const [index, { solved, judged, copied, longest }] of settings.stages.flatMap(stepsOf).entries()) {
    const step = index + 1;
    const drawn = [
      ...[...Array.from({ length: solved }, nextSolved), ...Array.from({ length: judged }, nextJudged)].map(
        (example) => draw(example, settings, random),
      ),
      ...Array.from({ length: copied }, () => {
        const length = shortestCopy + random.integer(longest - shortestCopy + 1);
        return { prompt: copies.prompt, answers: [copies.draw(length, random)] };
      }),
    ];
    const answers = drawn.flatMap((example) => example.answers);
    const sequences = drawn.map((example): TrainSequence =>
      sequenceOf(example.prompt, example.answers, 1 / answers.length),
    );
    const { loss, logprobs, tokensComputed } = await engine.forwardBackward(sequences, {
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
    yield { step, loss, verdictAccuracy: accuracyOf(answers, logprobs), tokens: tokensComputed };
  }
}

/** Random tokens of the shortest exercise in copying. */
const shortestCopy = 3;

/** What each step of a stage consists of. */
function stepsOf({ steps, longestCopy: [first, last], ...counts }: WarmUpStage) {
  return Array.from({ length: steps }, (_, index) => ({
    ...counts,
    longest: Math.round(first + ((last - first) * index) / steps),
  }));
}

function rateAt({ learningRate, warmupSteps, scheduleSteps }: WarmUpSettings, step: number): number {
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  const cosine = (1 + Math.cos((Math.PI * step) / scheduleSteps)) / 2;
  return learningRate * (0.05 + 0.95 * cosine);
}

/** `solutions` answers of each kind, or as many as there are. */
function draw({ prompt, correct, wrong }: Example, { solutions }: WarmUpSettings, random: Random) {
  const some = (answers: readonly Answer[]) => random.shuffle(answers).slice(0, solutions);
  return { prompt, answers: [...some(correct), ...some(wrong)] };
}

function accuracyOf(answers: readonly Answer[], logprobs: readonly Float32Array[]): number {
  const verdicts = answers.flatMap(({ verdictAt }, index) =>
    verdictAt >= 0 ? [logprobs[index]?.[verdictAt] ?? Number.NaN] : [],
  );
  return verdicts.filter((logprob) => logprob > Math.log(0.5)).length / Math.max(1, verdicts.length);
}

/** Every example once in a drawn order, then again in another. */
function endless(examples: readonly Example[], random: Random): () => Example {
  let left: Example[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(examples);
    const next = left.pop();
    if (next === undefined) throw new RangeError('there are no examples to draw from');
    return next;
  };
}
