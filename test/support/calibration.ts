/** A calibration as a critic has one, whose probability is the sigmoid of the logit. */
import type { Calibration } from '../../trainer/protocol/critic.ts';

export const calibrationWith = (changes: Partial<Calibration>): Calibration => ({
  method: 'platt',
  slope: 1,
  intercept: 0,
  threshold: 0,
  abstainWithin: 0.5,
  validation: {
    n: 1,
    balancedAccuracy: 1,
    eceBefore: 0,
    eceAfter: 0,
    coverage: 1,
    accuracyOutside: 1,
    reliability: [],
  },
  ...changes,
});
