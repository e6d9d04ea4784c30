/** Held-out rows for the tests of this folder. */
import type { HeldOutRow } from '../../../trainer/protocol/ablation.ts';

export const solved = (problem: string, sampled: boolean, greedy = sampled): HeldOutRow => ({
  task: 'solve',
  id: problem,
  problem,
  sampled,
  greedy,
});

export const judged = (
  problem: string,
  correct: boolean,
  sampled: boolean | null,
  greedy = sampled,
): HeldOutRow => ({ task: 'critique', id: `${problem}#${correct}`, problem, correct, sampled, greedy });
