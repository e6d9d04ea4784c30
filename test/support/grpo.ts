/** Settings of a small training step, and prompts for it. */
import type { GrpoSettings } from '../../trainer/grpo/step.ts';
import type { RolloutPrompt, Task } from '../../trainer/grpo/types.ts';
import { settings } from './updates.ts';

export const grpoSettings: GrpoSettings = {
  groupSize: 2,
  updatesPerRollout: 1,
  sampling: { temperature: 0.6, topP: 0.9, topK: 5 },
  advantage: { scale: 'none', firstPhaseCritiqueScale: 0.8 },
  loss: {
    aggregation: 'token-mean',
    clipLow: 0.2,
    clipHigh: 0.3,
    dualClip: 3,
    klCoef: 0,
    entropyCoef: 0,
    overlong: 'keep',
    overlongBuffer: 0,
  },
  dropZeroVariance: true,
  optimiser: { ...settings, learningRate: 8, warmupSteps: 3, schedule: 'constant' },
};

/** A prompt whose tokens begin with `mark`, so that it can be told from others. */
export function promptOf(task: Task, mark: number): RolloutPrompt {
  return { id: `${task}-${mark}`, task, tokens: Int32Array.of(mark, 1) };
}
