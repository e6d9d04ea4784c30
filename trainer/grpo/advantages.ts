/** From rewards to advantages. A group is the completions of one prompt; G is its size. Pure. */
import { meanOf, standardDeviation } from '../mean.ts';

export type AdvantageScale = 'group' | 'batch' | 'none';

/** Keeps the division finite; verl's value, which the paper's training used. */
const epsilon = 1e-6;

/** A group whose completions all earned the same teaches nothing: its advantages are 0 under every scale. */
export function hasZeroVariance(rewards: readonly number[]): boolean {
  return rewards.every((reward) => reward === rewards[0]);
}

/**
 * rewards [group][G] → advantages [group][G]: each reward minus its group's mean, divided by the standard deviation
 * of its group (GRPO, Shao et al. 2024), of all rewards of the batch, or by nothing (Dr. GRPO, Liu et al. 2025).
 */
export function groupAdvantages(
  rewards: readonly (readonly number[])[],
  scale: AdvantageScale,
): readonly (readonly number[])[] {
  const ofBatch = scale === 'batch' ? standardDeviation(rewards.flat()) : 0;
  return rewards.map((group) => {
    const mean = meanOf(group);
    const divisor = scale === 'none' ? 1 : (scale === 'batch' ? ofBatch : standardDeviation(group)) + epsilon;
    return group.map((reward) => (reward - mean) / divisor);
  });
}
