/** What a configuration leaves to the base model, decided when a run is created and recorded with it. */
import { join } from 'node:path';
import { uniformAdapters } from '../../model/adapter-files.ts';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import { adaptersSchema, mostTrainedWhole } from '../../protocol/config-adapters.ts';
import type { RunConfig } from '../../protocol/config.ts';
import { modelDirectory } from './open.ts';

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
