/** The critic's network: an ONNX model with its weights beside it, run on the processor. */
import { join } from 'node:path';
import { GraphSession } from '../engine/local/runtime.ts';
import { capacityFor, KeyValueCache } from '../engine/local/key-value-cache.ts';
import type { DecoderConfig } from '../model/config.ts';

export const modelFileName = 'model.onnx';

export interface NetworkOptions {
  /** Computes with the weights as they lie in the file: slower, but they then take no memory that others could not have. */
  readonly inFile?: boolean;
}

/** Texts that begin alike, each a token longer with every call. */
export interface Texts {
  /** Reads what they begin with, once. Returns the logits [V] of the token that follows. */
  read(prompt: Int32Array): Promise<Float32Array>;
  /** Reads the next token [count] of each. Returns the logits [count, V] of those that follow. */
  advance(tokens: Int32Array): Promise<Float32Array>;
}

/**
 * Keeps the keys and values of the first text that it read last. A prompt that begins like it is read from the token on
 * at which the two part: every prompt begins with the same instructions, and one about a function that was edited goes
 * on alike up to the edit. What is kept is the memory that the longest text so far needed anyway.
 */
export class Network implements AsyncDisposable {
  readonly config: DecoderConfig;
  readonly #session: GraphSession;
  readonly #cache: KeyValueCache;
  /** Texts that the cache has room for. */
  #slots = 0;
  /** What the first slot holds. */
  #held: readonly number[] = [];
  #tokensRead = 0;

  private constructor(config: DecoderConfig, session: GraphSession) {
    this.config = config;
    this.#session = session;
    this.#cache = new KeyValueCache(config, 0, 0);
  }

  static async open(
    directory: string,
    config: DecoderConfig,
    threads: number,
    options: NetworkOptions = {},
  ): Promise<Network> {
    const file = join(directory, modelFileName);
    return new Network(config, await GraphSession.open(file, 'the critic', threads, options));
  }

  /** Tokens of prompts that were computed, those taken from an earlier text not counted. */
  get tokensRead(): number {
    return this.#tokensRead;
  }

  /** Begins `count` texts, which ends the earlier ones. */
  begin(count: number): Texts {
    if (count > this.#slots) {
      this.#cache.divide(count, capacityFor(1));
      this.#slots = count;
      this.#held = [];
    }
    return {
      read: (prompt) => this.#read(prompt, count),
      advance: (tokens) => this.#advance(tokens),
    };
  }

  async #read(prompt: Int32Array, count: number): Promise<Float32Array> {
    const logits = new Float32Array(this.config.vocabularySize);
    const { length } = prompt;
    // The last token is always read: its logits are what is asked for. And one more, where there is one: a product with a
    // single row is computed another way, which rounds otherwise, and the same question is to get the same answer.
    const known = Math.min(commonLength(this.#held, prompt), Math.max(0, length - 2));
    this.#cache.fit(length, 1);
    // Should reading fail, the slot holds what it has in common with the prompt, and nothing else for certain.
    this.#held = this.#held.slice(0, known);
    // The model has its weights and tables inside, so there are no constants to give it.
    await this.#cache.read(this.#session, {}, { slot: 0, tokens: prompt.subarray(known), length, logits });
    this.#tokensRead += length - known;
    this.#held = [...prompt];
    for (let slot = 1; slot < count; slot++) this.#cache.copy(0, slot, length);
    return logits;
  }

  async #advance(tokens: Int32Array): Promise<Float32Array> {
    const logits = new Float32Array(tokens.length * this.config.vocabularySize);
    const length = this.#held.length + 1;
    this.#cache.fit(length, tokens.length);
    await this.#cache.advance(this.#session, {}, { tokens, length, logits });
    this.#held = [...this.#held, tokens[0] ?? 0];
    return logits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

/** How many tokens two texts begin with alike. */
function commonLength(one: readonly number[], other: Int32Array): number {
  const parting = one.findIndex((token, index) => token !== other[index]);
  return parting < 0 ? one.length : parting;
}
