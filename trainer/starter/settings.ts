/** How the starter model is trained unless a configuration says otherwise. */
import type { RunConfigInput } from '../protocol/config.ts';

export const starterSettings: RunConfigInput = {
  // Departure D10 in docs/method.md: a fifth would be too few judgements for the minutes that a run has.
  critiqueShare: 0.5,
  promptsPerStep: 160,
  updatesPerRollout: 4,
  // Less variety than this teaches the critic less; at 1 it rates its own slips and not its opinions.
  sampling: { temperature: 0.8 },
  // The rate falls to 0, since the last steps learn as much by settling as by new rewards.
  optimiser: { learningRate: 4e-4, warmupSteps: 16, schedule: 'linear' },
  engine: { microBatchTokens: 576 },
  context: { first: 128 },
  // One greedy critique is all or nothing; eight sampled ones tell a doubtful program from a clear one.
  critic: { critiques: 8, temperature: 0.6 },
};
