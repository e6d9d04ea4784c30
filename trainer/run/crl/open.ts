/** Opens what a run of critique reinforcement learning computes with: engine, tokenizer, sandbox. */
import type { Engine } from '../../engine/types.ts';
import { LocalEngine } from '../../engine/local/engine.ts';
import { promptsAllTooLong } from '../../errors/run.ts';
import { parallelism } from '../../machine.ts';
import { Tokenizer } from '../../model/tokenizer.ts';
import type { RunConfig } from '../../protocol/config.ts';
import type { Limits } from '../../sandbox/types.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { baseModelDirectory } from '../../starter/base/directory.ts';
import { createMix, type Mix } from '../../tasks/mix.ts';
import { createRandom, hashSeed } from '../../random.ts';
import type { RunData, Side } from './data.ts';
import { crlJudge } from './judge.ts';
import { critiqueRollout, solveRollout, type CrlPrompt } from './prompts.ts';
import { CrlTraining } from './training.ts';

/** The folder of the model that a configuration starts from. */
export function modelDirectory(config: RunConfig): string {
  return config.base === 'starter' ? baseModelDirectory : config.base;
}

export function sandboxLimits({ sandbox }: RunConfig): Limits {
  return { timeMs: sandbox.timeMs, memoryBytes: sandbox.memoryMb * 2 ** 20, outputBytes: 2 ** 20 };
}

export async function openEngine(config: RunConfig): Promise<Engine> {
  return LocalEngine.open({
    model: modelDirectory(config),
    threads: parallelism(config.engine.threads),
    microBatchTokens: config.engine.microBatchTokens,
  });
}

/** The mix of prompts that fit, and how many problems and pairs were left out because their prompts are too long. */
export function mixOf(config: RunConfig, side: Side, tokenizer: Tokenizer): { mix: Mix; tooLong: number } {
  const fits = (prompt: CrlPrompt) => prompt.tokens.length <= config.context.maxPromptTokens;
  const problems = side.problems.filter((problem) => fits(solveRollout(problem, tokenizer)));
  const pairs = side.pairs.filter((pair) => fits(critiqueRollout(pair, tokenizer)));
  const tooLong = side.problems.length + side.pairs.length - problems.length - pairs.length;
  if (tooLong > 0 && problems.length + pairs.length === 0)
    throw promptsAllTooLong(tooLong, config.context.maxPromptTokens);
  const { critiqueShare: share, promptsPerStep, seed } = config;
  return { mix: createMix({ problems, pairs, share, promptsPerStep, seed }), tooLong };
}

/** A fixed draw from a side: so many problems, and so many pairs, half of them correct where there are enough. */
export function drawPrompts(
  side: Side,
  tokenizer: Tokenizer,
  counts: { readonly problems: number; readonly pairs: number; readonly maxPromptTokens: number },
  seed: number,
): readonly CrlPrompt[] {
  const fits = (prompt: CrlPrompt) => prompt.tokens.length <= counts.maxPromptTokens;
  const random = createRandom(hashSeed(seed, 'draw'));
  const solve = random
    .shuffle(side.problems)
    .map((problem) => solveRollout(problem, tokenizer))
    .filter(fits);
  const pairs = random.shuffle(side.pairs);
  const judge = (correct: boolean) =>
    pairs
      .filter((pair) => pair.correct === correct)
      .map((pair) => critiqueRollout(pair, tokenizer))
      .filter(fits);
  const half = Math.floor(counts.pairs / 2);
  return [
    ...solve.slice(0, counts.problems),
    ...judge(true).slice(0, half),
    ...judge(false).slice(0, counts.pairs - half),
  ];
}

/** Opens everything for the run; disposing the training closes it. */
export async function openCrlTraining(config: RunConfig, data: RunData): Promise<CrlTraining> {
  await using opened = new AsyncDisposableStack();
  const tokenizer = await Tokenizer.open(modelDirectory(config));
  const sandbox = opened.use(await openSandbox({ workers: parallelism(config.sandbox.workers) }));
  const engine = opened.use(await openEngine(config));
  const reference = config.loss.klCoef > 0 ? opened.use(await openEngine(config)) : undefined;
  const { maxPromptTokens } = config.context;
  const parts = {
    engine,
    reference,
    tokenizer,
    judge: crlJudge({ sandbox, tokenizer, limits: sandboxLimits(config) }),
    mix: mixOf(config, data.train, tokenizer).mix,
    validation: drawPrompts(
      data.validation,
      tokenizer,
      { ...config.validation, maxPromptTokens },
      config.seed,
    ),
    resources: opened.move(),
  };
  return new CrlTraining(config, parts);
}
