/** An exported critic: judges solutions by one forward pass and, asked for it, says more in words. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { critiquePrompt, templateVersion, type CritiqueSubject } from '../critique/prompts.ts';
import { judge, type Judged } from '../critique/calibration.ts';
import { parseVerdict } from '../critique/verdict.ts';
import { badCriticFolder, templateMismatch } from '../errors/critic.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { criticRecordSchema, type CriticRecord } from '../protocol/critic.ts';
import { Network, type Reading } from './network.ts';
import { verdictTokens, type VerdictTokens } from './verdict-tokens.ts';

export const recordFileName = 'critic.json';

/** Words after which a critic that has given its verdict without any goes on to explain it. */
const explanationStart = ' because';
const longestExplanation = 512;

export class Critic implements AsyncDisposable {
  readonly record: CriticRecord;
  readonly #reader: CriticReader;

  private constructor(record: CriticRecord, reader: CriticReader) {
    this.record = record;
    this.#reader = reader;
  }

  static async open(directory: string, threads: number): Promise<Critic> {
    const file = join(directory, recordFileName);
    let record: CriticRecord;
    try {
      record = criticRecordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (cause) {
      throw badCriticFolder(file, cause);
    }
    if (record.template !== templateVersion)
      throw templateMismatch(directory, record.template, templateVersion);
    return new Critic(record, await CriticReader.open(directory, threads));
  }

  /** The calibrated verdict; undefined when the question is too long for the critic. */
  async judge(subject: CritiqueSubject): Promise<Judged | undefined> {
    const logit = await this.logit(subject);
    return logit === undefined ? undefined : judge(logit, this.record.calibration);
  }

  /** log P(T) − log P(F) where the conclusion is written; undefined when the question is too long. */
  async logit(subject: CritiqueSubject): Promise<number | undefined> {
    const prompt = this.#reader.encode(subject);
    return prompt.length > this.record.maxPromptTokens ? undefined : this.#reader.logit(prompt);
  }

  /** The critique in words, piece by piece, in agreement with `verdict`. */
  explain(subject: CritiqueSubject, verdict: boolean, signal?: AbortSignal): AsyncGenerator<string> {
    return this.#reader.explain(this.#reader.encode(subject), verdict, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader[Symbol.asyncDispose]();
  }
}

/** A critic's network and tokenizer, before there is a calibration. */
export class CriticReader implements AsyncDisposable {
  readonly #network: Network;
  readonly #tokenizer: Tokenizer;
  readonly #verdict: VerdictTokens;

  private constructor(network: Network, tokenizer: Tokenizer) {
    this.#network = network;
    this.#tokenizer = tokenizer;
    this.#verdict = verdictTokens(tokenizer);
  }

  static async open(directory: string, threads: number): Promise<CriticReader> {
    const config = await readDecoderConfig(join(directory, configFile));
    const tokenizer = await Tokenizer.open(directory);
    return new CriticReader(await Network.open(directory, config, threads), tokenizer);
  }

  /** Tokens of the longest prompt that leaves room for a conclusion and the words an explanation begins with. */
  get longestPrompt(): number {
    const room = Math.max(this.#given(true).length, this.#given(false).length);
    return this.#network.config.maxPositions - room;
  }

  encode(subject: CritiqueSubject): Int32Array {
    return this.#tokenizer.encodePrompt(critiquePrompt(subject));
  }

  async logit(prompt: Int32Array): Promise<number> {
    const { prefix, correct, incorrect } = this.#verdict;
    const tokens = Int32Array.of(...prompt, ...prefix);
    const logits = await this.#network.begin(tokens.length).read(tokens);
    return (logits[correct] ?? NaN) - (logits[incorrect] ?? NaN);
  }

  /**
   * Greedy text. What the critic writes of itself comes first; if that is a bare conclusion, or one that contradicts
   * `verdict`, it is given the conclusion and goes on from there.
   */
  async *explain(prompt: Int32Array, verdict: boolean, signal?: AbortSignal): AsyncGenerator<string> {
    let written = '';
    for await (const piece of this.#write(prompt, signal)) written += piece;
    const withoutConclusion = written.replace(/\\conclusion\{[^}]*\}/g, '').trim();
    if (withoutConclusion !== '' && parseVerdict(written) === verdict) {
      yield written.trim();
      return;
    }
    yield explanationStart.trim();
    yield* this.#write(Int32Array.of(...prompt, ...this.#given(verdict)), signal);
  }

  #given(verdict: boolean): Int32Array {
    return this.#tokenizer.encode(`\\conclusion{${verdict ? 'T' : 'F'}}${explanationStart}`);
  }

  /** Continues the tokens greedily to the end token, yielding text as it becomes readable. */
  async *#write(tokens: Int32Array, signal?: AbortSignal): AsyncGenerator<string> {
    const { maxPositions, endTokens } = this.#network.config;
    const capacity = Math.min(maxPositions, tokens.length + longestExplanation);
    const reading: Reading = this.#network.begin(capacity);
    const answer: number[] = [];
    let shown = '';
    let logits = await reading.read(tokens);
    while (reading.length < capacity) {
      signal?.throwIfAborted();
      const token = largest(logits);
      if (endTokens.includes(token)) return;
      answer.push(token);
      const text = this.#tokenizer.decode(Int32Array.from(answer));
      // A character of several bytes is incomplete until its last token; it shows as U+FFFD until then.
      if (!text.endsWith('\uFFFD')) {
        yield text.slice(shown.length);
        shown = text;
      }
      logits = await reading.read(Int32Array.of(token));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network[Symbol.asyncDispose]();
  }
}

function largest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return best;
}
