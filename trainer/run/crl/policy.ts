/** Opens a policy to sample from as training opens it: a base model, or a run at one of its checkpoints. */
import { basename, join } from 'node:path';
import type { Engine } from '../../engine/types.ts';
import { noBestCheckpoint } from '../../errors/run.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { Tokenizer } from '../../model/tokenizer.ts';
import type { ChatSettings } from '../../protocol/chat.ts';
import type { RunConfig } from '../../protocol/config.ts';
import { hubModelOf } from '../../protocol/model-id.ts';
import { soundWeights } from '../checkpoint.ts';
import { absoluteBase, runConfigOf, withPinnedBase } from '../configuration.ts';
import { modelDirectory, openEngine } from './open.ts';
import { settled } from './settle.ts';
import { openRun, readBest } from '../folder.ts';

/** Which policy: known before anything large is read. */
export interface PolicyChoice {
  /** The base, or the run, as provenance names it. */
  readonly name: string;
  /** Of the run, or of the base. */
  readonly folder: string;
  /** Of a run. */
  readonly step?: number;
  readonly config: RunConfig;
  /** The folder of the checkpoint's weights; a base is what the configuration says. */
  readonly weights?: string;
}

/** A checkpoint of a run. */
export type RunChoice = PolicyChoice & Required<Pick<PolicyChoice, 'step' | 'weights'>>;

export interface Policy extends AsyncDisposable {
  readonly engine: Pick<Engine, 'sample'>;
  readonly tokenizer: Tokenizer;
  /** Tokens of a prompt and its completion together at most. */
  readonly maxPositions: number;
}

/**
 * `starter`, a folder, or a model of the hub that is in the cache; a path is relative to `folder`. `chat` is what its
 * chat template is told.
 */
export async function chooseBase(base: string, folder: string, chat?: ChatSettings): Promise<PolicyChoice> {
  const named = runConfigOf({ base: await absoluteBase(base, folder), ...(chat && { chat }) }, 'the options');
  // A large base is frozen below adapters that do nothing yet, and so takes the memory of sampling alone.
  const config = await settled(await withPinnedBase(named));
  const isPath = config.base !== 'starter' && hubModelOf(config.base) === undefined;
  return {
    name: isPath ? basename(config.base) : config.base,
    folder: modelDirectory(config),
    config,
  };
}

/** The checkpoint of `step`, or the best by validation. Throws `run.checkpoint-missing` or `run.no-best`. */
export async function chooseRun(path: string, step: number | undefined): Promise<RunChoice> {
  const { folder, record } = await openRun(path);
  const chosen = step ?? (await readBest(folder))?.step;
  if (chosen === undefined) throw noBestCheckpoint(folder.path);
  const weights = await soundWeights(folder, chosen);
  return {
    name: record.id,
    folder: folder.path,
    step: chosen,
    config: await withPinnedBase(record.config),
    weights,
  };
}

export async function openPolicy({ config, weights }: PolicyChoice): Promise<Policy> {
  const directory = modelDirectory(config);
  const { maxPositions } = await readDecoderConfig(join(directory, configFile));
  const tokenizer = await Tokenizer.open(directory, config.chat);
  await using opened = new AsyncDisposableStack();
  const engine = opened.use(await openEngine(config, { isRestored: weights !== undefined }));
  if (weights !== undefined) await engine.restore(weights);
  const kept = opened.move();
  return { engine, tokenizer, maxPositions, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
