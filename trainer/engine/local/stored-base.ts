/**
 * A base whose matrices are kept as blocks of whole numbers. Sampling multiplies with them as they are; a pass that goes
 * layer by layer unpacks one layer at a time into the same memory.
 */
import type { BasePrecision } from '../../protocol/config-adapters.ts';
import { layerName } from '../../model/parameters.ts';
import { dequantiseRows } from '../../model/quantise.ts';
import { storedNames } from '../../model/stored.ts';
import { tensorOver, type Tensors } from './runtime.ts';
import type { SharedModel, StoredMatrix } from './shared-model.ts';

type Stored = Pick<SharedModel, 'stored'>;

export const basePrecisionOf = ({ stored }: Stored): BasePrecision => (stored.size > 0 ? 'int4' : 'fp32');

/** The stored matrices as inputs of a graph (`baseInputs`), to be made constants of it: only then is a product fast. */
export function storedTensors({ stored }: Stored): Tensors {
  return Object.fromEntries(
    [...stored].flatMap(([name, { numbers, scales, shape }]) => {
      const [rows] = shape;
      const blocks = scales.length / rows;
      const names = storedNames(name);
      return [
        [names.numbers, tensorOver(numbers, [rows, blocks, numbers.length / scales.length])],
        [names.scales, tensorOver(scales, [rows, blocks])],
      ];
    }),
  );
}

export class StoredLayers {
  readonly #stored: SharedModel['stored'];
  /** The matrices of a layer, by the names that the first layer's have. */
  readonly #names: readonly string[];
  /** Memory for those of one layer; made when it is first needed. */
  readonly #memory = new Map<string, Float32Array>();
  #layer: number | undefined;

  constructor({ stored }: Stored) {
    this.#stored = stored;
    this.#names = [...stored.keys()].filter((name) => name.startsWith(`${layerName(0)}.`));
  }

  /** The stored matrices of a layer as float32, under the names that the first layer's have; valid until the next call. */
  of(layer: number): Tensors {
    // The way back begins with the layer that the way forward has ended with.
    const isThere = this.#layer === layer;
    const entries = this.#names.map((name) => {
      const matrix = this.#matrixOf(name, layer);
      const [rows, columns] = matrix.shape;
      const numbers = this.#memory.get(name) ?? new Float32Array(rows * columns);
      this.#memory.set(name, numbers);
      if (!isThere) dequantiseRows(matrix, columns, matrix.format, numbers);
      return [name, tensorOver(numbers, matrix.shape)] as const;
    });
    this.#layer = layer;
    return Object.fromEntries(entries);
  }

  #matrixOf(ofFirst: string, layer: number): StoredMatrix {
    const name = ofFirst.replace(layerName(0), layerName(layer));
    const found = this.#stored.get(name);
    if (found === undefined) throw new RangeError(`The base has no stored matrix "${name}".`);
    return found;
  }
}
