/**
 * A base model with adapters becomes an ordinary model: W + s·B·A in place of W, a matrix at a time, so that no more
 * than one is in memory.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterFolder, type AdapterMatrices } from './adapter-files.ts';
import { CheckpointWeights, type ParameterReader } from './checkpoint-weights.ts';
import { formatDecoderConfig, readDecoderConfig, type DecoderConfig } from './config.ts';
import { configFile, copyUse, weightsFile } from './files.ts';
import { parameterSpecs, type ParameterSpec } from './parameters.ts';
import { writeSafetensors } from './safetensors.ts';

/** What is added to the weight of a module; nothing where it has no adapter. */
export type AdapterSource = (
  module: string,
) => Promise<{ readonly matrices: AdapterMatrices; readonly scale: number } | undefined>;

/**
 * Writes the model in the folder `base`, with every pair of the folder `adapters` merged into it, to `target`. Rejects
 * with the signal's reason when that is aborted.
 */
export async function mergeAdapters(
  base: string,
  adapters: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const config = await readDecoderConfig(join(base, configFile));
  await using folder = await AdapterFolder.open(adapters, config);
  await using weights = await CheckpointWeights.open(base, parameterSpecs(config));
  await writeMerged(target, config, weights, async (module) => {
    signal?.throwIfAborted();
    const pair = folder.pairs.get(module);
    return pair && { matrices: await folder.matrices(pair), scale: pair.scale };
  });
  await describeModel(target, config, base);
}

/** Writes the weights, in float32: half precision would lose much of what the adapters add. */
export async function writeMerged(
  target: string,
  config: DecoderConfig,
  base: Pick<ParameterReader, 'read'>,
  adapterOf: AdapterSource,
): Promise<void> {
  const tensors = parameterSpecs(config).map((spec) => ({
    name: spec.name,
    shape: spec.shape,
    type: 'F32' as const,
    make: async () => {
      const values = new Float32Array(spec.size);
      await base.read(spec, values);
      const adapter = await adapterOf(spec.name.replace(/\.weight$/, ''));
      if (adapter !== undefined) addProduct(values, spec, adapter.matrices, adapter.scale);
      return values;
    },
  }));
  await writeSafetensors(join(target, weightsFile), tensors, { format: 'pt' });
}

/** Adds scale · B · A to W [out, in]; sums are in double precision. */
function addProduct(
  weight: Float32Array,
  { shape: [rows = 0, columns = 0] }: ParameterSpec,
  { a, b }: AdapterMatrices,
  scale: number,
): void {
  const rank = a.length / columns;
  const sum = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sum.fill(0);
    for (let inner = 0; inner < rank; inner++) {
      const factor = scale * (b[row * rank + inner] as number);
      const start = inner * columns;
      for (let column = 0; column < columns; column++) {
        sum[column] = (sum[column] as number) + factor * (a[start + column] as number);
      }
    }
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      weight[start + column] = (weight[start + column] as number) + (sum[column] as number);
    }
  }
}

/** Writes what stands beside the weights of a model: its shape, and of the model in the folder `base` all else. */
export async function describeModel(target: string, config: DecoderConfig, base: string): Promise<void> {
  const json = JSON.stringify(formatDecoderConfig(config), null, 2);
  await writeFile(join(target, configFile), `${json}\n`);
  await copyUse(base, target);
}
