/** Small decoders with random weights, in memory and as folders in Hugging Face layout. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDecoderConfig, type DecoderConfig } from '../../trainer/model/config.ts';
import { configFile, tokenizerConfigFile, tokenizerFile, weightsFile } from '../../trainer/model/files.ts';
import { parameterCount, parameterSpecs } from '../../trainer/model/parameters.ts';
import { writeSafetensors } from '../../trainer/model/safetensors.ts';
import { normalArray } from './random-arrays.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** A decoder that computes in well under a millisecond a token; `changes` replace its sizes. */
export function tinyConfig(changes: Partial<DecoderConfig> = {}): DecoderConfig {
  return {
    family: 'qwen3',
    vocabularySize: 24,
    hiddenSize: 16,
    intermediateSize: 24,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headSize: 16,
    rmsNormEpsilon: 1e-6,
    rope: { theta: 10_000, scaling: null },
    maxPositions: 96,
    tiedHead: true,
    endTokens: [],
    ...changes,
  };
}

/** The sizes of Qwen3-0.6B. */
export const qwen3Sizes = {
  vocabularySize: 151_936,
  hiddenSize: 1024,
  intermediateSize: 3072,
  layers: 28,
  heads: 16,
  kvHeads: 8,
  headSize: 128,
} as const satisfies Partial<DecoderConfig>;

/** Random weights of a decoder, one flat vector: gains near 1, matrices whose outputs are of order 1. */
export function tinyWeights(config: DecoderConfig, seed = 1): Float32Array {
  const specs = parameterSpecs(config);
  const weights = new Float32Array(parameterCount(specs));
  specs.forEach(({ shape, offset, size }, index) => {
    const isGain = shape.length === 1;
    const numbers = normalArray(size, seed * 1000 + index, isGain ? 0.2 : (shape[1] as number) ** -0.5);
    weights.set(isGain ? numbers.map((x) => 1 + x) : numbers, offset);
  });
  return weights;
}

/** Writes a decoder into `folder`. The tokenizer's files are stubs: the rooms under test only copy them. */
export async function writeTinyModel(
  folder: string,
  config = tinyConfig(),
  seed = 1,
  weights = tinyWeights(config, seed),
): Promise<void> {
  const tensors = parameterSpecs(config).map(({ name, shape, offset, size }) => ({
    name,
    shape,
    data: weights.subarray(offset, offset + size),
    type: 'F32' as const,
  }));
  await writeFile(join(folder, configFile), JSON.stringify(formatDecoderConfig(config)));
  await writeFile(join(folder, tokenizerFile), '{"stub":true}');
  await writeFile(join(folder, tokenizerConfigFile), '{"stub":"config"}');
  await writeSafetensors(join(folder, weightsFile), tensors, { format: 'pt' });
}

/** A folder with a decoder, removed when it is disposed of. */
export async function tinyModel(config = tinyConfig(), seed = 1): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder.path, config, seed);
  return folder;
}
