/** The figures that `critique-coder eval` prints and that stand in `critic.json`. */
import type { ScoredPair } from './abstention.ts';
import { judge, probabilityCorrect } from './calibration.ts';
import type { Calibration, CritiqueMetrics } from '../protocol/critic.ts';
import { auroc, expectedCalibrationError, verdictMetrics } from './metrics.ts';

/**
 * Every pair counts in every rate: inside the abstain band too, the side of the threshold is taken as the verdict.
 * A critic can therefore not look better by saying less; how often it would say `unsure` stands beside it.
 */
export function evaluateCritic(pairs: readonly ScoredPair[], calibration: Calibration): CritiqueMetrics {
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
