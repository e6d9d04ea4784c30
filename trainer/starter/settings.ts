/** How the starter model is trained unless a configuration says otherwise. */
import type { RunConfigInput } from '../protocol/config.ts';

export const starterSettings: RunConfigInput = {
  // Departure D10 in docs/method.md: a fifth would be too few judgements for the minutes that a run has.
  critiqueShare: 0.5,
  promptsPerStep: 128,
  updatesPerRollout: 1,
  // At the paper's 0.6 four groups in five soon agree with themselves and teach nothing.
  sampling: { temperature: 1 },
  optimiser: { learningRate: 3e-4, warmupSteps: 4 },
  engine: { microBatchTokens: 576 },
  context: { first: 128 },
  // One greedy critique is all or nothing; eight sampled ones tell a doubtful program from a clear one.
  critic: { critiques: 8, temperature: 0.6 },
};
