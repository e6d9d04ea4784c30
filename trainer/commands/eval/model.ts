/** Opens a model to sample from as training opens it: a base, or a run at its best checkpoint. */
import { join, resolve } from 'node:path';
import type { Engine } from '../../engine/types.ts';
import { noBestCheckpoint } from '../../errors/run.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { Tokenizer } from '../../model/tokenizer.ts';
import type { RunConfig } from '../../protocol/config.ts';
import { hubModelOf } from '../../protocol/model-id.ts';
import { weightsFolder } from '../../run/checkpoint.ts';
import { runConfigOf, withPinnedBase } from '../../run/configuration.ts';
import { modelDirectory, openEngine } from '../../run/crl/open.ts';
import { settled } from '../../run/crl/settle.ts';
import { openRun, readBest } from '../../run/folder.ts';
import { optional, UsageError, type Invocation } from '../command.ts';

export interface NamedModel {
  /** As results name it. */
  readonly name: string;
  readonly config: RunConfig;
  /** The folder of a checkpoint's weights; a base has its own. */
  readonly weights?: string;
}

export interface OpenModel extends AsyncDisposable {
  readonly engine: Pick<Engine, 'sample'>;
  readonly tokenizer: Tokenizer;
  /** Tokens of a prompt and its completion together at most. */
  readonly maxPositions: number;
}

/** By `--base` or `--run`, without reading anything large. */
export async function chooseModel(invocation: Invocation): Promise<NamedModel> {
  const [base, run] = [optional(invocation, 'base'), optional(invocation, 'run')];
  if ((base === undefined) === (run === undefined)) throw new UsageError('say either --base or --run');
  if (run === undefined) return chosenBase(base ?? '');
  const { folder, record } = await openRun(run);
  const best = await readBest(folder);
  if (best === null) throw noBestCheckpoint(folder.path);
  return {
    name: `${record.id}, step ${best.step}`,
    config: await withPinnedBase(record.config),
    weights: weightsFolder(folder, best.step),
  };
}

async function chosenBase(base: string): Promise<NamedModel> {
  const isPath = base !== 'starter' && hubModelOf(base) === undefined;
  const named = runConfigOf({ base: isPath ? resolve(base) : base }, 'the options');
  return { name: base, config: await settled(await withPinnedBase(named)) };
}

export async function openModel({ config, weights }: NamedModel): Promise<OpenModel> {
  const directory = modelDirectory(config);
  const { maxPositions } = await readDecoderConfig(join(directory, configFile));
  const tokenizer = await Tokenizer.open(directory, config.chat);
  const engine = await openEngine(config);
  try {
    if (weights !== undefined) await engine.restore(weights);
  } catch (cause) {
    await engine[Symbol.asyncDispose]();
    throw cause;
  }
  return { engine, tokenizer, maxPositions, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}
