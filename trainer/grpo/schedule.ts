/** The learning rate over the updates of a run. Pure. */

export interface LearningRate {
  /** After the warm-up. */
  readonly learningRate: number;
  /** Updates over which the rate rises linearly. */
  readonly warmupSteps: number;
}

/** The rate of update `index`, counted from 0: the first already moves, the last of the warm-up is the full rate. */
export function learningRateAt({ learningRate, warmupSteps }: LearningRate, index: number): number {
  return index >= warmupSteps ? learningRate : (learningRate * (index + 1)) / (warmupSteps + 1);
}
