/**
 * `node bench/random-checkpoint.ts --shape qwen3-1.7b --out DIR`: a checkpoint of a published model's true shape, its
 * numbers random. What it computes means nothing; how fast, and with how much memory, is what the model itself takes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDecoderConfig, type DecoderConfig } from '../trainer/model/config.ts';
import { configFile, copyTokenizer, weightIndexFile } from '../trainer/model/files.ts';
import { narrowBfloat16 } from '../trainer/model/halves.ts';
import { parameterSpecs, type ParameterSpec } from '../trainer/model/parameters.ts';
import { writeSafetensors, type TensorToWrite } from '../trainer/model/safetensors.ts';
import { createRandom } from '../trainer/random.ts';
import { baseModelDirectory } from '../trainer/starter/base/directory.ts';

const qwen3: Omit<DecoderConfig, 'hiddenSize' | 'intermediateSize'> = {
  family: 'qwen3',
  vocabularySize: 151_936,
  layers: 28,
  heads: 16,
  kvHeads: 8,
  headSize: 128,
  rmsNormEpsilon: 1e-6,
  rope: { theta: 1_000_000, scaling: null },
  maxPositions: 40_960,
  tiedHead: true,
  // Random weights would end a text at random.
  endTokens: [],
};

export const shapes = {
  /** To try a bench with. */
  tiny: {
    ...qwen3,
    vocabularySize: 4096,
    hiddenSize: 256,
    intermediateSize: 768,
    layers: 4,
    heads: 4,
    kvHeads: 2,
    headSize: 64,
    maxPositions: 4096,
  },
  'qwen3-0.6b': { ...qwen3, hiddenSize: 1024, intermediateSize: 3072 },
  'qwen3-1.7b': { ...qwen3, hiddenSize: 2048, intermediateSize: 6144 },
} as const satisfies Readonly<Record<string, DecoderConfig>>;
export type ShapeName = keyof typeof shapes;

export const shapeNames = Object.keys(shapes) as readonly ShapeName[];

/**
 * Writes the checkpoint in bfloat16, a shard a layer, so that one of them is in memory at a time. The tokenizer is that of
 * another folder; the starter's stands in for the model's own.
 */
export async function writeRandomCheckpoint(
  shape: ShapeName,
  folder: string,
  tokenizer = baseModelDirectory,
): Promise<void> {
  const config: DecoderConfig = shapes[shape];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, configFile), JSON.stringify(formatDecoderConfig(config), null, 1));
  await copyTokenizer(tokenizer, folder);
  const shards = [...Map.groupBy(parameterSpecs(config), shardOf).values()];
  const places: Record<string, string> = {};
  for (const [index, specs] of shards.entries()) {
    const name = `model-${numbered(index + 1)}-of-${numbered(shards.length)}.safetensors`;
    await writeSafetensors(join(folder, name), specs.map(randomTensor), { format: 'pt' });
    for (const spec of specs) places[spec.name] = name;
  }
  await writeFile(join(folder, weightIndexFile), JSON.stringify({ metadata: {}, weight_map: places }));
}

const numbered = (index: number): string => String(index).padStart(5, '0');

/** What lies in one file: a layer, or a matrix of the vocabulary. */
function shardOf({ name }: ParameterSpec): string {
  return /^model\.layers\.\d+/.exec(name)?.[0] ?? name;
}

function randomTensor({ name, shape, size, offset }: ParameterSpec): TensorToWrite {
  const [, columns] = shape;
  const numbers = columns === undefined ? normalNumbers(0.2, 1) : normalNumbers(columns ** -0.5, 0);
  const data = new Uint16Array(size);
  // Xorshift (Marsaglia 2003): a number for every two weights, billions of which are wanted.
  let state = (offset % 0x7fff_ffff) + 1;
  for (let index = 0; index < size; index++) {
    if (index % 2 === 0) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    data[index] = numbers[index % 2 === 0 ? state & 0xffff : state >>> 16] as number;
  }
  return { name, shape, data, type: 'BF16' };
}

/** 65,536 normally distributed numbers, by the Box–Muller transform. */
function normalNumbers(deviation: number, mean: number): Uint16Array {
  const random = createRandom(1);
  return narrowBfloat16(
    Float32Array.from({ length: 0x1_0000 }, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * random.uniform());
    }),
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { shape: { type: 'string' }, out: { type: 'string' }, tokenizer: { type: 'string' } },
  });
  const shape = shapeNames.find((name) => name === values.shape);
  if (shape === undefined || values.out === undefined) {
    process.stderr.write(`Usage: --shape ${shapeNames.join('|')} --out DIR [--tokenizer DIR]\n`);
    process.exitCode = 2;
  } else await writeRandomCheckpoint(shape, values.out, values.tokenizer);
}
