/** The key/value cache of the sampler: one slot a running completion, the running ones always the first slots. */
import type { Tensor } from 'onnxruntime-node';
import type { DecoderConfig } from '../../model/config.ts';
import { cacheNames } from '../../model/cached-graph.ts';
import { tensorOver } from './runtime.ts';

export class KeyValueCache {
  readonly slots: number;
  /** Positions a slot can hold. */
  readonly capacity: number;
  readonly #config: DecoderConfig;
  /** [slots, kvHeads, capacity, headSize] for keys and values of each layer. */
  readonly #layers: readonly { readonly keys: Float32Array; readonly values: Float32Array }[];

  constructor(config: DecoderConfig, slots: number, capacity: number) {
    this.#config = config;
    this.slots = slots;
    this.capacity = capacity;
    const size = slots * this.#slotSize;
    this.#layers = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(size),
      values: new Float32Array(size),
    }));
  }

  get #slotSize(): number {
    return this.#config.kvHeads * this.capacity * this.#config.headSize;
  }

  /** The slots `first` to `first + count − 1` as inputs and, over the same memory, as outputs of the cached graph. */
  tensors(first: number, count: number): { past: Record<string, Tensor>; present: Record<string, Tensor> } {
    const shape = [count, this.#config.kvHeads, this.capacity, this.#config.headSize];
    const part = (data: Float32Array) =>
      tensorOver(data.subarray(first * this.#slotSize, (first + count) * this.#slotSize), shape);
    const past: Record<string, Tensor> = {};
    const present: Record<string, Tensor> = {};
    this.#layers.forEach(({ keys, values }, layer) => {
      const names = cacheNames(layer);
      present[names.presentKeys] = past[names.pastKeys] = part(keys);
      present[names.presentValues] = past[names.pastValues] = part(values);
    });
    return { past, present };
  }

  /** Copies the first `length` positions of one slot over another's. */
  copy(from: number, to: number, length: number): void {
    const { kvHeads, headSize } = this.#config;
    const headStride = this.capacity * headSize;
    for (const { keys, values } of this.#layers) {
      for (const data of [keys, values]) {
        for (let head = 0; head < kvHeads; head++) {
          const source = from * this.#slotSize + head * headStride;
          data.copyWithin(to * this.#slotSize + head * headStride, source, source + length * headSize);
        }
      }
    }
  }
}
