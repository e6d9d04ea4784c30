/** The critic's network: an ONNX model with its weights beside it, run on the processor. */
import { join } from 'node:path';
import { GraphSession } from '../engine/local/runtime.ts';
import { KeyValueCache } from '../engine/local/key-value-cache.ts';
import type { DecoderConfig } from '../model/config.ts';

export const modelFileName = 'model.onnx';

/** Reads more tokens of a text; returns the logits [V] of the token that follows them. */
export type Read = (tokens: Int32Array) => Promise<Float32Array>;

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
  begin(capacity: number): Read {
    const cache = new KeyValueCache(this.config, 1, capacity);
    let length = 0;
    return async (tokens) => {
      const logits = new Float32Array(this.config.vocabularySize);
      length += tokens.length;
      // The model has its weights and tables inside.
      await cache.read(this.#session, {}, { slot: 0, tokens, length, logits });
      return logits;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
