/**
 * From a critic's logit to a verdict with a probability that means something.
 *
 * The logit is log P(T) − log P(F) where the critique writes its conclusion. On validation pairs it is fitted to
 * P(correct) = sigmoid(slope × logit + intercept): `platt` fits both numbers, `temperature` keeps the intercept 0
 * (slope = 1 / temperature). P then holds for pairs with the validation set's share of correct ones.
 *
 * The verdict is `correct` from the threshold upwards, `incorrect` below, the threshold being the one with the best
 * balanced accuracy. Logits nearer to the threshold than `abstainWithin` are `unsure`: the narrowest such band for
 * which the verdicts outside it reach `targetAccuracy` on the validation set. If none does while still judging
 * `minimumCoverage` of the pairs, the widest band that still judges so many is taken.
 */
import { badLogit, oneClassValidation } from '../errors/critic.ts';
import type { Calibration } from '../protocol/critic.ts';
import { bestThreshold, narrowestBand } from './abstention.ts';
import type { ScoredPair } from './abstention.ts';
import { fitPlatt, fitTemperature, sigmoid } from './logistic.ts';
import type { Line } from './logistic.ts';
import { expectedCalibrationError, reliabilityTable } from './metrics.ts';
import type { Scored } from './metrics.ts';

export interface CalibrationOptions {
  readonly method?: Calibration['method'];
  readonly targetAccuracy?: number;
  readonly minimumCoverage?: number;
}

/** Fits on validation pairs; throws `critic.one-class` or `critic.bad-logit` where there is nothing to fit. */
export function fitCalibration(
  pairs: readonly ScoredPair[],
  { method = 'platt', targetAccuracy = 0.9, minimumCoverage = 0.5 }: CalibrationOptions = {},
): Calibration {
  const correct = pairs.filter((pair) => pair.correct).length;
  if (correct === 0 || correct === pairs.length) throw oneClassValidation(pairs.length, correct);
  const bad = pairs.findIndex((pair) => !Number.isFinite(pair.logit));
  if (bad >= 0) throw badLogit(bad, pairs[bad]?.logit ?? Number.NaN);

  const { slope, intercept } = method === 'platt' ? fitPlatt(pairs) : fitTemperature(pairs);
  const { threshold, balancedAccuracy } = bestThreshold(pairs, slope === 0 ? 0 : -intercept / slope);
  const band = narrowestBand(pairs, threshold, targetAccuracy, minimumCoverage);
  const scores = (line: Line): Scored[] =>
    pairs.map(({ correct, logit }) => ({ correct, score: sigmoid(line.slope * logit + line.intercept) }));
  const before = scores({ slope: 1, intercept: 0 });
  const after = scores({ slope, intercept });
  return {
    method,
    slope,
    intercept,
    threshold,
    abstainWithin: band.halfWidth,
    validation: {
      n: pairs.length,
      balancedAccuracy,
      eceBefore: expectedCalibrationError(before) ?? 0,
      eceAfter: expectedCalibrationError(after) ?? 0,
      coverage: slope === 0 ? 0 : band.coverage,
      accuracyOutside: slope === 0 ? null : band.accuracy,
      reliability: reliabilityTable(after),
    },
  };
}

export interface Judged {
  readonly verdict: 'correct' | 'incorrect' | 'unsure';
  /** Calibrated probability that the verdict is right; of an unsure one, of the likelier side. */
  readonly confidence: number;
}

export function judge(logit: number, calibration: Calibration): Judged {
  const probability = probabilityCorrect(logit, calibration);
  const distance = Math.abs(logit - calibration.threshold);
  if (!Number.isFinite(logit) || calibration.slope === 0 || distance < calibration.abstainWithin) {
    return { verdict: 'unsure', confidence: Math.max(probability, 1 - probability) };
  }
  return logit >= calibration.threshold
    ? { verdict: 'correct', confidence: probability }
    : { verdict: 'incorrect', confidence: 1 - probability };
}

/** Calibrated P(correct); one half where the logit is not a number. */
export function probabilityCorrect(logit: number, calibration: Calibration): number {
  return Number.isNaN(logit) ? 0.5 : sigmoid(calibration.slope * logit + calibration.intercept);
}
