/** The model as it is now, as a folder in Hugging Face layout. */
import { adapterNames, adapterScale } from '../../model/adapters.ts';
import { describeModel, writeMerged } from '../../model/merge.ts';
import type { ParameterSpec } from '../../model/parameters.ts';
import { dequantiseRows } from '../../model/quantise.ts';
import type { SharedModel } from './shared-model.ts';
import type { Weights } from './weights.ts';

/**
 * Adapters are merged into the matrices of the model that was loaded from the folder `source`, one after another; into
 * those that were rounded to fewer bits as they are rounded, since the adapters were trained on these.
 */
export async function exportWeights(
  model: SharedModel,
  weights: Weights,
  source: string,
  directory: string,
): Promise<void> {
  const { config, adapters } = model;
  if (adapters === null) await weights.save(directory);
  else {
    const scale = adapterScale(adapters);
    const parts = new Map(
      weights.specs.map(({ name, offset, size }) => [name, weights.values.subarray(offset, offset + size)]),
    );
    const base = {
      read: ({ name }: ParameterSpec, target: Float32Array) => Promise.resolve(readBase(model, name, target)),
    };
    await writeMerged(directory, config, base, (module) => {
      const names = adapterNames(module);
      const [a, b] = [parts.get(names.a), parts.get(names.b)];
      return Promise.resolve(a && b && { matrices: { a, b }, scale });
    });
  }
  await describeModel(directory, config, source);
}

/** Fills `target` with a parameter of the base, unpacked where it is kept in fewer bits. */
function readBase({ frozen, stored }: SharedModel, name: string, target: Float32Array): void {
  const [numbers, matrix] = [frozen.get(name), stored.get(name)];
  if (numbers !== undefined) target.set(numbers);
  else if (matrix !== undefined) dequantiseRows(matrix, matrix.shape[1], matrix.format, target);
  else throw new RangeError(`The base has no parameter "${name}".`);
}
