/** What a configuration leaves to the base model and to the machine, decided when a run is created and recorded with it. */
import { join } from 'node:path';
import { divideThreads } from '../../engine/local/lanes.ts';
import { surveyProviders } from '../../engine/providers/survey.ts';
import { parallelism } from '../../machine.ts';
import { uniformAdapters } from '../../model/adapter-files.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import { adaptersSchema, mostTrainedWhole } from '../../protocol/config-adapters.ts';
import type { RunConfig } from '../../protocol/config.ts';
import { modelDirectory } from './open.ts';
import { providerOf } from './provider.ts';

/** The configuration with its adapters chosen, and with the figures of those that it goes on from. */
export async function settled(config: RunConfig): Promise<RunConfig> {
  if (config.adapters === null) return config;
  const decoder = await readDecoderConfig(join(modelDirectory(config), configFile));
  if (config.adapters === undefined) {
    const isLarge = parameterCount(parameterSpecs(decoder)) > mostTrainedWhole;
    return { ...config, adapters: isLarge ? adaptersSchema.parse({}) : null };
  }
  const { from, dropout, basePrecision } = config.adapters;
  if (from === undefined) return config;
  const found = await uniformAdapters(from, decoder);
  return { ...config, adapters: { ...found, targets: [...found.targets], dropout, basePrecision, from } };
}

/**
 * The configuration with what this machine decides about the numbers: the provider, and the threads where they share a
 * product. A small model has a lane a core on the processor, so its run may go on with other cores and is left open.
 */
export async function settledHere(config: RunConfig, survey = surveyProviders): Promise<RunConfig> {
  const { engine } = config;
  const decoder = await readDecoderConfig(join(modelDirectory(config), configFile));
  const provider = await providerOf(config, decoder, survey);
  const cores = parallelism(engine.threads);
  const { threadsInside } = divideThreads(parameterCount(parameterSpecs(decoder)), cores);
  const isInLanes = engine.executor === 'onnxruntime' && provider === 'cpu' && threadsInside === 1;
  return { ...config, engine: { ...engine, provider, threads: isInLanes ? engine.threads : cores } };
}

/** The configuration with what `settledHere` decided when the run was created that has `recorded`. */
export function settledAs(config: RunConfig, { engine: recorded }: RunConfig): RunConfig {
  const { engine } = config;
  const provider = engine.provider === 'auto' ? recorded.provider : engine.provider;
  const threads = engine.threads === 'auto' ? recorded.threads : engine.threads;
  return { ...config, engine: { ...engine, provider, threads } };
}
