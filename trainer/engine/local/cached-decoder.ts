/**
 * The policy over its key/value caches. One holds prompts, a slot for each group of rows that continue the same; the
 * other what each row has behind its prompt. Reads a prompt, and advances the first rows by a token each.
 */
import {
  cachedGraph,
  cacheNames,
  stepGraph,
  type CacheKind,
  type StepShape,
} from '../../model/cached-graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import type { KeysAndValues } from '../../model/attend.ts';
import { heldInput } from '../../graph/grown-inputs.ts';
import { KeptInputs } from '../kept-inputs.ts';
import type { LoadedGraph } from '../runner.ts';
import { capacityFor, KeyValueCache } from './key-value-cache.ts';
import { LayeredReading } from './layered-reading.ts';
import { rotaryTensors } from './rotary-tensors.ts';
import { loadOnOnnxRuntime, tensorOver, type Tensors } from './runtime.ts';
import { SessionCache } from './session-cache.ts';
import { parameterTensors, type SharedModel } from './shared-model.ts';
import { basePrecisionOf, storedTensors } from './stored-base.ts';

/** What there is room for: rows, and groups with at most `width` rows each. */
export interface Room {
  readonly rows: number;
  readonly groups: number;
  readonly width: number;
}

/** Tokens of the longest texts that there will be. */
export interface Longest {
  readonly prompt: number;
  readonly completion: number;
}

/** A step of the first rows, [B] each. */
export interface Step {
  readonly tokens: Int32Array;
  /** Of the tokens, counted from the prompt's first. */
  readonly positions: Int32Array;
  /** Tokens that each row has behind its prompt before this one. */
  readonly held: Int32Array;
  /** slot of the row's prompt · width + its seat in the group; no two rows have the same. */
  readonly places: Int32Array;
  /** Prompts in use: the first so many. */
  readonly groups: number;
  /** What the logits are divided by. */
  readonly divisors: Float32Array;
}

export class CachedDecoder implements AsyncDisposable {
  readonly #config: DecoderConfig;
  /** The parameters and the rotary tables: what every run is given. */
  readonly #constants: Tensors;
  readonly #reading: LoadedGraph;
  readonly #stepping: SessionCache<StepShape>;
  /** The caches on a graphics card, if it is one that computes. */
  readonly #kept: KeptInputs;
  readonly #prompts: KeyValueCache;
  readonly #own: KeyValueCache;
  /** Whether there is room for all from the beginning. */
  readonly #isRoomy: boolean;
  #width = 1;
  /** Memory for results: [rows, vocabularySize], and [rows, kvHeads, 1, headSize] twice a layer. */
  #ofTokens = new Float32Array(0);
  #added: readonly KeysAndValues<Float32Array>[] = [];

  private constructor(
    model: SharedModel,
    reading: LoadedGraph,
    stepping: SessionCache<StepShape>,
    kept: KeptInputs,
  ) {
    const { config } = model;
    this.#kept = kept;
    this.#config = config;
    this.#isRoomy = model.stored.size > 0;
    this.#constants = { ...parameterTensors(model), ...rotaryTensors(config, config.maxPositions) };
    this.#reading = reading;
    this.#stepping = stepping;
    this.#prompts = new KeyValueCache(config, 0, 0);
    this.#own = new KeyValueCache(config, 0, 0);
  }

  static async create(model: SharedModel, threads: number, load = loadOnOnnxRuntime): Promise<CachedDecoder> {
    const { config, adapters } = model;
    const base = { adapters, basePrecision: basePrecisionOf(model) };
    const kept = keptCaches(config);
    const options = { constants: storedTensors(model), kept };
    const reading =
      model.stored.size > 0
        ? await LayeredReading.create(model, threads, load)
        : await load(cachedGraph(config, { adapters }), 'reading prompts', threads);
    const stepping = new SessionCache(
      (shape: StepShape) => load(stepGraph(config, shape, base), 'sampling', threads, options),
      // Each has its own copy of what is stored, in the order in which products read it.
      model.stored.size > 0 ? 1 : undefined,
    );
    return new CachedDecoder(model, reading, stepping, kept);
  }

  /**
   * Makes room, for short sequences at first; what the caches held is lost. Over a stored base it is for the longest at
   * once: every capacity has a graph of its own, and those with a base among their constants are slow to load.
   */
  prepare({ rows, groups, width }: Room, longest: Longest): void {
    const { vocabularySize, layers, kvHeads, headSize } = this.#config;
    this.#width = width;
    this.#prompts.divide(groups, capacityFor(this.#isRoomy ? longest.prompt : 1));
    this.#own.divide(rows, capacityFor(this.#isRoomy ? longest.completion : 1));
    if (this.#ofTokens.length >= rows * vocabularySize) return;
    this.#ofTokens = new Float32Array(rows * vocabularySize);
    this.#added = Array.from({ length: layers }, () => ({
      keys: new Float32Array(rows * kvHeads * headSize),
      values: new Float32Array(rows * kvHeads * headSize),
    }));
  }

  /**
   * Reads a prompt into the slot behind those in use. Returns the logits [V] of the token after it, valid until the
   * next call.
   */
  async read(prompt: Int32Array, slot: number): Promise<Float32Array> {
    const logits = this.#ofTokens.subarray(0, this.#config.vocabularySize);
    const { length } = prompt;
    this.#prompts.fit(length, slot);
    await this.#prompts.read(this.#reading, this.#constants, { slot, tokens: prompt, length, logits });
    return logits;
  }

  /** Empties a row: nothing stands behind its prompt. */
  begin(row: number): void {
    this.#own.hold(row, 0);
  }

  /** Gives row `to` what row `from` holds, `length` tokens. */
  moveRow(from: number, to: number, length: number): void {
    this.#own.copy(from, to, length);
  }

  /** Gives slot `to` the prompt in slot `from`, `length` tokens. */
  movePrompt(from: number, to: number, length: number): void {
    this.#prompts.copy(from, to, length);
  }

  /**
   * Gives each of the first rows its next token. Returns the probabilities [B, V] of those after it, valid until the
   * next call.
   */
  async step({ tokens, positions, held, places, groups, divisors }: Step): Promise<Float32Array> {
    const { length: count } = tokens;
    this.#own.fit(Math.max(...held) + 1, count);
    const probabilities = this.#ofTokens.subarray(0, count * this.#config.vocabularySize);
    const shape = {
      promptCapacity: this.#prompts.capacity,
      capacity: this.#own.capacity,
      width: this.#width,
    };
    const session = await this.#stepping.get(Object.values(shape).join(), shape);
    const rows = new BigInt64Array(groups * this.#width);
    places.forEach((place, row) => (rows[place] = BigInt(row)));
    await session.run(
      {
        ...this.#constants,
        ...this.#prompts.inputs('prompt', groups),
        ...this.#own.inputs('past', count),
        promptMask: this.#prompts.mask(groups),
        mask: this.#own.mask(count),
        [heldInput]: tensorOver(held, [count, 1, 1, 1]),
        tokens: tensorOver(tokens, [count, 1]),
        positions: tensorOver(BigInt64Array.from(positions, BigInt), [count, 1]),
        rows: tensorOver(rows, [rows.length]),
        places: tensorOver(BigInt64Array.from(places, BigInt), [count]),
        divisor: tensorOver(divisors, [count, 1]),
      },
      this.#outputs(count, probabilities),
    );
    this.#added.forEach((added, layer) => this.#own.add(layer, added, held));
    return probabilities;
  }

  #outputs(count: number, probabilities: Float32Array): Tensors {
    const { vocabularySize, kvHeads, headSize } = this.#config;
    const outputs: Record<string, Tensors[string]> = {
      probabilities: tensorOver(probabilities, [count, vocabularySize]),
    };
    const size = count * kvHeads * headSize;
    const shape = [count, kvHeads, 1, headSize];
    this.#added.forEach(({ keys, values }, layer) => {
      const names = cacheNames('added', layer);
      outputs[names.keys] = tensorOver(keys.subarray(0, size), shape);
      outputs[names.values] = tensorOver(values.subarray(0, size), shape);
    });
    return outputs;
  }

  /** Gives back the memory of a graphics card; the caches hold what they held. */
  rest(): void {
    this.#kept[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.rest();
    await this.#reading[Symbol.asyncDispose]();
    await this.#stepping[Symbol.asyncDispose]();
  }
}

/** Both caches; a step extends what the rows have behind their prompts. */
function keptCaches({ layers }: DecoderConfig): KeptInputs {
  const numbers = Array.from({ length: layers }, (_, layer) => layer);
  const both = ({ keys, values }: KeysAndValues<string>) => [keys, values];
  const named = (kind: CacheKind) => numbers.flatMap((layer) => both(cacheNames(kind, layer)));
  const [past, added] = [named('past'), named('added')];
  const grown = new Map(past.map((name, index) => [name, added[index] as string]));
  return new KeptInputs([...named('prompt'), ...past], grown);
}
