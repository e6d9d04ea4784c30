/** Makes a critic folder from trained weights: the network as an ONNX model, the tokenizer, and the record. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notACriticFolder } from '../errors/critic.ts';
import { systemCode } from '../errors/run.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile, copyDescription } from '../model/files.ts';
import { precisionFor } from '../model/stored.ts';
import type { CriticRecord, PrecisionChoice } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import { writeWholeFolder } from '../whole-folder.ts';
import { recordFileName } from './critic.ts';
import { makeRecord } from './record.ts';
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
  readonly precision: PrecisionChoice;
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
  return writeWholeFolder(input.directory, async (temporary) => {
    const config = await readDecoderConfig(join(input.model, configFile));
    const precision = precisionFor(config, input.precision);
    await writeNetwork(input.model, temporary, precision, input.signal);
    await copyDescription(input.model, temporary);
    const record = await makeRecord(input, temporary, precision);
    await writeFile(join(temporary, recordFileName), `${JSON.stringify(record, null, 2)}\n`, { flush: true });
    return record;
  });
}

/** Only a critic, or an empty folder, may be replaced; whatever cannot be listed, such as a file, is neither. */
async function refuseOtherFolders(directory: string): Promise<void> {
  const names = await readdir(directory).catch((cause: unknown): string[] => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw notACriticFolder(directory);
  });
  if (names.length > 0 && !names.includes(recordFileName)) throw notACriticFolder(directory);
}
