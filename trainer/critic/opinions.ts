/**
 * What a network says of solutions. Most write critiques and are asked how sure they are of their conclusion; one that
 * is to write none is asked where its conclusion would begin the answer, and gives its reasons when asked for them.
 */
import { join } from 'node:path';
import { agreedLogit } from '../critique/agreement.ts';
import { critiquePrompt, type CritiqueSubject } from '../critique/prompts.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import type { CriticRecord } from '../protocol/critic.ts';
import { Network, type NetworkOptions } from './network.ts';
import { verdictTokens, type VerdictTokens } from './verdict-tokens.ts';
import { Writing } from './writing.ts';

/** What a critic says of a solution before its verdict is calibrated. */
export interface Opinion {
  /** log P(T) − log P(F) where the conclusion is written; of several critiques, that of the mean of P(T). */
  readonly logit: number;
  /** The critiques; none where it judges without. */
  readonly written: readonly Explanation[];
}

/** What a critic writes: before its verdict, or after it for those who ask why. */
export interface Explanation {
  /** What stands before the conclusion. */
  readonly critique: string;
  /** Its own conclusion: the likelier of the two words. The verdict, which is calibrated, may be another. */
  readonly concludesCorrect: boolean;
}

/** How a critic is asked: how much is read and written, how many critiques, and what its chat template is told. */
export type OpinionOptions = Pick<
  CriticRecord,
  'maxPromptTokens' | 'maxCritiqueTokens' | 'critiques' | 'chat'
>;

/** Is told all that is written whenever that has grown. */
export type OnText = (written: string) => void;

export class Opinions implements AsyncDisposable {
  readonly #options: OpinionOptions;
  readonly #network: Network;
  readonly #tokenizer: Tokenizer;
  readonly #verdict: VerdictTokens;

  private constructor(options: OpinionOptions, network: Network, tokenizer: Tokenizer) {
    this.#options = options;
    this.#network = network;
    this.#tokenizer = tokenizer;
    this.#verdict = verdictTokens(tokenizer);
  }

  /** The folder has a network beside what describes it; it need not be a critic's yet. */
  static async open(
    directory: string,
    options: OpinionOptions,
    threads: number,
    network: NetworkOptions = {},
  ): Promise<Opinions> {
    const config = await readDecoderConfig(join(directory, configFile));
    const tokenizer = await Tokenizer.open(directory, options.chat);
    return new Opinions(options, await Network.open(directory, config, threads, network), tokenizer);
  }

  /** Tokens of prompts that were computed, those taken from an earlier prompt not counted. */
  get tokensRead(): number {
    return this.#network.tokensRead;
  }

  /**
   * Writes the critiques, each to its conclusion, and reads the verdicts there; if there are to be none, the one verdict
   * behind the question. A critique that stops without a conclusion, or has `maxCritiqueTokens`, is given its beginning.
   * The signal is heard before every token; after every token `onText` is told what the first critique has. Undefined
   * when the question is too long.
   */
  async opinion(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: OnText,
  ): Promise<Opinion | undefined> {
    signal?.throwIfAborted();
    const prompt = this.#promptOf(subject);
    if (prompt === undefined) return undefined;
    const { count, temperature } = this.#options.critiques;
    if (count === 0) return { logit: await this.#verdictBehind(prompt), written: [] };
    const writings = Array.from({ length: count }, (_, index) => this.#begin(index, temperature));
    await this.#write(writings, prompt, signal, onText);
    const logit = agreedLogit(writings.map((each) => each.logit ?? NaN));
    return { logit, written: writings.map(explanationOf) };
  }

  /** Writes one critique, the likeliest, whatever the verdict was. Undefined when the question is too long. */
  async explain(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: OnText,
  ): Promise<Explanation | undefined> {
    const prompt = this.#promptOf(subject);
    if (prompt === undefined) return undefined;
    const writing = this.#begin(0, 0);
    await this.#write([writing], prompt, signal, onText);
    return explanationOf(writing);
  }

  /** Undefined when it is too long. */
  #promptOf(subject: CritiqueSubject): Int32Array | undefined {
    const prompt = this.#tokenizer.encodePrompt(critiquePrompt(subject));
    return prompt.length <= this.#options.maxPromptTokens ? prompt : undefined;
  }

  /** The logit of the verdict where the answer is the conclusion and nothing else: one run of the network. */
  async #verdictBehind(prompt: Int32Array): Promise<number> {
    const { prefix, correct, incorrect } = this.#verdict;
    const logits = await this.#network.begin(1).read(Int32Array.of(...prompt, ...prefix));
    return (logits[correct] ?? NaN) - (logits[incorrect] ?? NaN);
  }

  #begin(index: number, temperature: number): Writing {
    return new Writing(
      {
        tokenizer: this.#tokenizer,
        verdict: this.#verdict,
        endTokens: this.#network.config.endTokens,
        maxTokens: this.#options.maxCritiqueTokens,
        temperature,
      },
      index,
    );
  }

  /** Side by side until the last has its verdict; one that has it reads on whatever, which nobody looks at. */
  async #write(
    writings: readonly Writing[],
    prompt: Int32Array,
    signal: AbortSignal | undefined,
    onText: OnText | undefined,
  ): Promise<void> {
    const { vocabularySize } = this.#network.config;
    const texts = this.#network.begin(writings.length);
    const first = await texts.read(prompt);
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

const explanationOf = ({ critique, logit = NaN }: Writing): Explanation => ({
  critique,
  concludesCorrect: logit >= 0,
});
