/**
 * The criterion by which the second phase begins. The paper switches "once the rewards have stabilized" and gives no
 * rule; this is ours, numbered among the departures in docs/method.md.
 */
import { meanOf } from '../mean.ts';

export interface PlateauCriterion {
  /** Steps in each of the two means that are compared. */
  readonly window: number;
  /** A rise of the mean below this counts as none. */
  readonly tolerance: number;
  /** Steps that must have passed; at least twice the window. */
  readonly minSteps: number;
}

/**
 * True once the mean reward of the last `window` steps exceeds that of the `window` steps before them by less than
 * `tolerance`; a fall counts as a plateau too. Never before `minSteps` steps.
 * @param rewards mean reward of each step of the phase so far, oldest first.
 */
export function hasReachedPlateau(
  rewards: readonly number[],
  { window, tolerance, minSteps }: PlateauCriterion,
): boolean {
  if (rewards.length < Math.max(minSteps, 2 * window)) return false;
  const last = meanOf(rewards.slice(-window));
  const before = meanOf(rewards.slice(-2 * window, -window));
  return last - before < tolerance;
}
