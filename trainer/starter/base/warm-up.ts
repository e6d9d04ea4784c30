/** Supervised learning of the starter's base model, stopped on purpose before it is good. */
import type { Engine, TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { createRandom, type Random } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { copyProgram, copyRandom, copyTokens, programsOf, type CopyTokens } from './copies.ts';
import { judgeExample, sequenceOf, solveExample, type Answer, type Example } from './examples.ts';

/** Steps that are alike. */
export interface WarmUpStage {
  readonly steps: number;
  /** Problems solved a step, each with `solutions` of its right solutions. */
  readonly solved: number;
  /** Problems whose solutions are judged a step: `solutions` right ones and as many wrong ones of each. */
  readonly judged: number;
  readonly copied?: Copied;
  /** Exercises in copying programs, so many a step. */
  readonly programs?: number;
}

/** Exercises in copying random tokens, so many a step. */
export interface Copied {
  readonly count: number;
  /** The longest at the beginning and at the end of the stage: short ones are learned first. */
  readonly longest: readonly [first: number, last: number];
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
  /** Share of the judgements and exercises where the right verdict is the more probable one, behind the right critique. */
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
  const copied = copyTokens(rows, tokenizer);
  // A problem's programs are copied behind the prompt that its solutions are judged behind.
  const judged = rows.map((row) => ({
    ...judgeExample(row, tokenizer),
    programs: programsOf(row, tokenizer),
  }));
  const nextProgram = endless(judged, random.fork('programs'));
  const nextJudged = endless(judged, random.fork('judged'));
  for (const [index, { stage, progress }] of settings.stages.flatMap(stepsOf).entries()) {
    const step = index + 1;
    const problems = [
      ...Array.from({ length: stage.solved }, nextSolved),
      ...Array.from({ length: stage.judged }, nextJudged),
    ];
    const exercises = [
      ...drawCopies(copied, stage.copied, progress, random),
      ...Array.from({ length: stage.programs ?? 0 }, () => copyProgram(copied, nextProgram(), random)),
    ];
    const drawn = [
      ...problems.map((example) => draw(example, settings, random)),
      ...exercises.map(({ prompt, answer }) => ({ prompt, answers: [answer] })),
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

/** The steps of a stage, each with the share of the stage that lies before it. */
function stepsOf(stage: WarmUpStage) {
  return Array.from({ length: stage.steps }, (_, index) => ({ stage, progress: index / stage.steps }));
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

/** Exercises of even lengths up to the longest that a stage has come to. */
function drawCopies(tokens: CopyTokens, copied: Copied | undefined, progress: number, random: Random) {
  if (copied === undefined) return [];
  const [first, last] = copied.longest;
  const longest = Math.round(first + (last - first) * progress);
  return Array.from({ length: copied.count }, () => {
    const length = shortestCopy + random.integer(longest - shortestCopy + 1);
    return copyRandom(tokens, length, random);
  });
}

function accuracyOf(answers: readonly Answer[], logprobs: readonly Float32Array[]): number {
  const verdicts = answers.flatMap(({ verdictAt }, index) =>
    verdictAt >= 0 ? [logprobs[index]?.[verdictAt] ?? Number.NaN] : [],
  );
  return verdicts.filter((logprob) => logprob > Math.log(0.5)).length / Math.max(1, verdicts.length);
}

/** Every example once in a drawn order, then again in another. */
function endless<T>(examples: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(examples);
    const next = left.pop();
    if (next === undefined) throw new RangeError('there are no examples to draw from');
    return next;
  };
}
