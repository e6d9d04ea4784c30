/** Makes a critic folder from trained weights: the network as an ONNX model, the tokenizer, and the record. */
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { notACriticFolder } from '../errors/critic.ts';
import { systemCode } from '../errors/run.ts';
import { fitCalibration } from '../critique/calibration.ts';
import { evaluateCritic } from '../critique/evaluation.ts';
import { templateVersion } from '../critique/prompts.ts';
import { LocalEngine } from '../engine/local/engine.ts';
import { encodeModel, type ExternalTensor } from '../graph/encode.ts';
import { describeFiles } from '../hash.ts';
import { cachedGraph } from '../model/cached-graph.ts';
import { readDecoderConfig } from '../model/config.ts';
import { CheckpointWeights, hashWeights } from '../model/checkpoint-weights.ts';
import { configFile, copyDescription } from '../model/files.ts';
import { parameterSpecs } from '../model/parameters.ts';
import { rotaryAngles } from '../model/rotary.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import type { CriticRecord } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { recordFileName } from './critic.ts';
import { modelFileName } from './network.ts';
import { scoreSubjects } from './score.ts';
import { verdictTokens } from './verdict-tokens.ts';

const dataFileName = 'model.onnx.data';

export interface ExportInput {
  /** Trained weights in Hugging Face layout. */
  readonly model: string;
  /** The critic folder. It appears whole or not at all; an earlier one is replaced when the new one is complete. */
  readonly directory: string;
  readonly threads: number;
  /** Pairs that the calibration is fitted on. */
  readonly validation: readonly Pair[];
  /** Pairs whose figures are recorded; neither trained on nor calibrated on. */
  readonly heldOut: readonly Pair[];
  /** The critic accepts prompts of so many tokens, or of as many as its network has positions for. */
  readonly maxPromptTokens: number;
  /** Most tokens of a critique before its conclusion is asked for. */
  readonly maxCritiqueTokens: number;
  readonly critiques: CriticRecord['critiques'];
  /** What the chat template was told in training. */
  readonly chat: CriticRecord['chat'];
  /** What the weights were trained from: its name, and its folder. */
  readonly base: { readonly name: string; readonly directory: string };
  readonly training: CriticRecord['training'];
  readonly signal?: AbortSignal;
}

/** Writes the folder and returns its record. */
export async function exportCritic(input: ExportInput): Promise<CriticRecord> {
  await refuseOtherFolders(input.directory);
  const temporary = join(dirname(input.directory), `.tmp-${basename(input.directory)}-${process.pid}`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await writeNetwork(input.model, temporary);
    await copyDescription(input.model, temporary);
    const record = await makeRecord(input, temporary);
    await writeFile(join(temporary, recordFileName), `${JSON.stringify(record, null, 2)}\n`, { flush: true });
    await replaceFolder(temporary, input.directory);
    return record;
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw cause;
  }
}

/** An earlier critic is moved aside and deleted last, so that one of the two is there at any moment. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const earlier = `${from}-earlier`;
  await rm(earlier, { recursive: true, force: true });
  await rename(to, earlier).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cause;
  });
  await rename(from, to);
  await rm(earlier, { recursive: true, force: true });
}

/** Only a critic, or an empty folder, may be replaced; whatever cannot be listed, such as a file, is neither. */
async function refuseOtherFolders(directory: string): Promise<void> {
  const names = await readdir(directory).catch((cause: unknown): string[] => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw notACriticFolder(directory);
  });
  if (names.length > 0 && !names.includes(recordFileName)) throw notACriticFolder(directory);
}

/** The cached graph with the weights and rotary tables stored beside it. */
async function writeNetwork(model: string, directory: string): Promise<void> {
  const config = await readDecoderConfig(join(model, configFile));
  const graph = cachedGraph(config);
  const angles = rotaryAngles(config, config.maxPositions);
  const external: ExternalTensor[] = [];
  let offset = 0;
  const specs = parameterSpecs(config);
  await using weights = await CheckpointWeights.open(model, specs);
  await using file = await open(join(directory, dataFileName), 'w');
  const store = async (name: string, data: Float32Array, shape: readonly number[]) => {
    const input = graph.inputs.find((candidate) => candidate.name === name);
    if (input === undefined) throw new RangeError(`The cached graph has no input "${name}".`);
    external.push({ input, shape, location: dataFileName, offset, length: data.byteLength });
    await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  };
  for (const spec of specs) {
    const data = new Float32Array(spec.size);
    await weights.read(spec, data);
    await store(spec.name, data, spec.shape);
  }
  await store('cosine', angles.cosine, angles.shape);
  await store('sine', angles.sine, angles.shape);
  await file.sync();
  await writeFile(join(directory, modelFileName), encodeModel(graph, { external }), { flush: true });
}

/** Calibrates and measures by the opinions of the weights that the network was made of. */
async function makeRecord(input: ExportInput, directory: string): Promise<CriticRecord> {
  const { model, threads, critiques, chat, signal } = input;
  const tokenizer = await Tokenizer.open(model, chat);
  // Its beginning and the verdict.
  const conclusionTokens = verdictTokens(tokenizer).prefix.length + 1;
  const { maxPositions } = await readDecoderConfig(join(model, configFile));
  const limits = limitsOf(input, maxPositions, conclusionTokens);
  // Both verdicts are scored behind one critique.
  const longest = limits.maxPromptTokens + limits.maxCritiqueTokens + conclusionTokens + 1;
  const microBatchTokens = Math.max(1024, longest);
  await using engine = await LocalEngine.open({ model, threads, microBatchTokens });
  const score = async (pairs: readonly Pair[]) => {
    const scored = await scoreSubjects(engine, tokenizer, pairs, { ...limits, critiques, signal });
    return scored.map(({ subject: { correct }, logit }) => ({ correct, logit }));
  };
  const calibration = fitCalibration(await score(input.validation));
  const heldOut = input.heldOut.length === 0 ? null : evaluateCritic(await score(input.heldOut), calibration);
  return {
    protocol: PROTOCOL_VERSION,
    createdAt: new Date().toISOString(),
    base: { name: input.base.name, sha256: await hashWeights(input.base.directory) },
    template: templateVersion,
    calibration,
    heldOut,
    training: input.training,
    ...limits,
    critiques,
    chat,
    files: await describeFiles(directory),
  };
}

/** A critique takes at most half of the positions that the network has, and leaves room for the conclusion. */
function limitsOf(
  input: ExportInput,
  maxPositions: number,
  conclusionTokens: number,
): Pick<CriticRecord, 'maxPromptTokens' | 'maxCritiqueTokens'> {
  const maxCritiqueTokens = Math.min(input.maxCritiqueTokens, Math.floor(maxPositions / 2));
  return {
    maxPromptTokens: Math.min(input.maxPromptTokens, maxPositions - maxCritiqueTokens - conclusionTokens),
    maxCritiqueTokens,
  };
}
