/** Makes a critic folder from trained weights: the network as an ONNX model, the tokenizer, and the record. */
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { notACriticFolder } from '../errors/critic.ts';
import { systemCode } from '../errors/run.ts';
import { fitCalibration } from '../critique/calibration.ts';
import { evaluateCritic } from '../critique/evaluation.ts';
import { templateVersion } from '../critique/prompts.ts';
import { LocalEngine } from '../engine/local/engine.ts';
import { describeFiles, hashContent, hashFile } from '../hash.ts';
import { readDecoderConfig } from '../model/config.ts';
import { weightFilesOf } from '../model/checkpoint-weights.ts';
import { configFile, describingFiles } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import type { CriticRecord } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { recordFileName } from './critic.ts';
import { scoreSubjects } from './score.ts';
import { verdictTokens } from './verdict-tokens.ts';
import { writeNetwork } from './write-network.ts';

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
    await writeNetwork(input.model, temporary, 'fp32', input.signal);
    for (const file of describingFiles) await copyFile(join(input.model, file), join(temporary, file));
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

/** Calibrates and measures by the opinions of the weights that the network was made of. */
async function makeRecord(input: ExportInput, directory: string): Promise<CriticRecord> {
  const { model, threads, critiques, signal } = input;
  const tokenizer = await Tokenizer.open(model);
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
    files: await describeFiles(directory),
  };
}

/** One file has its own hash; several have that of their list, an index before its shards. */
async function hashWeights(directory: string): Promise<string> {
  const hashes: string[] = [];
  for (const file of await weightFilesOf(directory)) hashes.push(await hashFile(file));
  const [only = '', ...shards] = hashes;
  return shards.length === 0 ? only : hashContent(hashes.join('\n'));
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
