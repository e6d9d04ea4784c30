/**
 * Rewards of the paper: a critique earns 1 for the right verdict and 0 otherwise, a solution the share of the tests
 * that it passes. There is no term for length or format. What led to a reward is kept for whoever reads the samples.
 */
import type { Failure, Grade } from '../tasks/exercise.ts';
import { parseVerdict } from './verdict.ts';

export interface CritiqueReward {
  readonly reward: 0 | 1;
  /** `null`: none could be read, which earns nothing. */
  readonly verdict: boolean | null;
}

export function critiqueReward(completion: string, correct: boolean): CritiqueReward {
  const verdict = parseVerdict(completion);
  return { reward: verdict === correct ? 1 : 0, verdict };
}

export interface SolveReward {
  readonly reward: number;
  readonly passed: number;
  readonly total: number;
  readonly timeouts: number;
  /** `ran` whatever the tests said; otherwise why there is nothing to reward. */
  readonly outcome: 'ran' | 'no-program' | 'unsupported';
  readonly failures: readonly Failure[];
  readonly reason: string | null;
}

/**
 * `grade` is `null` when the completion contains no program. A program that needs what the sandbox lacks earns
 * nothing: unlike a label, which must not call it wrong, a reward may teach the policy to do without.
 */
export function solveReward(grade: Grade | null): SolveReward {
  const nothing = { reward: 0, passed: 0, total: 0, timeouts: 0, failures: [] };
  if (grade === null) {
    return { ...nothing, outcome: 'no-program', reason: 'the completion contains no program' };
  }
  if (grade.kind === 'unlabelled') return { ...nothing, outcome: 'unsupported', reason: grade.reason };
  const { passed, total, timeouts, failures, passRate } = grade;
  return { reward: passRate, passed, total, timeouts, outcome: 'ran', failures, reason: null };
}
