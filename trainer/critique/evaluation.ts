/** The figures that `critique-coder eval` prints and that stand in `critic.json`. */
import type { ScoredPair } from './abstention.ts';
import { judge, probabilityCorrect } from './calibration.ts';
import type { Calibration, CritiqueMetrics } from '../protocol/critic.ts';
import { auroc, expectedCalibrationError, verdictMetrics, type VerdictMetrics } from './metrics.ts';

/** Verdicts by a threshold. A logit that is not a number has no verdict, which counts as a mistake. */
export const metricsAt = (pairs: readonly ScoredPair[], threshold: number): VerdictMetrics =>
  verdictMetrics(
    pairs.map(({ correct, logit }) => ({
      correct,
      verdict: Number.isNaN(logit) ? null : logit >= threshold,
    })),
  );

/** The pairs that the critic has said something of: a logit that is not a number is of one too long for it. */
export const judgedOf = <Pair extends ScoredPair>(pairs: readonly Pair[]): Pair[] =>
  pairs.filter(({ logit }) => !Number.isNaN(logit));

/** How well logits tell correct from incorrect, of the pairs that have one. */
export const rankingOf = (pairs: readonly ScoredPair[]): number | null =>
  auroc(judgedOf(pairs).map(({ correct, logit }) => ({ correct, score: logit })));

/**
 * Every pair counts in every rate: inside the abstain band too, the side of the threshold is taken as the verdict.
 * A critic can therefore not look better by saying less; how often it would say `unsure` stands beside it.
 */
export function evaluateCritic(pairs: readonly ScoredPair[], calibration: Calibration): CritiqueMetrics {
  const judged = judgedOf(pairs);
  const probabilities = judged.map(({ correct, logit }) => ({
    correct,
    score: probabilityCorrect(logit, calibration),
  }));
  const { n, accuracy, balancedAccuracy, tpr, tnr } = metricsAt(pairs, calibration.threshold);
  return {
    n,
    accuracy,
    balancedAccuracy,
    tpr,
    tnr,
    auroc: rankingOf(pairs),
    ece: expectedCalibrationError(probabilities),
    abstained: judged.filter(({ logit }) => judge(logit, calibration).verdict === 'unsure').length,
  };
}
