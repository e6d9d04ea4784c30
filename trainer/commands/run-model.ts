/** The model of a checkpoint as an ordinary one, in Hugging Face layout. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBase, describeBase } from '../engine/local/base-record.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile, weightsFile } from '../model/files.ts';
import { describeModel, mergeAdapters } from '../model/merge.ts';
import type { RunConfig } from '../protocol/config.ts';
import { modelDirectory } from '../run/crl/open.ts';

/**
 * Writes it into the existing folder `target`; adapters in `weights` are merged into the base that they belong to.
 * Rejects with the signal's reason when that is aborted.
 */
export async function writeRunModel(
  config: RunConfig,
  weights: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const base = modelDirectory(config);
  if (config.adapters) {
    await checkBase(weights, await describeBase(base));
    await mergeAdapters(base, weights, target, signal);
  } else {
    // Its weights are in float32, whatever the base's own description says of those that training began with.
    await describeModel(target, await readDecoderConfig(join(base, configFile)), base);
    await copyFile(join(weights, weightsFile), join(target, weightsFile));
  }
  signal?.throwIfAborted();
}
