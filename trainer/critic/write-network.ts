/**
 * Writes a checkpoint's network as an ONNX model with its numbers beside it. A few rows of one matrix are in memory at a
 * time, never the model.
 */
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeModel, type ExternalTensor } from '../graph/encode.ts';
import type { Graph } from '../graph/graph.ts';
import type { BlockFormat } from '../graph/matrix.ts';
import { cachedGraph } from '../model/cached-graph.ts';
import { CheckpointWeights, rowsOf } from '../model/checkpoint-weights.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import { parameterSpecs, type ParameterSpec } from '../model/parameters.ts';
import { quantiseRows } from '../model/quantise.ts';
import { rotaryAngles } from '../model/rotary.ts';
import { formatOf, isReadByRows, storedNames } from '../model/stored.ts';
import type { Precision } from '../protocol/critic.ts';
import { modelFileName } from './network.ts';

const dataFileName = 'model.onnx.data';

/** Writes the network of the checkpoint in `model` into `directory`. The signal is heard before every parameter. */
export async function writeNetwork(
  model: string,
  directory: string,
  precision: Precision,
  signal?: AbortSignal,
): Promise<void> {
  const config = await readDecoderConfig(join(model, configFile));
  const graph = cachedGraph(config, { precision });
  const specs = parameterSpecs(config);
  await using weights = await CheckpointWeights.open(model, specs);
  await using handle = await open(join(directory, dataFileName), 'w');
  const file = new DataFile(handle, graph);
  for (const spec of specs) {
    signal?.throwIfAborted();
    const format = formatOf(spec, precision);
    if (format === null) await copyNumbers(file, weights, spec);
    else await storeBlocks(file, weights, spec, format);
  }
  const angles = rotaryAngles(config, config.maxPositions);
  file.place('cosine', await file.append(angles.cosine), angles.shape);
  file.place('sine', await file.append(angles.sine), angles.shape);
  await handle.sync();
  const encoded = encodeModel(graph, { external: file.tensors });
  await writeFile(join(directory, modelFileName), encoded, { flush: true });
}

/** A stretch of the file. */
interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/** The file with a model's numbers, written from its beginning to its end. */
class DataFile {
  readonly tensors: ExternalTensor[] = [];
  readonly #handle: FileHandle;
  readonly #graph: Graph;
  #offset = 0;

  constructor(handle: FileHandle, graph: Graph) {
    this.#handle = handle;
    this.#graph = graph;
  }

  async append(data: Float32Array | Uint8Array): Promise<Stretch> {
    const { byteLength: length } = data;
    await this.#handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, length));
    const offset = this.#offset;
    this.#offset += length;
    return { offset, length };
  }

  /** Says that an input of the graph has its numbers in a stretch. */
  place(name: string, stretch: Stretch, shape: readonly number[]): void {
    const input = this.#graph.inputs.find((candidate) => candidate.name === name);
    if (input === undefined) throw new RangeError(`The cached graph has no input "${name}".`);
    this.tensors.push({ input, shape, location: dataFileName, ...stretch });
  }
}

async function copyNumbers(file: DataFile, weights: CheckpointWeights, spec: ParameterSpec): Promise<void> {
  file.place(spec.name, await appendAll(file, rowsOf(weights, spec)), spec.shape);
}

async function storeBlocks(
  file: DataFile,
  weights: CheckpointWeights,
  spec: ParameterSpec,
  format: BlockFormat,
): Promise<void> {
  const [rows = 0, columns = 0] = spec.shape;
  const scales: Float32Array[] = [];
  async function* numbers(): AsyncGenerator<Uint8Array> {
    for await (const some of rowsOf(weights, spec)) {
      const stored = quantiseRows(some, columns, format);
      scales.push(stored.scales);
      yield stored.numbers;
    }
  }
  const names = storedNames(spec.name);
  const ofNumbers = await appendAll(file, numbers());
  const ofScales = await appendAll(file, scales);
  const blocks = ofScales.length / Float32Array.BYTES_PER_ELEMENT / rows;
  file.place(names.numbers, ofNumbers, [rows, blocks, ofNumbers.length / rows / blocks]);
  file.place(names.scales, ofScales, [rows, blocks]);
  if (isReadByRows(spec.name)) file.place(names.rowScales, ofScales, [rows, blocks, 1]);
}

async function appendAll(
  file: DataFile,
  pieces: AsyncIterable<Float32Array | Uint8Array> | Iterable<Float32Array | Uint8Array>,
): Promise<Stretch> {
  const stretches: Stretch[] = [];
  for await (const piece of pieces) stretches.push(await file.append(piece));
  const length = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  return { offset: stretches[0]?.offset ?? 0, length };
}
