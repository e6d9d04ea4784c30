/**
 * What all threads of the engine compute with: plain data over shared memory, so that it can be given to a thread.
 * Every number is there once, for sampling, training and updating.
 */
import type { Tensor } from 'onnxruntime-node';
import { adapterSpecs, type Adapters } from '../../model/adapters.ts';
import { blockBytes, blocksOf, type BlockFormat } from '../../graph/matrix.ts';
import { CheckpointWeights, rowsOf } from '../../model/checkpoint-weights.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { parameterSpecs, type ParameterSpec } from '../../model/parameters.ts';
import { quantiseRows, type StoredRows } from '../../model/quantise.ts';
import { baseFormatOf } from '../../model/stored.ts';
import type { BasePrecision } from '../../protocol/config-adapters.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** A matrix of the base as blocks of whole numbers. */
export interface StoredMatrix extends StoredRows {
  readonly shape: readonly [number, number];
  readonly format: BlockFormat;
}

export interface SharedModel {
  readonly config: DecoderConfig;
  /** What is trained in place of the model's own parameters; null where these are trained. */
  readonly adapters: Adapters | null;
  /** By name, the parameters that training leaves alone: those of the base below adapters, otherwise none. */
  readonly frozen: ReadonlyMap<string, Float32Array>;
  /** By name, the matrices of the base that are kept in fewer bits instead. */
  readonly stored: ReadonlyMap<string, StoredMatrix>;
  /** Those that training changes, one behind another. */
  readonly trained: Float32Array;
}

/** Memory that other threads can be given. */
export function sharedVector(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/** The parameters that training changes. */
export function trainedSpecs({
  config,
  adapters,
}: Pick<SharedModel, 'config' | 'adapters'>): readonly ParameterSpec[] {
  return adapters === null ? parameterSpecs(config) : adapterSpecs(config, adapters);
}

/** Reads a checkpoint's weights into memory of their own each; those that are stored in fewer bits, some rows at a time. */
export async function loadBase(
  directory: string,
  config: DecoderConfig,
  precision: BasePrecision = 'fp32',
): Promise<Pick<SharedModel, 'frozen' | 'stored'>> {
  const specs = parameterSpecs(config);
  await using weights = await CheckpointWeights.open(directory, specs);
  const frozen = new Map<string, Float32Array>();
  const stored = new Map<string, StoredMatrix>();
  for (const spec of specs) {
    const format = baseFormatOf(spec, precision);
    if (format !== null) {
      stored.set(spec.name, await readStored(weights, spec, format));
      continue;
    }
    const values = sharedVector(spec.size);
    await weights.read(spec, values);
    frozen.set(spec.name, values);
  }
  return { frozen, stored };
}

async function readStored(
  weights: CheckpointWeights,
  spec: ParameterSpec,
  format: BlockFormat,
): Promise<StoredMatrix> {
  const [rows, columns] = spec.shape as readonly [number, number];
  const count = rows * blocksOf(columns, format);
  const numbers = new Uint8Array(new SharedArrayBuffer(count * blockBytes(format)));
  const scales = sharedVector(count);
  let done = 0;
  for await (const some of rowsOf(weights, spec)) {
    const stored = quantiseRows(some, columns, format);
    numbers.set(stored.numbers, done * blockBytes(format));
    scales.set(stored.scales, done);
    done += stored.scales.length;
  }
  return { shape: [rows, columns], format, numbers, scales };
}

function partsOf(specs: readonly ParameterSpec[], vector: Float32Array): readonly [string, Tensor][] {
  return specs.map(({ name, shape, offset, size }) => [
    name,
    tensorOver(vector.subarray(offset, offset + size), shape),
  ]);
}

/** Every parameter, frozen or trained, as an input of a graph; what is stored in fewer bits is left out (`stored-base.ts`). */
export function parameterTensors(model: SharedModel): Tensors {
  const frozen = parameterSpecs(model.config).flatMap(({ name, shape }) => {
    const values = model.frozen.get(name);
    return values === undefined ? [] : [[name, tensorOver(values, shape)] as const];
  });
  return Object.fromEntries([...frozen, ...partsOf(trainedSpecs(model), model.trained)]);
}

/** What a graph calls the gradient of a parameter. */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

/** The gradients of the trained parameters as outputs of a graph, over their parts of the vector `gradient`. */
export function gradientTensors(model: SharedModel, gradient: Float32Array): Tensors {
  return Object.fromEntries(
    partsOf(trainedSpecs(model), gradient).map(([name, tensor]) => [gradientName(name), tensor]),
  );
}
