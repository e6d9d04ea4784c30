/** Arrays of random numbers from a seed. */
import { createRandom } from '../../trainer/random.ts';

/** Uniform in [low, high). */
export function uniformArray(size: number, seed: number, low = -1, high = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: size }, () => low + (high - low) * random.uniform());
}

/** Normally distributed with the given deviation, by the Box–Muller transform. */
export function normalArray(size: number, seed: number, deviation = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: size }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return deviation * radius * Math.cos(2 * Math.PI * random.uniform());
  });
}

/** Whole numbers from 0 to `below` − 1. */
export function integerArray(size: number, seed: number, below: number): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from({ length: size }, () => random.integer(below));
}
