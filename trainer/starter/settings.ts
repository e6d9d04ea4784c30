/** How the starter model is trained unless a configuration says otherwise; found on the validation split, see docs/log.md. */
import type { RunConfigInput } from '../protocol/config.ts';

export const starterSettings: RunConfigInput = {
  loss: { aggregation: 'seq-mean' },
  optimiser: { learningRate: 3e-4 },
};
