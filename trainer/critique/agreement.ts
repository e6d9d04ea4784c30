/** What several critiques of one solution say together. */

/** log sigmoid(x), also where the sigmoid is too small for a number. */
function logSigmoid(x: number): number {
  return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
}

/** log Σ exp(x). */
function logSum(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/**
 * The logit of the mean of P(T) over critiques with these logits: one critique's own logit is its own agreement, and
 * critiques that contradict each other come near 0, however sure each is of itself. Sampling several answers and
 * taking the mean of their verdicts is self-consistency (Wang et al. 2022).
 */
export function agreedLogit(logits: readonly number[]): number {
  return logSum(logits.map(logSigmoid)) - logSum(logits.map((logit) => logSigmoid(-logit)));
}
