/** The learning rate over the updates of a run. Pure. */

export interface LearningRate {
  /** The highest, reached after the warm-up. */
  readonly learningRate: number;
  /** Updates over which the rate rises linearly. */
  readonly warmupSteps: number;
  /** Behind the warm-up the rate stays, or falls to 0 by the end of the run: along a line, or along half a cosine. */
  readonly schedule: 'constant' | 'linear' | 'cosine';
}

/**
 * The rate of update `index`, counted from 0, of a run of `updates`: the first already moves, the last of the warm-up is
 * the full rate, and the last of all still moves.
 */
export function learningRateAt(
  { learningRate, warmupSteps, schedule }: LearningRate,
  index: number,
  updates: number,
): number {
  if (index < warmupSteps) return (learningRate * (index + 1)) / (warmupSteps + 1);
  if (schedule === 'constant') return learningRate;
  const left = Math.max(0, updates - index) / Math.max(1, updates - warmupSteps);
  return learningRate * (schedule === 'linear' ? left : (1 - Math.cos(Math.PI * left)) / 2);
}
