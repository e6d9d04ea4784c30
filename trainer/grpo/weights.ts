/** How the losses of tokens become one number: a weight for each completion's tokens. Pure. */

export type Aggregation = 'token-mean' | 'seq-mean' | 'constant-length';

/**
 * lengths [completion] → the weight of each token of that completion, such that Σ weight · loss is
 * - token-mean: the mean over all tokens (DAPO; the paper's training),
 * - seq-mean: the mean over completions of their mean over tokens (GRPO; the paper's equation 1),
 * - constant-length: the sum over all tokens divided by completions × `constantLength` (Dr. GRPO).
 *
 * A completion of length 0 stands for one left out of the loss; it counts nowhere.
 */
export function tokenWeights(
  lengths: readonly number[],
  aggregation: Aggregation,
  constantLength: number,
): readonly number[] {
  const counted = lengths.filter((length) => length > 0);
  const tokens = counted.reduce((sum, length) => sum + length, 0);
  return lengths.map((length) => {
    if (length === 0) return 0;
    if (aggregation === 'token-mean') return 1 / tokens;
    if (aggregation === 'seq-mean') return 1 / (counted.length * length);
    return 1 / (counted.length * constantLength);
  });
}
