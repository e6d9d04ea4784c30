/** An exported critic: writes its critique of a solution and judges by how sure it is of its conclusion. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { critiquePrompt, templateVersion, type CritiqueSubject } from '../critique/prompts.ts';
import { judge, type Judged } from '../critique/calibration.ts';
import { badCriticFolder, templateMismatch } from '../errors/critic.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { criticRecordSchema, type CriticRecord } from '../protocol/critic.ts';
import { Network } from './network.ts';
import { critiqueBefore, verdictTokens, type VerdictTokens } from './verdict-tokens.ts';

export const recordFileName = 'critic.json';

/** What a critic says of a solution before its verdict is calibrated. */
export interface Opinion {
  /** log P(T) − log P(F) where the conclusion is written. */
  readonly logit: number;
  /** What it wrote before the conclusion; empty if nothing. */
  readonly critique: string;
}

export class Critic implements AsyncDisposable {
  readonly record: CriticRecord;
  readonly #network: Network;
  readonly #tokenizer: Tokenizer;
  readonly #verdict: VerdictTokens;

  private constructor(record: CriticRecord, network: Network, tokenizer: Tokenizer) {
    this.record = record;
    this.#network = network;
    this.#tokenizer = tokenizer;
    this.#verdict = verdictTokens(tokenizer);
  }

  static async open(directory: string, threads: number): Promise<Critic> {
    const record = await readCriticRecord(directory);
    const config = await readDecoderConfig(join(directory, configFile));
    const tokenizer = await Tokenizer.open(directory);
    return new Critic(record, await Network.open(directory, config, threads), tokenizer);
  }

  /** The calibrated verdict with the critique; undefined when the question is too long for the critic. */
  async judge(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: (written: string) => void,
  ): Promise<(Judged & Pick<Opinion, 'critique'>) | undefined> {
    const opinion = await this.opinion(subject, signal, onText);
    if (opinion === undefined) return undefined;
    return { ...judge(opinion.logit, this.record.calibration), critique: opinion.critique };
  }

  /**
   * Writes greedily to the conclusion and reads the verdict there. A critic that stops without a conclusion, or has
   * written `maxCritiqueTokens`, is given its beginning. The signal is heard before every token; after every token
   * `onText` is told all that is written. Undefined when the question is too long.
   */
  async opinion(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: (written: string) => void,
  ): Promise<Opinion | undefined> {
    const { maxPromptTokens, maxCritiqueTokens } = this.record;
    const prompt = this.#tokenizer.encodePrompt(critiquePrompt(subject));
    if (prompt.length > maxPromptTokens) return undefined;
    const { prefix, correct, incorrect } = this.#verdict;
    const read = this.#network.begin(prompt.length + maxCritiqueTokens + prefix.length);
    const answer: number[] = [];
    let logits = await read(prompt);
    let written = '';
    let critique: string | undefined;
    while (critique === undefined) {
      signal?.throwIfAborted();
      const token = largest(logits);
      if (answer.length >= maxCritiqueTokens || this.#network.config.endTokens.includes(token)) {
        logits = await read(prefix);
        critique = written.trim();
      } else {
        answer.push(token);
        written = this.#tokenizer.decode(Int32Array.from(answer));
        onText?.(written);
        logits = await read(Int32Array.of(token));
        critique = critiqueBefore(written, this.#verdict);
      }
    }
    return { logit: (logits[correct] ?? NaN) - (logits[incorrect] ?? NaN), critique };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network[Symbol.asyncDispose]();
  }
}

/** Reads `critic.json` and makes sure that this program can ask such a critic. */
export async function readCriticRecord(directory: string): Promise<CriticRecord> {
  const file = join(directory, recordFileName);
  let record: CriticRecord;
  try {
    record = criticRecordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw badCriticFolder(file, cause);
  }
  if (record.template !== templateVersion)
    throw templateMismatch(directory, record.template, templateVersion);
  return record;
}

function largest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return best;
}
