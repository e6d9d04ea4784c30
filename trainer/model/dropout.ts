/**
 * Dropout whose mask is a function of numbers instead of a generator's state, so that a resumed run and a layer that is
 * computed twice leave out the same elements.
 *
 * With p = 2³¹ − 1, a prime, row n has the number r, a layer f, a projection g and column j the number c, all between 1
 * and p − 1. The element is kept where r · f · g · c mod p is at least rate · p: over the columns of a row these products
 * are spread evenly, since multiplying by a number that is not 0 only permutes the residues.
 */
import type { Graph, Value } from '../graph/graph.ts';
import { lessOrEqual, multiply, remainder, where } from '../graph/operators/elementwise.ts';
import { reshape } from '../graph/operators/shape.ts';
import { staticShape } from '../graph/shapes.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';

const modulus = 2 ** 31 - 1;

/** Applied to what goes into the adapter of a module, such as `model.layers.0.self_attn.q_proj`. */
export type Drop = (x: Value, module: string) => Value;

/** A number between 1 and p − 1. */
function drawFactor(random: Random): bigint {
  return BigInt(1 + random.integer(modulus - 1));
}

/** Numbers for `count` rows, the same for the same parts of the seed. */
export function dropoutFactors(count: number, ...seed: readonly (string | number)[]): BigInt64Array {
  const random = createRandom(hashSeed('dropout', ...seed));
  return BigInt64Array.from({ length: count }, () => drawFactor(random));
}

/** The number of a layer. */
export function layerFactor(layer: number): BigInt64Array {
  return dropoutFactors(1, 'layer', layer);
}

/**
 * Dropout at `rate` for rows [B, T] (int64). `factorOf` gives the number of the layer that a module belongs to, [1]
 * (int64): a constant, or an input where one graph serves all layers.
 */
export function dropout(graph: Graph, rate: number, rows: Value, factorOf: (layer: number) => Value): Drop {
  const constant = (factors: BigInt64Array) => graph.constant(factors, [factors.length]);
  const p = constant(BigInt64Array.of(BigInt(modulus)));
  const times = (a: Value, b: Value) => remainder(multiply(a, b), p);
  const threshold = constant(BigInt64Array.of(BigInt(Math.round(rate * modulus))));
  return (x, module) => {
    const [, layer = '0', projection = ''] = /layers\.(\d+)\.(.+)$/.exec(module) ?? [];
    const width = staticShape('dropout', x.shape).at(-1) ?? 1;
    const ofRows = times(
      times(rows, factorOf(Number(layer))),
      constant(dropoutFactors(1, 'projection', projection)),
    );
    const columns = constant(dropoutFactors(width, 'columns'));
    const products = times(reshape(ofRows, [...rows.shape, 1]), columns); // [B, T, in]
    return multiply(where(lessOrEqual(threshold, products), x, 0), 1 / (1 - rate));
  };
}
