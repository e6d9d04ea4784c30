/** The policy over its key/value cache: reads a prompt into a slot, and advances the first slots by a token each. */
import { cachedGraph, cacheNames, stepGraph } from '../../model/cached-graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import type { KeysAndValues } from '../../model/decoder.ts';
import { KeyValueCache } from './key-value-cache.ts';
import { rotaryTensors } from './rotary-tensors.ts';
import { GraphSession, tensorOver, type Tensors } from './runtime.ts';
import { SessionCache } from './session-cache.ts';
import type { ParameterVector } from './weights.ts';

/** Every capacity has a graph of its own, so there are few of them. */
const capacityStep = 64;

/** The capacity that sequences of this length are given. */
export function capacityFor(length: number): number {
  return Math.ceil(length / capacityStep) * capacityStep;
}

export class CachedDecoder implements AsyncDisposable {
  readonly #config: DecoderConfig;
  /** The parameters and the rotary tables: what every run is given. */
  readonly #constants: Tensors;
  readonly #reading: GraphSession;
  /** By the capacity of the cache. */
  readonly #stepping: SessionCache<number>;
  readonly #cache: KeyValueCache;
  /** Memory for a step's results: [slots, vocabularySize], and [slots, kvHeads, 1, headSize] twice a layer. */
  #logits = new Float32Array(0);
  #added: readonly KeysAndValues<Float32Array>[] = [];

  private constructor(
    config: DecoderConfig,
    weights: ParameterVector,
    reading: GraphSession,
    stepping: SessionCache<number>,
  ) {
    this.#config = config;
    this.#constants = { ...weights.tensors(weights.values), ...rotaryTensors(config, config.maxPositions) };
    this.#reading = reading;
    this.#stepping = stepping;
    this.#cache = new KeyValueCache(config, 0, 0);
  }

  static async create(
    config: DecoderConfig,
    weights: ParameterVector,
    threads: number,
  ): Promise<CachedDecoder> {
    const reading = await GraphSession.create(cachedGraph(config), 'reading prompts', threads);
    const stepping = new SessionCache((capacity: number) =>
      GraphSession.create(stepGraph(config, capacity), 'sampling', threads),
    );
    return new CachedDecoder(config, weights, reading, stepping);
  }

  /** Makes room for `slots` sequences, short ones at first; what the slots held is lost. */
  prepare(slots: number): void {
    const { vocabularySize, layers, kvHeads, headSize } = this.#config;
    this.#cache.divide(slots, capacityFor(1));
    if (this.#logits.length >= slots * vocabularySize) return;
    this.#logits = new Float32Array(slots * vocabularySize);
    this.#added = Array.from({ length: layers }, () => ({
      keys: new Float32Array(slots * kvHeads * headSize),
      values: new Float32Array(slots * kvHeads * headSize),
    }));
  }

  /** Makes room for `length` tokens in every slot, if there is not; the first `count` slots keep what they hold. */
  fit(length: number, count: number): void {
    if (length > this.#cache.capacity) this.#cache.grow(capacityFor(length), count);
  }

  /** Reads a prompt into a slot. Returns the logits [V] of the token after it, valid until the next call. */
  async read(prompt: Int32Array, slot: number): Promise<Float32Array> {
    const logits = this.#logits.subarray(0, this.#config.vocabularySize);
    const { length } = prompt;
    await this.#cache.read(this.#reading, this.#constants, { slot, tokens: prompt, length, logits });
    return logits;
  }

  /** Gives slot `to` what slot `from` holds in its first `length` positions. */
  copy(from: number, to: number, length: number): void {
    this.#cache.copy(from, to, length);
  }

  /**
   * Gives each of the first slots its next token, at a position that it does not hold yet.
   * tokens, positions [slots] → logits [slots, V] of the tokens after them, valid until the next call.
   */
  async step(tokens: Int32Array, positions: Int32Array): Promise<Float32Array> {
    const { vocabularySize, kvHeads, headSize } = this.#config;
    const { length: count } = tokens;
    const logits = this.#logits.subarray(0, count * vocabularySize);
    const outputs: Record<string, ReturnType<typeof tensorOver>> = {
      logits: tensorOver(logits, [count, vocabularySize]),
    };
    const size = count * kvHeads * headSize;
    const shape = [count, kvHeads, 1, headSize];
    this.#added.forEach(({ keys, values }, layer) => {
      const names = cacheNames('added', layer);
      outputs[names.keys] = tensorOver(keys.subarray(0, size), shape);
      outputs[names.values] = tensorOver(values.subarray(0, size), shape);
    });
    const { capacity } = this.#cache;
    const session = await this.#stepping.get(String(capacity), capacity);
    await session.run(
      {
        ...this.#constants,
        ...this.#cache.past(count),
        mask: this.#cache.mask(count),
        tokens: tensorOver(tokens, [count, 1]),
        positions: tensorOver(BigInt64Array.from(positions, BigInt), [count, 1]),
      },
      outputs,
    );
    this.#added.forEach((added, layer) => this.#cache.add(layer, added, positions));
    return logits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reading[Symbol.asyncDispose]();
    await this.#stepping[Symbol.asyncDispose]();
  }
}
