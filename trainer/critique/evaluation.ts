/** The figures that `critique-coder eval` prints and that stand in `critic.json`. */
import type { ScoredPair } from './abstention.ts';
import { judge, probabilityCorrect } from './calibration.ts';
import type { Calibration } from '../protocol/critic.ts';
import { auroc, expectedCalibrationError, verdictMetrics } from './metrics.ts';

/** A figure is `null` where the pairs do not define it: without pairs, or without pairs of both kinds. */
export interface CriticEvaluation {
  readonly n: number;
  readonly accuracy: number | null;
  readonly balancedAccuracy: number | null;
  readonly tpr: number | null;
  readonly tnr: number | null;
  readonly auroc: number | null;
  /** Of the calibrated P(correct), in ten bins. */
  readonly ece: number | null;
  /** Number of pairs inside the abstain band. */
  readonly abstained: number;
}

/**
 * Every pair counts in every rate: inside the abstain band too, the side of the threshold is taken as the verdict.
 * A critic can therefore not look better by saying less; how often it would say `unsure` stands beside it.
 */
export function evaluateCritic(pairs: readonly ScoredPair[], calibration: Calibration): CriticEvaluation {
  const judgements = pairs.map(({ correct, logit }) => ({
    correct,
    verdict: Number.isNaN(logit) ? null : logit >= calibration.threshold,
  }));
  const probabilities = pairs.map(({ correct, logit }) => ({
    correct,
    score: probabilityCorrect(logit, calibration),
  }));
  const { n, accuracy, balancedAccuracy, tpr, tnr } = verdictMetrics(judgements);
  return {
    n,
    accuracy,
    balancedAccuracy,
    tpr,
    tnr,
    auroc: auroc(pairs.map(({ correct, logit }) => ({ correct, score: logit }))),
    ece: expectedCalibrationError(probabilities),
    abstained: pairs.filter(({ logit }) => judge(logit, calibration).verdict === 'unsure').length,
  };
}
