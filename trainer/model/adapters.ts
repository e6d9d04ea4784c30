/**
 * Low-rank adapters (LoRA, Hu et al. 2021): a projection W·x of a frozen model becomes W·x + s·B·(A·x), and only the
 * narrow matrices A and B are trained. What they are, as data; names and beginnings are those of PEFT.
 */
import { projections } from '../protocol/config-adapters.ts';
import { createRandom, hashSeed } from '../random.ts';
import type { DecoderConfig } from './config.ts';
import { parameterSpecs, placed, type ParameterSpec } from './parameters.ts';

export { projections };
export type Projection = (typeof projections)[number];

export interface Adapters {
  /** Width between A and B. */
  readonly rank: number;
  readonly alpha: number;
  /** The projections that are adapted, in every layer. */
  readonly targets: readonly Projection[];
  /** Share of the inputs of A that training leaves out at random; 0 leaves none out. */
  readonly dropout: number;
  /** Divides alpha by √rank instead of rank (rsLoRA, Kalajdzievski 2023). */
  readonly rankStabilised: boolean;
}

/** The factor s of what an adapter adds. */
export function adapterScale({
  rank,
  alpha,
  rankStabilised,
}: Pick<Adapters, 'rank' | 'alpha' | 'rankStabilised'>): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/** The two matrices of the adapter of a module such as `model.layers.0.self_attn.q_proj`. */
export function adapterNames(module: string): { readonly a: string; readonly b: string } {
  const prefix = `base_model.model.${module}`;
  return { a: `${prefix}.lora_A.weight`, b: `${prefix}.lora_B.weight` };
}

/** The adapted modules with the shapes of their weights, [out, in]. */
export function adaptedModules(config: DecoderConfig, targets: readonly Projection[]) {
  const endings = targets.map((target) => `.${target}.weight`);
  return parameterSpecs(config)
    .filter(({ name }) => endings.some((ending) => name.endsWith(ending)))
    .map(({ name, shape }) => ({ module: name.slice(0, -'.weight'.length), shape }));
}

/** The parameters of the adapters, A [rank, in] and B [out, rank] of one module after another. */
export function adapterSpecs(
  config: DecoderConfig,
  { rank, targets }: Pick<Adapters, 'rank' | 'targets'>,
): readonly ParameterSpec[] {
  return placed(
    adaptedModules(config, targets).flatMap(({ module, shape: [rows = 0, columns = 0] }) => {
      const { a, b } = adapterNames(module);
      return [
        { name: a, shape: [rank, columns], decays: true },
        { name: b, shape: [rows, rank], decays: true },
      ];
    }),
  );
}

/**
 * Writes what training begins with. B is 0, so that the adapted model is the base; A is uniform within ±1/√in, which is
 * Kaiming's bound with the slope √5 that PEFT takes. Each matrix has a seed of its own, so others do not shift it.
 */
export function beginAdapters(specs: readonly ParameterSpec[], values: Float32Array, seed: number): void {
  for (const { name, shape, offset, size } of specs) {
    const part = values.subarray(offset, offset + size);
    if (name.endsWith('.lora_B.weight')) part.fill(0);
    else {
      const random = createRandom(hashSeed(seed, name));
      const bound = 1 / Math.sqrt(shape[1] ?? 1);
      for (let index = 0; index < size; index++) part[index] = bound * (2 * random.uniform() - 1);
    }
  }
}
