/** A folder with adapters in the layout of PEFT: every pair of matrices in it, checked against the model it is for. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adaptersDiffer, badAdapters } from '../errors/adapters.ts';
import { unreadableModelFile } from '../errors/model.ts';
import { adaptedModules, adapterScale, projections, type Adapters } from './adapters.ts';
import type { ParameterReader } from './checkpoint-weights.ts';
import type { DecoderConfig } from './config.ts';
import { adapterConfigFile, adapterWeightsFile } from './files.ts';
import { parameterSpecs, type ParameterSpec } from './parameters.ts';
import { formatPeftConfig, parsePeftConfig, type PeftSettings } from './peft.ts';
import { SafetensorsFile } from './safetensors.ts';

/** The adapter of one module: W becomes W + scale · B · A. */
export interface AdapterPair {
  readonly scale: number;
  readonly rank: number;
  /** Names of the tensors in the file: A [rank, in] and B [out, rank]. */
  readonly a: string;
  readonly b: string;
  /** Of W: [out, in]. */
  readonly shape: readonly [number, number];
}

export interface AdapterMatrices {
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Some versions of PEFT keep the adapter's name, such as "default", before the last part. */
const tensorName = /^base_model\.model\.(.+)\.lora_([AB])(?:\.[^.]+)?\.weight$/;

export class AdapterFolder implements ParameterReader {
  /** By the module's name, such as `model.layers.0.self_attn.q_proj`. */
  readonly pairs: ReadonlyMap<string, AdapterPair>;
  readonly settings: PeftSettings;
  readonly #file: SafetensorsFile;

  private constructor(
    file: SafetensorsFile,
    settings: PeftSettings,
    pairs: ReadonlyMap<string, AdapterPair>,
  ) {
    this.#file = file;
    this.settings = settings;
    this.pairs = pairs;
  }

  /** Opens the adapters in `directory` and refuses them unless every pair fits a model of this shape. */
  static async open(directory: string, config: DecoderConfig): Promise<AdapterFolder> {
    const settings = await readSettings(join(directory, adapterConfigFile));
    const file = await SafetensorsFile.open(join(directory, adapterWeightsFile));
    try {
      return new AdapterFolder(file, settings, pairsOf(file, config, settings));
    } catch (cause) {
      await file[Symbol.asyncDispose]();
      throw cause;
    }
  }

  /** Reads one of the two matrices of a module, under the name that PEFT has for it. */
  async read({ name, shape }: ParameterSpec, target: Float32Array): Promise<void> {
    const [, module = '', half] = tensorName.exec(name) ?? [];
    const pair = this.pairs.get(module);
    if (pair === undefined) throw badAdapters(this.file, `the projection "${module}" has no adapter`);
    await this.#file.read(half === 'A' ? pair.a : pair.b, shape, target);
  }

  /** Both matrices of a pair. */
  async matrices({ a, b, rank, shape: [rows, columns] }: AdapterPair): Promise<AdapterMatrices> {
    const matrices = { a: new Float32Array(rank * columns), b: new Float32Array(rows * rank) };
    await this.#file.read(a, [rank, columns], matrices.a);
    await this.#file.read(b, [rows, rank], matrices.b);
    return matrices;
  }

  get file(): string {
    return this.#file.file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }
}

async function readSettings(file: string): Promise<PeftSettings> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
  return parsePeftConfig(json, file);
}

function pairsOf(
  { file, tensors }: SafetensorsFile,
  config: DecoderConfig,
  settings: PeftSettings,
): ReadonlyMap<string, AdapterPair> {
  const shapes = new Map(parameterSpecs(config).map(({ name, shape }) => [name, shape]));
  const found = new Map<string, { A?: string; B?: string }>();
  for (const name of tensors.keys()) {
    const [, module = '', half = 'A'] = tensorName.exec(name) ?? [];
    if (module === '') throw badAdapters(file, `"${name}" is neither a lora_A nor a lora_B of a projection`);
    found.set(module, { ...found.get(module), [half]: name });
  }
  if (found.size === 0) throw badAdapters(file, 'there is no pair of lora_A and lora_B in it');
  const pairs = new Map<string, AdapterPair>();
  for (const [module, { A: a, B: b }] of found) {
    if (a === undefined || b === undefined) {
      throw badAdapters(file, `"${module}" has a lora_${a === undefined ? 'B' : 'A'} without its other half`);
    }
    const [rows, columns] = isAdaptable(module) ? (shapes.get(`${module}.weight`) ?? []) : [];
    if (rows === undefined || columns === undefined)
      throw badAdapters(file, `the model has no projection "${module}"`);
    const rank = settings.rankOf(module);
    checkShape(file, a, tensors.get(a)?.shape, [rank, columns]);
    checkShape(file, b, tensors.get(b)?.shape, [rows, rank]);
    pairs.set(module, { a, b, rank, scale: settings.scaleOf(module), shape: [rows, columns] });
  }
  return pairs;
}

/** A head of its own can have an adapter too; the matrix of an embedding is read by rows, which is another operation. */
function isAdaptable(module: string): boolean {
  return module === 'lm_head' || projections.some((projection) => module.endsWith(`.${projection}`));
}

function checkShape(file: string, name: string, found: readonly number[] = [], needed: readonly number[]) {
  if (found.length === needed.length && found.every((size, axis) => size === needed[axis])) return;
  throw badAdapters(
    file,
    `"${name}" has the shape [${found.join(', ')}] where [${needed.join(', ')}] is needed`,
  );
}

/** The adapters of a folder as one thing that training can go on with: the same in every layer. */
export async function uniformAdapters(directory: string, config: DecoderConfig): Promise<Adapters> {
  await using folder = await AdapterFolder.open(directory, config);
  const { rank, alpha, dropout, rankStabilised } = folder.settings;
  const names = [...folder.pairs.keys()];
  const targets = projections.filter((projection) => names.some((name) => name.endsWith(`.${projection}`)));
  const adapters = { rank, alpha, dropout, rankStabilised, targets };
  checkSame(folder, config, adapters);
  return adapters;
}

/** Opens the adapters in `directory` for reading, and refuses any but these. */
export async function openAdapterWeights(
  directory: string,
  config: DecoderConfig,
  adapters: Adapters,
): Promise<ParameterReader> {
  const folder = await AdapterFolder.open(directory, config);
  try {
    checkSame(folder, config, adapters);
    return folder;
  } catch (cause) {
    await folder[Symbol.asyncDispose]();
    throw cause;
  }
}

function checkSame({ file, pairs }: AdapterFolder, config: DecoderConfig, adapters: Adapters): void {
  const modules = adaptedModules(config, adapters.targets).map(({ module }) => module);
  const missing = modules.find((module) => !pairs.has(module));
  if (missing !== undefined) throw adaptersDiffer(file, `"${missing}" has no adapter in it`);
  const known = new Set(modules);
  const scale = adapterScale(adapters);
  for (const [module, pair] of pairs) {
    if (!known.has(module)) throw adaptersDiffer(file, `"${module}" has an adapter in it`);
    if (pair.rank !== adapters.rank || pair.scale !== scale) {
      const found = `rank ${pair.rank} and scale ${pair.scale}`;
      throw adaptersDiffer(file, `"${module}" has ${found} where ${adapters.rank} and ${scale} are needed`);
    }
  }
}

/** Writes what says how the matrices are to be used, which whoever calls has written beside it. */
export async function writeAdapterConfig(directory: string, adapters: Adapters, base: string): Promise<void> {
  const json = JSON.stringify(formatPeftConfig(adapters, base), null, 2);
  await writeFile(join(directory, adapterConfigFile), `${json}\n`);
}
