/** A key/value cache: one slot a sequence, the sequences in use always the first slots. */
import type { Tensor } from 'onnxruntime-node';
import { cacheNames } from '../../model/cached-graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { hiddenScore } from '../../model/decoder.ts';
import { tensorOver } from './runtime.ts';

export class KeyValueCache {
  readonly #config: DecoderConfig;
  #capacity: number;
  /** At least [slots, kvHeads, capacity, headSize] for keys and values of each layer. */
  #layers: readonly KeysAndValues[];
  /** At least [slots, capacity]: 0 where a slot holds a position, `hiddenScore` elsewhere. */
  #mask: Float32Array;

  constructor(config: DecoderConfig, slots: number, capacity: number) {
    this.#config = config;
    this.#capacity = capacity;
    this.#mask = new Float32Array(slots * capacity).fill(hiddenScore);
    this.#layers = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(slots * this.#slotSize),
      values: new Float32Array(slots * this.#slotSize),
    }));
  }

  /** Empties the cache and divides its memory anew; takes new memory only if it is too small. */
  divide(slots: number, capacity: number): void {
    if (slots * capacity > this.#mask.length) {
      const larger = new KeyValueCache(this.#config, slots, capacity);
      this.#layers = larger.#layers;
      this.#mask = larger.#mask;
    }
    this.#capacity = capacity;
    this.#mask.fill(hiddenScore);
    // A position that is not held weighs 0, but 0 times a leftover NaN would be NaN.
    for (const { keys, values } of this.#layers) for (const data of [keys, values]) data.fill(0);
  }

  get #slotSize(): number {
    return this.#config.kvHeads * this.#capacity * this.#config.headSize;
  }

  /** The slots `first` to `first + count − 1`, as inputs of either graph. */
  past(first: number, count: number): Record<string, Tensor> {
    return Object.fromEntries(
      this.#tensors(first, count).flatMap(({ keys, values }, layer) => {
        const names = cacheNames(layer);
        return [
          [names.pastKeys, keys],
          [names.pastValues, values],
        ];
      }),
    );
  }

  /** The same memory as outputs of the cached graph, which then updates it in place. */
  present(first: number, count: number): Record<string, Tensor> {
    return Object.fromEntries(
      this.#tensors(first, count).flatMap(({ keys, values }, layer) => {
        const names = cacheNames(layer);
        return [
          [names.presentKeys, keys],
          [names.presentValues, values],
        ];
      }),
    );
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
  add(layer: number, added: KeysAndValues, positions: Int32Array): void {
    const { kvHeads, headSize } = this.#config;
    const own = this.#layers[layer] as KeysAndValues;
    positions.forEach((position, slot) => {
      for (let head = 0; head < kvHeads; head++) {
        const source = (slot * kvHeads + head) * headSize;
        const target = slot * this.#slotSize + (head * this.#capacity + position) * headSize;
        own.keys.set(added.keys.subarray(source, source + headSize), target);
        own.values.set(added.values.subarray(source, source + headSize), target);
      }
      this.#mask[slot * this.#capacity + position] = 0;
    });
  }

  /** Copies the first `length` positions of one slot over another's. */
  copy(from: number, to: number, length: number): void {
    const { kvHeads, headSize } = this.#config;
    const headStride = this.#capacity * headSize;
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

  #tensors(first: number, count: number): readonly { readonly keys: Tensor; readonly values: Tensor }[] {
    const shape = [count, this.#config.kvHeads, this.#capacity, this.#config.headSize];
    const part = (data: Float32Array) =>
      tensorOver(data.subarray(first * this.#slotSize, (first + count) * this.#slotSize), shape);
    return this.#layers.map(({ keys, values }) => ({ keys: part(keys), values: part(values) }));
  }
}

/** Of one layer. */
export interface KeysAndValues {
  readonly keys: Float32Array;
  readonly values: Float32Array;
}
