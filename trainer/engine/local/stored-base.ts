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

interface Unpacked {
  /** The name that the first layer's has. */
  readonly name: string;
  readonly numbers: Float32Array;
}

export class StoredLayers {
  readonly #stored: SharedModel['stored'];
  /** Memory for the matrices of one layer; made when it is first needed. */
  #matrices: readonly Unpacked[] | undefined;
  #layer: number | undefined;

  constructor({ stored }: Stored) {
    this.#stored = stored;
  }

  /** The stored matrices of a layer as float32, under the names that the first layer's have; valid until the next call. */
  of(layer: number): Tensors {
    this.#matrices ??= [...this.#stored]
      .filter(([name]) => name.startsWith(`${layerName(0)}.`))
      .map(
        ([
          name,
          {
            shape: [rows, columns],
          },
        ]) => ({ name, numbers: new Float32Array(rows * columns) }),
      );
    const matrices = this.#matrices.map((own) => ({ ...own, matrix: this.#matrixOf(own.name, layer) }));
    // The way back begins with the layer that the way forward has ended with.
    if (this.#layer !== layer) {
      for (const { matrix, numbers } of matrices) {
        dequantiseRows(matrix, matrix.shape[1], matrix.format, numbers);
      }
      this.#layer = layer;
    }
    return Object.fromEntries(
      matrices.map(({ name, numbers, matrix }) => [name, tensorOver(numbers, matrix.shape)]),
    );
  }

  #matrixOf(ofFirst: string, layer: number): StoredMatrix {
    const name = ofFirst.replace(layerName(0), layerName(layer));
    const found = this.#stored.get(name);
    if (found === undefined) throw new RangeError(`The base has no stored matrix "${name}".`);
    return found;
  }
}
