/** The critic's network: an ONNX model with its weights beside it, run on the processor. */
import { join } from 'node:path';
import { GraphSession } from '../engine/local/runtime.ts';
import { capacityFor, KeyValueCache } from '../engine/local/key-value-cache.ts';
import type { DecoderConfig } from '../model/config.ts';

export const modelFileName = 'model.onnx';

/** Texts that begin alike, each a token longer with every call. */
export interface Texts {
  /** Reads what they begin with, once. Returns the logits [V] of the token that follows. */
  read(prompt: Int32Array): Promise<Float32Array>;
  /** Reads the next token [count] of each. Returns the logits [count, V] of those that follow. */
  advance(tokens: Int32Array): Promise<Float32Array>;
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

  /** Begins `count` texts. */
  begin(count: number): Texts {
    const cache = new KeyValueCache(this.config, count, capacityFor(1));
    const session = this.#session;
    const { vocabularySize } = this.config;
    let length = 0;
    // The model has its weights and tables inside, so there are no constants to give it.
    return {
      async read(tokens) {
        const logits = new Float32Array(vocabularySize);
        ({ length } = tokens);
        cache.fit(length, 0);
        await cache.read(session, {}, { slot: 0, tokens, length, logits });
        for (let slot = 1; slot < count; slot++) cache.copy(0, slot, length);
        return logits;
      },
      async advance(tokens) {
        const logits = new Float32Array(count * vocabularySize);
        length += 1;
        cache.fit(length, count);
        await cache.advance(session, {}, { tokens, length, logits });
        return logits;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
