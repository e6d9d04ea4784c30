/** The trained numbers: weights and the optimiser's moments, each one flat vector, in memory and as files. */
import { join } from 'node:path';
import { badCheckpoint } from '../../errors/engine.ts';
import { openAdapterWeights } from '../../model/adapter-files.ts';
import type { Adapters } from '../../model/adapters.ts';
import { CheckpointWeights, type ParameterReader } from '../../model/checkpoint-weights.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { adapterWeightsFile, weightsFile } from '../../model/files.ts';
import { parameterCount, type ParameterSpec } from '../../model/parameters.ts';
import { SafetensorsFile, writeSafetensors } from '../../model/safetensors.ts';
import { sharedVector, trainedSpecs } from './shared-model.ts';

const optimiserFile = 'optimizer.safetensors';

export class Weights {
  readonly specs: readonly ParameterSpec[];
  readonly values: Float32Array;
  /** Adam's running means of the gradient and of its square. */
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Number of updates made. */
  updates = 0;
  readonly #config: DecoderConfig;
  readonly #adapters: Adapters | null;

  /** Of the adapters where there are some, else of the model itself. */
  constructor(config: DecoderConfig, adapters: Adapters | null = null) {
    this.#config = config;
    this.#adapters = adapters;
    this.specs = trainedSpecs({ config, adapters });
    this.values = sharedVector(parameterCount(this.specs));
    this.firstMoment = sharedVector(this.values.length);
    this.secondMoment = sharedVector(this.values.length);
  }

  /** Reads the weights of a checkpoint, or of adapters, from `directory`. */
  async load(directory: string): Promise<void> {
    await using weights = await this.#open(directory);
    await this.#readWeights(weights);
  }

  #open(directory: string): Promise<ParameterReader> {
    return this.#adapters === null
      ? CheckpointWeights.open(directory, this.specs)
      : openAdapterWeights(directory, this.#config, this.#adapters);
  }

  /** Reads what `save` and `saveOptimiser` wrote; both files are checked before a number is replaced. */
  async restore(directory: string): Promise<void> {
    await using weights = await this.#open(directory);
    await using optimiser = await SafetensorsFile.open(join(directory, optimiserFile));
    const updates = updatesOf(optimiser);
    for (const [name, moment] of this.#moments) optimiser.find(name, [moment.length]);
    await this.#readWeights(weights);
    for (const [name, moment] of this.#moments) await optimiser.read(name, [moment.length], moment);
    this.updates = updates;
  }

  get #moments(): readonly (readonly [string, Float32Array])[] {
    return [
      ['first_moment', this.firstMoment],
      ['second_moment', this.secondMoment],
    ];
  }

  async #readWeights(weights: ParameterReader): Promise<void> {
    for (const spec of this.specs) {
      await weights.read(spec, this.values.subarray(spec.offset, spec.offset + spec.size));
    }
  }

  /** Writes the weights under the names of Hugging Face, adapters under those of PEFT. */
  async save(directory: string): Promise<void> {
    const tensors = this.specs.map(({ name, shape, offset, size }) => ({
      name,
      shape,
      data: this.values.subarray(offset, offset + size),
      type: 'F32' as const,
    }));
    const file = this.#adapters === null ? weightsFile : adapterWeightsFile;
    await writeSafetensors(join(directory, file), tensors, { format: 'pt' });
  }

  async saveOptimiser(directory: string): Promise<void> {
    const vectors = this.#moments.map(([name, data]) => ({
      name,
      shape: [data.length],
      data,
      type: 'F32' as const,
    }));
    await writeSafetensors(join(directory, optimiserFile), vectors, { updates: String(this.updates) });
  }
}

function updatesOf({ file, metadata }: SafetensorsFile): number {
  const stored = metadata['updates'] ?? 'missing';
  const updates = Number(stored);
  if (!/^\d+$/.test(stored) || !Number.isSafeInteger(updates)) {
    throw badCheckpoint('optimiser state', file, new Error(`its update count is "${stored}"`));
  }
  return updates;
}
