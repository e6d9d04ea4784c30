/**
 * A checkpoint's weights, whichever way they lie: in one safetensors file, or in shards that an index names. Whoever
 * reads weights reads them here, a tensor at a time.
 */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { badTensor, badWeightIndex, missingShard, unreadableModelFile } from '../errors/model.ts';
import { hashContent, hashFile } from '../hash.ts';
import { weightIndexFile, weightsFile } from './files.ts';
import type { ParameterSpec } from './parameters.ts';
import { SafetensorsFile } from './safetensors.ts';

/** Where each tensor lies. */
interface Layout {
  /** The one file, or the index. */
  readonly file: string;
  /** Tensor → path of its file. */
  readonly places: ReadonlyMap<string, string>;
}

/** A tied head is stored again by some programs, and the rotary frequencies follow from config.json. */
const derivedTensor = /^lm_head\.weight$|(^|\.)rotary_emb\.inv_freq$/;

/** Numbers that are in memory at once where a parameter is read some rows at a time. */
export const numbersAtOnce = 1 << 22;

/** What parameters are read from, one at a time. */
export interface ParameterReader extends AsyncDisposable {
  /** Reads a parameter into `target`, widening half precision to float32. */
  read(spec: ParameterSpec, target: Float32Array): Promise<void>;
}

export class CheckpointWeights implements ParameterReader {
  readonly #layout: Layout;
  readonly #opened = new Map<string, SafetensorsFile>();

  private constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Opens the weights in `directory` and refuses them unless they are those of a model with these parameters. */
  static async open(directory: string, specs: readonly ParameterSpec[]): Promise<CheckpointWeights> {
    const weights = new CheckpointWeights(await layoutOf(directory));
    try {
      await weights.#check(specs);
      return weights;
    } catch (cause) {
      await weights[Symbol.asyncDispose]();
      throw cause;
    }
  }

  /** Fills `target` with the numbers of a parameter from `start` on, widening half precision to float32. */
  async read({ name, shape }: ParameterSpec, target: Float32Array, start = 0): Promise<void> {
    const file = await this.#fileOf(name);
    await file.read(name, shape, target, start);
  }

  async #check(specs: readonly ParameterSpec[]): Promise<void> {
    const { file, places } = this.#layout;
    const known = new Set(specs.map(({ name }) => name));
    for (const name of places.keys()) {
      if (!known.has(name) && !derivedTensor.test(name))
        throw badTensor(file, name, 'the model that config.json describes has no such parameter');
    }
    for (const { name, shape } of specs) (await this.#fileOf(name)).find(name, shape);
  }

  /** A file is opened when the first of its tensors is asked for. */
  async #fileOf(tensor: string): Promise<SafetensorsFile> {
    const path = this.#layout.places.get(tensor);
    if (path === undefined) throw badTensor(this.#layout.file, tensor, 'it is missing');
    const known = this.#opened.get(path);
    if (known !== undefined) return known;
    const file = await SafetensorsFile.open(path);
    this.#opened.set(path, file);
    return file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#opened.values()) await file[Symbol.asyncDispose]();
  }
}

/** The rows of a parameter, some at a time; a vector is one row. The memory is the same every time. */
export async function* rowsOf(weights: CheckpointWeights, spec: ParameterSpec): AsyncGenerator<Float32Array> {
  const columns = spec.shape.at(-1) ?? 1;
  const most = Math.max(1, Math.floor(numbersAtOnce / columns)) * columns;
  const memory = new Float32Array(Math.min(most, spec.size));
  for (let start = 0; start < spec.size; start += most) {
    const rows = memory.subarray(0, Math.min(most, spec.size - start));
    await weights.read(spec, rows, start);
    yield rows;
  }
}

/** The paths of a checkpoint's weights: one file, or the index and behind it the shards that it names, which are all there. */
export async function weightFilesOf(directory: string): Promise<readonly string[]> {
  const { file, places } = await layoutOf(directory);
  const files = [...new Set([file, ...places.values()])];
  for (const each of files) if (!(await exists(each))) throw missingShard(each, file);
  return files;
}

/** One file has its own hash; several have that of their list, an index before its shards. */
export async function hashWeights(directory: string): Promise<string> {
  const hashes: string[] = [];
  for (const file of await weightFilesOf(directory)) hashes.push(await hashFile(file));
  const [only = '', ...shards] = hashes;
  return shards.length === 0 ? only : hashContent(hashes.join('\n'));
}

/** One file goes before an index, as in transformers. */
async function layoutOf(directory: string): Promise<Layout> {
  const index = join(directory, weightIndexFile);
  const single = join(directory, weightsFile);
  if (!(await exists(single)) && (await exists(index))) return readIndex(directory, index);
  await using file = await SafetensorsFile.open(single);
  return { file: single, places: new Map(file.tensors.keys().map((name) => [name, single])) };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** A shard lies beside its index: one that came from elsewhere must not lead to other folders. */
const shardName = /^[^/\\:]+\.safetensors$/;

async function readIndex(directory: string, index: string): Promise<Layout> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(index, 'utf8'));
  } catch (cause) {
    throw unreadableModelFile(index, cause);
  }
  const parsed = indexSchema.safeParse(json);
  if (!parsed.success) throw badWeightIndex(index, 'it has no weight_map from tensors to files');
  const places = Object.entries(parsed.data.weight_map).map(([tensor, shard]) => {
    if (!shardName.test(shard))
      throw badWeightIndex(index, `"${tensor}" lies in "${shard}", which is no safetensors file beside it`);
    return [tensor, join(directory, shard)] as const;
  });
  return { file: index, places: new Map(places) };
}
