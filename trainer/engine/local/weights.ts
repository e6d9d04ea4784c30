/** The trained numbers: weights, their accumulated gradient and the optimiser's moments, each one flat vector. */
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { badCheckpoint } from '../../errors/engine.ts';
import { CheckpointWeights } from '../../model/checkpoint-weights.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { weightsFile } from '../../model/files.ts';
import { parameterCount, parameterSpecs, type ParameterSpec } from '../../model/parameters.ts';
import { SafetensorsFile, writeSafetensors } from '../../model/safetensors.ts';
import { tensorOver } from './runtime.ts';

const optimiserFile = 'optimizer.safetensors';

/** Memory that other threads can be given. */
export function sharedVector(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/** A number for every parameter, in one vector. */
export class ParameterVector {
  readonly specs: readonly ParameterSpec[];
  readonly values: Float32Array;

  constructor(config: DecoderConfig, values?: Float32Array) {
    this.specs = parameterSpecs(config);
    this.values = values ?? sharedVector(parameterCount(this.specs));
  }

  /** A tensor for each parameter over its part of `vector`, under its name behind `prefix`. */
  tensors(vector: Float32Array, prefix = ''): Record<string, Tensor> {
    return Object.fromEntries(
      this.specs.map(({ name, shape, offset, size }) => [
        prefix + name,
        tensorOver(vector.subarray(offset, offset + size), shape),
      ]),
    );
  }
}

export class Weights extends ParameterVector {
  /** Adam's running means of the gradient and of its square. */
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Number of updates made. */
  updates = 0;

  constructor(config: DecoderConfig) {
    super(config);
    this.firstMoment = new Float32Array(this.values.length);
    this.secondMoment = new Float32Array(this.values.length);
  }

  /** Reads a checkpoint's weights from `directory`; a tied head may be stored or left out. */
  async load(directory: string): Promise<void> {
    await using weights = await CheckpointWeights.open(directory, this.specs);
    await this.#readWeights(weights);
  }

  /** Reads what `save` and `saveOptimiser` wrote; both files are checked before a number is replaced. */
  async restore(directory: string): Promise<void> {
    await using weights = await CheckpointWeights.open(directory, this.specs);
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

  async #readWeights(weights: CheckpointWeights): Promise<void> {
    for (const spec of this.specs) {
      await weights.read(spec, this.values.subarray(spec.offset, spec.offset + spec.size));
    }
  }

  /** Writes the weights in Hugging Face layout. */
  async save(directory: string): Promise<void> {
    const tensors = this.specs.map(({ name, shape, offset, size }) => ({
      name,
      shape,
      data: this.values.subarray(offset, offset + size),
      type: 'F32' as const,
    }));
    await writeSafetensors(join(directory, weightsFile), tensors, { format: 'pt' });
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
    throw badCheckpoint(file, new Error(`its update count is "${stored}"`));
  }
  return updates;
}
