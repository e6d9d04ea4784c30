/** The critic's network: an ONNX model with its weights beside it, run on the processor. */
import { join } from 'node:path';
import { GraphSession, tensorOver } from '../engine/local/runtime.ts';
import { KeyValueCache } from '../engine/local/key-value-cache.ts';
import type { DecoderConfig } from '../model/config.ts';

export const modelFileName = 'model.onnx';

/** One text being read and continued. */
export class Reading {
  readonly #network: Network;
  readonly #cache: KeyValueCache;
  #length = 0;

  constructor(network: Network, capacity: number) {
    this.#network = network;
    this.#cache = new KeyValueCache(network.config, 1, capacity);
  }

  /** Tokens read so far. */
  get length(): number {
    return this.#length;
  }

  /** Reads more tokens; returns the logits [V] of the token that follows them. */
  async read(tokens: Int32Array): Promise<Float32Array> {
    this.#length += tokens.length;
    return this.#network.run(this.#cache, tokens, this.#length);
  }
}

export class Network implements AsyncDisposable {
  readonly config: DecoderConfig;
  readonly #session: GraphSession;

  private constructor(config: DecoderConfig, session: GraphSession) {
    this.config = config;
    this.#session = session;
  }

  static async open(directory: string, config: DecoderConfig, threads: number): Promise<Network> {
    return new Network(
      config,
      await GraphSession.open(join(directory, modelFileName), 'the critic', threads),
    );
  }

  /** Begins a text of at most `capacity` tokens. */
  begin(capacity: number): Reading {
    return new Reading(this, capacity);
  }

  /** Reads `tokens`, the last of the first `length`, over the cache of those before them. Returns logits [V]. */
  async run(cache: KeyValueCache, tokens: Int32Array, length: number): Promise<Float32Array> {
    const logits = new Float32Array(this.config.vocabularySize);
    await this.#session.run(
      {
        ...cache.past(0, 1),
        tokens: tensorOver(tokens, [1, tokens.length]),
        lastPositions: tensorOver(Int32Array.of(length - 1), [1]),
        totalLength: tensorOver(Int32Array.of(length), [1]),
        last: tensorOver(BigInt64Array.of(BigInt(tokens.length - 1)), [1]),
      },
      { ...cache.present(0, 1), logits: tensorOver(logits, [1, this.config.vocabularySize]) },
    );
    return logits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
