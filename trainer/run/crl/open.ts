/** Opens what a run of critique reinforcement learning computes with: engine, tokenizer, sandbox. */
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Engine } from '../../engine/types.ts';
import { LocalEngine } from '../../engine/local/engine.ts';
import { promptsAllTooLong } from '../../errors/run.ts';
import { snapshotFolder } from '../../hub/cached.ts';
import { cacheFolder } from '../../hub/environment.ts';
import { parallelism } from '../../machine.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { Tokenizer } from '../../model/tokenizer.ts';
import type { RunConfig } from '../../protocol/config.ts';
import { hubModelOf } from '../../protocol/model-id.ts';
import type { Limits } from '../../sandbox/types.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { baseModelDirectory } from '../../starter/base/directory.ts';
import { createMix, type Mix } from '../../tasks/mix.ts';
import { createRandom, hashSeed } from '../../random.ts';
import type { RunData, Side } from './data.ts';
import { crlJudge } from './judge.ts';
import { providerOf } from './provider.ts';
import { longestTexts } from './cost.ts';
import { critiqueRollout, solveRollout, type CrlPrompt } from './prompts.ts';
import type { Warning } from '../training.ts';
import { CrlTraining } from './training.ts';
import { baseWarnings } from './warnings.ts';

/** The folder of the model that a configuration starts from; a base of the hub has been pinned to its commit. */
export function modelDirectory({ base }: RunConfig): string {
  if (base === 'starter') return baseModelDirectory;
  const model = hubModelOf(base);
  return model === undefined ? base : snapshotFolder(cacheFolder(process.env), model, model.revision);
}

export function sandboxLimits({ sandbox }: RunConfig): Limits {
  return { timeMs: sandbox.timeMs, memoryBytes: sandbox.memoryMb * 2 ** 20, outputBytes: 2 ** 20 };
}

export interface OpenOptions {
  /** A checkpoint is restored next, so adapters that training once went on from are not read, nor need they be there. */
  readonly isRestored?: boolean;
  readonly signal?: AbortSignal;
}

/** A configuration that leaves adapters open trains the base itself: a new run's has been settled. */
export async function openEngine(
  config: RunConfig,
  { isRestored = false }: Pick<OpenOptions, 'isRestored'> = {},
): Promise<LocalEngine> {
  const { adapters, seed } = config;
  const { executor, tensorflowFolder = process.cwd() } = config.engine;
  const model = modelDirectory(config);
  return LocalEngine.open({
    model,
    threads: parallelism(config.engine.threads),
    microBatchTokens: config.engine.microBatchTokens,
    recompute: config.engine.recompute,
    tensorFlow: executor === 'tensorflow' ? tensorflowFolder : undefined,
    provider: await providerOf(config, await readDecoderConfig(join(model, configFile))),
    adapters: adapters
      ? {
          adapters,
          seed,
          basePrecision: adapters.basePrecision,
          ...(adapters.from !== undefined && !isRestored && { from: adapters.from }),
        }
      : null,
  });
}

/** What the KL divergence is measured from: the base below the adapters, or a model of its own. */
async function openReference(
  config: RunConfig,
  engine: LocalEngine,
  opened: AsyncDisposableStack,
): Promise<Pick<Engine, 'forward'> | undefined> {
  if (config.loss.klCoef === 0) return undefined;
  if (!config.adapters) return opened.use(await openEngine(config));
  return {
    forward: (sequences, temperature, options) => engine.forwardBase(sequences, temperature, options),
  };
}

/** Tokens of a prompt at most, so that the longest completion fits the model's positions behind it. */
export async function promptLimit(config: RunConfig): Promise<number> {
  return longestTexts(config, await readDecoderConfig(join(modelDirectory(config), configFile))).promptTokens;
}

/** Rows between two looks at what else there is to do: some 10 milliseconds of tokenizing. */
const ROWS_AT_ONCE = 32;

/** How many were left out because their prompts are too long. */
export interface TooLong {
  readonly problems: number;
  readonly pairs: number;
}

/**
 * The mix of prompts that fit into `limit` tokens, and how many do not. Throws `run.prompts-too-long` where none of a kind that is needed
 * does; rejects with the signal's reason when that is aborted.
 */
export async function mixOf(
  config: RunConfig,
  side: Side,
  tokenizer: Tokenizer,
  signal?: AbortSignal,
): Promise<{ mix: Mix; tooLong: TooLong; limit: number }> {
  const limit = await promptLimit(config);
  const fits = (prompt: CrlPrompt) => prompt.tokens.length <= limit;
  const problems = await fitting(side.problems, (row) => fits(solveRollout(row, tokenizer)), signal);
  const pairs = await fitting(side.pairs, (row) => fits(critiqueRollout(row, tokenizer)), signal);
  const tooLong = {
    problems: side.problems.length - problems.length,
    pairs: side.pairs.length - pairs.length,
  };
  const { critiqueShare: share, promptsPerStep, seed } = config;
  if (share < 1 && problems.length === 0 && tooLong.problems > 0)
    throw promptsAllTooLong(`${tooLong.problems} problems`, limit);
  if (share > 0 && pairs.length === 0 && tooLong.pairs > 0)
    throw promptsAllTooLong(`${tooLong.pairs} pairs`, limit);
  return { mix: createMix({ problems, pairs, share, promptsPerStep, seed }), tooLong, limit };
}

function warningsOf(tooLong: TooLong, side: Side, limit: number): readonly Warning[] {
  if (tooLong.problems + tooLong.pairs === 0) return [];
  const left = `${tooLong.problems} of ${side.problems.length} problems and ${tooLong.pairs} of ${side.pairs.length} pairs`;
  const why = 'context.maxPromptTokens, or the positions of the base less context.second';
  const message = `Training leaves out ${left}: their prompts have more than ${limit} tokens (${why}).`;
  return [{ type: 'warning', code: 'run.prompts-too-long', message }];
}

/** Tokenizing a whole set takes seconds, in which those who watch are told the status and a stop is heard. */
async function fitting<T>(
  rows: readonly T[],
  fits: (row: T) => boolean,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const kept: T[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === 0) await breathe();
    signal?.throwIfAborted();
    if (fits(row)) kept.push(row);
  }
  return kept;
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
  const problems = random.shuffle(side.problems);
  const pairs = random.shuffle(side.pairs);
  // Iterators, so that nothing is tokenized that is not drawn.
  const solve = problems
    .values()
    .map((problem) => solveRollout(problem, tokenizer))
    .filter(fits);
  const judge = (correct: boolean) =>
    pairs
      .values()
      .filter((pair) => pair.correct === correct)
      .map((pair) => critiqueRollout(pair, tokenizer))
      .filter(fits);
  const half = Math.floor(counts.pairs / 2);
  return [
    ...solve.take(counts.problems),
    ...judge(true).take(half),
    ...judge(false).take(counts.pairs - half),
  ];
}

/** Opens everything for the run; disposing the training closes it. Rejects with the signal's reason when that is aborted. */
export async function openCrlTraining(
  config: RunConfig,
  data: RunData,
  { isRestored = false, signal }: OpenOptions = {},
): Promise<CrlTraining> {
  await using opened = new AsyncDisposableStack();
  const tokenizer = await Tokenizer.open(modelDirectory(config), config.chat);
  const sandbox = opened.use(await openSandbox({ workers: parallelism(config.sandbox.workers) }));
  const engine = opened.use(await openEngine(config, { isRestored }));
  const reference = await openReference(config, engine, opened);
  const { mix, tooLong, limit } = await mixOf(config, data.train, tokenizer, signal);
  const parts = {
    engine,
    reference,
    tokenizer,
    judge: crlJudge({ sandbox, tokenizer, limits: sandboxLimits(config) }),
    mix,
    warnings: [
      ...warningsOf(tooLong, data.train, limit),
      ...(await baseWarnings(modelDirectory(config), tokenizer)),
    ],
    validation: drawPrompts(
      data.validation,
      tokenizer,
      { ...config.validation, maxPromptTokens: limit },
      config.seed,
    ),
    resources: opened.move(),
  };
  return new CrlTraining(config, parts);
}
