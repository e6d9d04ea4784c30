/** The model as it is now, as a folder in Hugging Face layout. */
import { adapterNames, adapterScale } from '../../model/adapters.ts';
import { describeModel, writeMerged } from '../../model/merge.ts';
import type { ParameterSpec } from '../../model/parameters.ts';
import type { SharedModel } from './shared-model.ts';
import type { Weights } from './weights.ts';

/** Adapters are merged into the matrices of the model that was loaded from the folder `source`, one after another. */
export async function exportWeights(
  { config, adapters, frozen }: SharedModel,
  weights: Weights,
  source: string,
  directory: string,
): Promise<void> {
  if (adapters === null) await weights.save(directory);
  else {
    const scale = adapterScale(adapters);
    const parts = new Map(
      weights.specs.map(({ name, offset, size }) => [name, weights.values.subarray(offset, offset + size)]),
    );
    const base = {
      read: ({ name }: ParameterSpec, target: Float32Array) =>
        Promise.resolve(target.set(frozen.get(name) ?? [])),
    };
    await writeMerged(directory, config, base, (module) => {
      const names = adapterNames(module);
      const [a, b] = [parts.get(names.a), parts.get(names.b)];
      return Promise.resolve(a && b && { matrices: { a, b }, scale });
    });
  }
  await describeModel(directory, config, source);
}
