/** A key/value cache: one slot a sequence or a part of it, the slots in use always the first. */
import type { Tensor } from 'onnxruntime-node';
import { cacheNames, type CacheKind } from '../../model/cached-graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { hiddenScore, type KeysAndValues } from '../../model/attend.ts';
import type { LoadedGraph } from '../runner.ts';
import { roomy, spread } from './blocks.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** The least capacity of a slot. */
const capacityStep = 32;

/** The capacity that sequences of this length are given. Every capacity has a graph of its own, so there are few of them. */
export function capacityFor(length: number): number {
  const step = Math.max(capacityStep, 2 ** Math.floor(Math.log2(length)) / 4);
  return Math.ceil(length / step) * step;
}

export class KeyValueCache {
  readonly #config: DecoderConfig;
  #slots = 0;
  #capacity = 0;
  /** At least [slots, kvHeads, capacity, headSize] for keys and values of each layer. */
  #layers: readonly KeysAndValues<Float32Array>[];
  /** At least [slots, capacity]: 0 where a slot holds a position, `hiddenScore` elsewhere. */
  #mask: Float32Array = new Float32Array(0);
  /** The first slots as they were last given to a graph: still so while nothing but `add` has changed them. */
  #given: { readonly kind: CacheKind; readonly count: number; readonly tensors: Tensors } | undefined;

  constructor(config: DecoderConfig, slots: number, capacity: number) {
    this.#config = config;
    this.#layers = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(0),
      values: new Float32Array(0),
    }));
    this.divide(slots, capacity);
  }

  /** Positions of a slot. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Empties the cache and divides its memory anew; takes new memory only if it is too small. */
  divide(slots: number, capacity: number): void {
    this.#slots = slots;
    this.#capacity = capacity;
    this.#given = undefined;
    // A position that is not held weighs 0, but 0 times a leftover NaN would be NaN.
    const emptied = (data: Float32Array) => roomy(data, slots * this.#slotSize).fill(0);
    this.#layers = this.#layers.map(({ keys, values }) => ({ keys: emptied(keys), values: emptied(values) }));
    this.#mask = roomy(this.#mask, slots * capacity).fill(hiddenScore);
  }

  /** Makes room for `length` positions in every slot, if there is not; the first `count` slots keep what they hold. */
  fit(length: number, count: number): void {
    if (length > this.#capacity) this.#grow(capacityFor(length), count);
  }

  /** Gives every slot more positions. The first `count` slots keep what they hold; what the others held is lost. */
  #grow(capacity: number, count: number): void {
    const { kvHeads, headSize } = this.#config;
    const [before, slots] = [this.#capacity, this.#slots];
    this.#capacity = capacity;
    this.#given = undefined;
    this.#layers = this.#layers.map((layer) => {
      const moved = (data: Float32Array) =>
        spread(data, roomy(data, slots * this.#slotSize), {
          count: count * kvHeads,
          from: before * headSize,
          to: capacity * headSize,
          rest: 0,
        });
      return { keys: moved(layer.keys), values: moved(layer.values) };
    });
    const mask = roomy(this.#mask, slots * capacity);
    this.#mask = spread(this.#mask, mask, { count, from: before, to: capacity, rest: hiddenScore });
  }

  get #slotSize(): number {
    return this.#config.kvHeads * this.#capacity * this.#config.headSize;
  }

  /**
   * Runs the cached graph on one slot: reads `tokens`, the last of the slot's first `length`, after those before them,
   * which the slot holds. Writes the logits [V] of the token that follows.
   */
  async read(
    session: LoadedGraph,
    constants: Tensors,
    { slot, tokens, length, logits }: SlotReading,
  ): Promise<void> {
    const last = BigInt64Array.of(BigInt(tokens.length - 1));
    const added = await this.#run(session, constants, { slot, count: 1, tokens, length, last, logits });
    added.forEach((each, layer) => this.#write(layer, each, slot, length - tokens.length));
    this.hold(slot, length);
  }

  /**
   * Runs the cached graph on the first slots: each reads one token, the last of its first `length`. Writes the logits
   * [count, V] of the tokens that follow.
   */
  async advance(
    session: LoadedGraph,
    constants: Tensors,
    { tokens, length, logits }: Omit<SlotReading, 'slot'>,
  ): Promise<void> {
    const count = tokens.length;
    const last = BigInt64Array.from({ length: count }, (_, row) => BigInt(row));
    const run = { slot: 0, count, tokens, length, last, logits };
    const added = await this.#run(session, constants, run);
    const positions = new Int32Array(count).fill(length - 1);
    added.forEach((each, layer) => this.add(layer, each, positions));
  }

  /** Returns what each layer adds to the slots, [count, kvHeads, tokens of a slot, headSize] each. */
  async #run(
    session: LoadedGraph,
    constants: Tensors,
    { slot, count, tokens, length, last, logits }: SlotReading & { count: number; last: BigInt64Array },
  ): Promise<readonly KeysAndValues<Float32Array>[]> {
    const { kvHeads, headSize } = this.#config;
    const each = tokens.length / count;
    const first = length - each;
    const positions = BigInt64Array.from(tokens, (_, index) => BigInt(first + (index % each)));
    const empty = () => new Float32Array(tokens.length * kvHeads * headSize);
    const added = this.#layers.map(() => ({ keys: empty(), values: empty() }));
    await session.run(
      {
        ...constants,
        ...this.#named('past', slot, count),
        tokens: tensorOver(tokens, [count, each]),
        positions: tensorOver(positions, [count, each]),
        lastPositions: tensorOver(new Int32Array(count).fill(length - 1), [count]),
        totalLength: tensorOver(Int32Array.of(length), [1]),
        last: tensorOver(last, [count]),
      },
      {
        ...namedTensors('added', added, [count, kvHeads, each, headSize]),
        logits: tensorOver(logits, [count, logits.length / count]),
      },
    );
    return added;
  }

  /** Writes what the cached graph computed for one slot, from a position on. */
  #write(layer: number, added: KeysAndValues<Float32Array>, slot: number, position: number): void {
    const { kvHeads, headSize } = this.#config;
    this.#given = undefined;
    const own = this.#layers[layer] as KeysAndValues<Float32Array>;
    const size = added.keys.length / kvHeads;
    for (let head = 0; head < kvHeads; head++) {
      const target = slot * this.#slotSize + (head * this.#capacity + position) * headSize;
      own.keys.set(added.keys.subarray(head * size, (head + 1) * size), target);
      own.values.set(added.values.subarray(head * size, (head + 1) * size), target);
    }
  }

  /**
   * The first `count` slots as inputs of the step graph: the same tensors as the last time, unless the cache was
   * changed by anything but `add`.
   */
  inputs(kind: 'past' | 'prompt', count: number): Tensors {
    if (this.#given?.kind !== kind || this.#given.count !== count) {
      this.#given = { kind, count, tensors: this.#named(kind, 0, count) };
    }
    return this.#given.tensors;
  }

  /** The mask of the first `count` slots, as an input of the step graph. */
  mask(count: number): Tensor {
    return tensorOver(this.#mask.subarray(0, count * this.#capacity), [count, 1, 1, this.#capacity]);
  }

  /** Says that a slot now holds its first `length` positions and no others. */
  hold(slot: number, length: number): void {
    const start = slot * this.#capacity;
    this.#mask.fill(0, start, start + length);
    this.#mask.fill(hiddenScore, start + length, start + this.#capacity);
  }

  /** Writes what the step graph computed for the first slots; slot `i` gets it at `positions[i]`. */
  add(layer: number, added: KeysAndValues<Float32Array>, positions: Int32Array): void {
    const { kvHeads, headSize } = this.#config;
    const own = this.#layers[layer] as KeysAndValues<Float32Array>;
    positions.forEach((position, slot) => {
      for (let head = 0; head < kvHeads; head++) {
        const source = (slot * kvHeads + head) * headSize;
        const target = slot * this.#slotSize + (head * this.#capacity + position) * headSize;
        // A few numbers each: a loop costs less than the views that `set` would need.
        for (let index = 0; index < headSize; index++) {
          own.keys[target + index] = added.keys[source + index] as number;
          own.values[target + index] = added.values[source + index] as number;
        }
      }
      this.#mask[slot * this.#capacity + position] = 0;
    });
  }

  /** Copies the first `length` positions of one slot over another's. */
  copy(from: number, to: number, length: number): void {
    const { kvHeads, headSize } = this.#config;
    const headStride = this.#capacity * headSize;
    this.#given = undefined;
    for (const { keys, values } of this.#layers) {
      for (const data of [keys, values]) {
        for (let head = 0; head < kvHeads; head++) {
          const source = from * this.#slotSize + head * headStride;
          data.copyWithin(to * this.#slotSize + head * headStride, source, source + length * headSize);
        }
      }
    }
    this.hold(to, length);
  }

  /** The slots `first` to `first + count − 1`, by their names in the graphs. */
  #named(kind: CacheKind, first: number, count: number): Tensors {
    const part = (data: Float32Array) =>
      data.subarray(first * this.#slotSize, (first + count) * this.#slotSize);
    const layers = this.#layers.map(({ keys, values }) => ({ keys: part(keys), values: part(values) }));
    const shape = [count, this.#config.kvHeads, this.#capacity, this.#config.headSize];
    return namedTensors(kind, layers, shape);
  }
}

/** Keys and values of each layer as tensors of a shape, by their names in the graphs. */
function namedTensors(
  kind: CacheKind,
  layers: readonly KeysAndValues<Float32Array>[],
  shape: readonly number[],
): Tensors {
  return Object.fromEntries(
    layers.flatMap(({ keys, values }, layer) => {
      const names = cacheNames(kind, layer);
      return [
        [names.keys, tensorOver(keys, shape)],
        [names.values, tensorOver(values, shape)],
      ];
    }),
  );
}

export interface SlotReading {
  readonly slot: number;
  readonly tokens: Int32Array;
  /** Tokens of the slot when these are read. */
  readonly length: number;
  /** [V] */
  readonly logits: Float32Array;
}
