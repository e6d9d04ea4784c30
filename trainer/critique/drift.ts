/** What storing a critic in fewer bits changes in what it says. */
import type { Calibration, Drift } from '../protocol/critic.ts';
import { probabilityCorrect } from './calibration.ts';
import { meanOf } from '../mean.ts';

export interface LogitPair {
  /** Of the network that the critic uses. */
  readonly stored: number;
  /** Of the same weights at full precision. */
  readonly full: number;
}

/** Both logits are read with the calibration that the critic uses. Null without pairs. */
export function driftOf(pairs: readonly LogitPair[], calibration: Calibration): Drift | null {
  if (pairs.length === 0) return null;
  const differences = pairs.map(({ stored, full }) =>
    Math.abs(probabilityCorrect(stored, calibration) - probabilityCorrect(full, calibration)),
  );
  const { threshold } = calibration;
  return {
    n: pairs.length,
    mean: meanOf(differences),
    max: Math.max(...differences),
    flipped: pairs.filter(({ stored, full }) => stored >= threshold !== full >= threshold).length,
  };
}
