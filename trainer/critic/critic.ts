/** An exported critic: writes its critique of a solution and judges by how sure it is of its conclusion. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { critiquePrompt, templateVersion, type CritiqueSubject } from '../critique/prompts.ts';
import { judge, type Judged } from '../critique/calibration.ts';
import { badCriticFolder, templateMismatch } from '../errors/critic.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { agreedLogit } from '../critique/agreement.ts';
import { criticRecordSchema, type CriticRecord } from '../protocol/critic.ts';
import { Network, type Texts } from './network.ts';
import { verdictTokens, type VerdictTokens } from './verdict-tokens.ts';
import { Writing } from './writing.ts';

export const recordFileName = 'critic.json';

/** What a critic says of a solution before its verdict is calibrated. */
export interface Opinion {
  /** log P(T) − log P(F) where the conclusion is written; of several critiques, that of the mean of P(T). */
  readonly logit: number;
  /** What it wrote before the conclusion, by the first critique that agrees with the logit; empty if nothing. */
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
    const tokenizer = await Tokenizer.open(directory, record.chat);
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
   * Writes the record's number of critiques, each to its conclusion, and reads the verdicts there. A critique that
   * stops without a conclusion, or has `maxCritiqueTokens`, is given its beginning. The signal is heard before every
   * token; after every token `onText` is told what the first critique has. Undefined when the question is too long.
   */
  async opinion(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: (written: string) => void,
  ): Promise<Opinion | undefined> {
    const { maxPromptTokens, critiques } = this.record;
    const prompt = this.#tokenizer.encodePrompt(critiquePrompt(subject));
    if (prompt.length > maxPromptTokens) return undefined;
    const writings = Array.from({ length: critiques.count }, (_, index) => this.#begin(index));
    const texts = this.#network.begin(critiques.count);
    await this.#write(writings, texts, await texts.read(prompt), signal, onText);
    const logits = writings.map(({ logit }) => logit ?? NaN);
    const logit = agreedLogit(logits);
    const agreeing = writings.findIndex((_, index) => (logits[index] ?? NaN) >= 0 === logit >= 0);
    return { logit, critique: writings[Math.max(0, agreeing)]?.critique ?? '' };
  }

  #begin(index: number): Writing {
    const { maxCritiqueTokens, critiques } = this.record;
    return new Writing(
      {
        tokenizer: this.#tokenizer,
        verdict: this.#verdict,
        endTokens: this.#network.config.endTokens,
        maxTokens: maxCritiqueTokens,
        temperature: critiques.temperature,
      },
      index,
    );
  }

  /** Side by side until the last has its verdict; one that has it reads on whatever, which nobody looks at. */
  async #write(
    writings: readonly Writing[],
    texts: Texts,
    first: Float32Array,
    signal: AbortSignal | undefined,
    onText: ((written: string) => void) | undefined,
  ): Promise<void> {
    const { vocabularySize } = this.#network.config;
    let next = writings.map((writing) => writing.next(first));
    while (next.some((token) => token !== undefined)) {
      signal?.throwIfAborted();
      onText?.(writings[0]?.written ?? '');
      const logits = await texts.advance(Int32Array.from(next, (token) => token ?? 0));
      next = writings.map((writing, row) =>
        next[row] === undefined
          ? undefined
          : writing.next(logits.subarray(row * vocabularySize, (row + 1) * vocabularySize)),
      );
    }
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
