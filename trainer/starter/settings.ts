/** How the starter model is trained unless a configuration says otherwise. */
import type { RunConfigInput } from '../protocol/config.ts';

export const starterSettings: RunConfigInput = {
  // Departure D10 in docs/method.md: a fifth would be too few judgements for the minutes that a run has.
  critiqueShare: 0.5,
  promptsPerStep: 160,
  updatesPerRollout: 1,
  // Less variety than this teaches the critic less; at 1 it rates its own slips and not its opinions.
  sampling: { temperature: 0.9 },
  // A critique that finds a mistake is short and one that finds none is long: both count the same.
  loss: { aggregation: 'seq-mean' },
  optimiser: { learningRate: 2e-4, warmupSteps: 4 },
  engine: { microBatchTokens: 576 },
  context: { first: 128 },
  // One greedy critique is all or nothing; eight sampled ones tell a doubtful program from a clear one.
  critic: { critiques: 8, temperature: 0.6 },
};
