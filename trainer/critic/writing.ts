/** One critique while it is written, token by token, to the place where its verdict is read. */
import { chooseToken, divisorOf, probabilitiesOf } from '../engine/local/choose.ts';
import type { Tokenizer } from '../model/tokenizer.ts';
import type { Critiques } from '../protocol/critic.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';
import { critiqueBefore, type VerdictTokens } from './verdict-tokens.ts';

/** The seed of a critic's critiques: the same solution is always judged the same. */
export const critiqueSeed = 0;

export interface WritingOptions {
  readonly tokenizer: Tokenizer;
  readonly verdict: VerdictTokens;
  readonly endTokens: readonly number[];
  readonly maxTokens: number;
  readonly temperature: Critiques['temperature'];
}

export class Writing {
  readonly #options: WritingOptions;
  readonly #random: Random;
  readonly #answer: number[] = [];
  /** What is left to be read of a conclusion that the critic did not begin itself. */
  #given: readonly number[] = [];
  #isConcluding = false;
  #written = '';
  #critique = '';
  #logit: number | undefined;

  /** `index` tells the critiques of one solution apart. */
  constructor(options: WritingOptions, index: number) {
    this.#options = options;
    this.#random = createRandom(hashSeed(critiqueSeed, index));
  }

  /** All that is written so far. */
  get written(): string {
    return this.#written;
  }

  /** What stands before the conclusion; empty before there is one. */
  get critique(): string {
    return this.#critique;
  }

  /** log P(T) − log P(F) where the conclusion is written; undefined before that. */
  get logit(): number | undefined {
    return this.#logit;
  }

  /** Takes the logits [V] behind the last token. Returns the next token to be read, or undefined at the verdict. */
  next(logits: Float32Array): number | undefined {
    const { verdict, endTokens, maxTokens, tokenizer } = this.#options;
    if (this.#isConcluding) return this.#conclude(logits);
    const token = this.#choose(logits);
    if (this.#answer.length >= maxTokens || endTokens.includes(token)) {
      this.#critique = this.#written.trim();
      this.#given = [...verdict.prefix];
      this.#isConcluding = true;
      return this.#conclude(logits);
    }
    this.#answer.push(token);
    this.#written = tokenizer.decode(Int32Array.from(this.#answer));
    const critique = critiqueBefore(this.#written, verdict);
    if (critique !== undefined) {
      this.#critique = critique;
      this.#isConcluding = true;
    }
    return token;
  }

  #conclude(logits: Float32Array): number | undefined {
    const [token, ...rest] = this.#given;
    this.#given = rest;
    if (token !== undefined) return token;
    const { correct, incorrect } = this.#options.verdict;
    this.#logit ??= (logits[correct] ?? NaN) - (logits[incorrect] ?? NaN);
    return undefined;
  }

  #choose(logits: Float32Array): number {
    const params = { temperature: this.#options.temperature, topP: 1, topK: 0 };
    return chooseToken(probabilitiesOf(logits, divisorOf(params)), params, this.#random.uniform()).token;
  }
}
