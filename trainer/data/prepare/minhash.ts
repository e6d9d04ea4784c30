/**
 * MinHash signatures and their bands (Broder 1997; Indyk and Motwani 1998): two sets agree in a share of their
 * signatures' values that estimates their Jaccard similarity, and sets that agree in a whole band are candidates.
 */
import { createRandom } from '../../random.ts';
import { hashRun } from './words.ts';

const signatureLength = 128;

export interface BandPlan {
  readonly bands: number;
  /** Values of the signature in one band. */
  readonly rows: number;
}

/** Share of pairs exactly at the threshold that must become candidates; those above it are found more surely. */
const leastRecall = 0.999;

/** The longest bands, so the fewest candidates, with which pairs at `threshold` are found. */
export function planBands(threshold: number): BandPlan {
  let plan: BandPlan = { bands: signatureLength, rows: 1 };
  for (let rows = 2; rows <= signatureLength; rows += 1) {
    const bands = Math.floor(signatureLength / rows);
    if (1 - (1 - threshold ** rows) ** bands >= leastRecall) plan = { bands, rows };
  }
  return plan;
}

/** A function from a set of 32-bit numbers to a key for each band. */
export function bandKeys({ bands, rows }: BandPlan, seed: number): (set: Uint32Array) => Int32Array {
  const random = createRandom(seed);
  const word = (): number => random.integer(2 ** 32);
  const factors = Int32Array.from({ length: bands * rows }, () => word() | 1);
  const shifts = Int32Array.from({ length: bands * rows }, () => word() | 0);
  const signature = new Uint32Array(bands * rows);
  return (set) => {
    for (let index = 0; index < signature.length; index += 1) {
      signature[index] = smallest(set, factors[index] ?? 1, shifts[index] ?? 0);
    }
    return Int32Array.from({ length: bands }, (_, band) => hashRun(signature, band * rows, rows, band));
  };
}

/** The smallest value that a permutation of the 32-bit numbers gives to the set. */
function smallest(set: Uint32Array, factor: number, shift: number): number {
  let least = 0xffffffff;
  for (let index = 0; index < set.length; index += 1) {
    const value = (Math.imul(set[index] ?? 0, factor) + shift) >>> 0;
    if (value < least) least = value;
  }
  return least;
}
