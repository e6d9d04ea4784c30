/**
 * How good a critic is. "Positive" means correct: a true positive is a correct solution that was judged correct.
 * A rate whose denominator is empty is `null`, never 0 and never NaN.
 */
import type { ReliabilityBin } from '../protocol/critic.ts';
import { meanOf } from '../mean.ts';

/** A judged solution: what it is, and what the critic said (`null`: no verdict could be read). */
export interface Judgement {
  readonly correct: boolean;
  readonly verdict: boolean | null;
}

export interface VerdictMetrics {
  readonly n: number;
  /** Judged correct: correct ones, incorrect ones. */
  readonly truePositives: number;
  readonly falsePositives: number;
  /** Judged incorrect: incorrect ones, correct ones. */
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Judgements without a verdict; they count as mistakes in every rate below. */
  readonly withoutVerdict: number;
  readonly accuracy: number | null;
  /** Mean of `tpr` and `tnr`: 0.5 for a critic that always says the same. */
  readonly balancedAccuracy: number | null;
  /** Share of the correct solutions that are judged correct. */
  readonly tpr: number | null;
  /** Share of the incorrect solutions that are judged incorrect. */
  readonly tnr: number | null;
  /** Share of the verdicts that say correct; near 0 or 1 the verdict has collapsed. */
  readonly saysCorrect: number | null;
  readonly parseFailRate: number | null;
}

export function verdictMetrics(judgements: readonly Judgement[]): VerdictMetrics {
  const count = (correct: boolean, verdict: boolean): number =>
    judgements.filter((row) => row.correct === correct && row.verdict === verdict).length;
  const truePositives = count(true, true);
  const falsePositives = count(false, true);
  const trueNegatives = count(false, false);
  const falseNegatives = count(true, false);
  const n = judgements.length;
  const correct = judgements.filter((row) => row.correct).length;
  const said = truePositives + falsePositives + trueNegatives + falseNegatives;
  const tpr = ratio(truePositives, correct);
  const tnr = ratio(trueNegatives, n - correct);
  return {
    n,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    withoutVerdict: n - said,
    accuracy: ratio(truePositives + trueNegatives, n),
    balancedAccuracy: tpr === null || tnr === null ? null : (tpr + tnr) / 2,
    tpr,
    tnr,
    saysCorrect: ratio(truePositives + falsePositives, said),
    parseFailRate: ratio(n - said, n),
  };
}

/** A solution with a critic's score: a logit or a probability, higher means more likely correct. */
export interface Scored {
  readonly correct: boolean;
  readonly score: number;
}

/**
 * Probability that a random correct solution scores above a random incorrect one, a tie counting one half
 * (the Mann–Whitney statistic with mid-ranks). `null` unless both classes are present.
 */
export function auroc(rows: readonly Scored[]): number | null {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  const positives = sorted.filter((row) => row.correct).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end += 1;
    const midRank = (start + 1 + end) / 2;
    rankSum += midRank * sorted.slice(start, end).filter((row) => row.correct).length;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The filled bins of `bins` equally wide ones; `score` is P(correct) in 0…1. A bin holds the solutions with P(correct)
 * in [from, to), the last one those with 1 as well.
 */
export function reliabilityTable(rows: readonly Scored[], bins = 10): ReliabilityBin[] {
  const table: ReliabilityBin[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const inside = rows.filter((row) => Math.min(Math.floor(row.score * bins), bins - 1) === bin);
    if (inside.length === 0) continue;
    table.push({
      from: bin / bins,
      to: (bin + 1) / bins,
      n: inside.length,
      meanProbability: meanOf(inside.map((row) => row.score)),
      shareCorrect: meanOf(inside.map((row) => Number(row.correct))),
    });
  }
  return table;
}

/**
 * Expected calibration error of P(correct): over the bins of `reliabilityTable`, the mean gap between the mean
 * probability and the share of correct solutions, weighted by the bins' sizes. `null` without rows.
 */
export function expectedCalibrationError(rows: readonly Scored[], bins = 10): number | null {
  if (rows.length === 0) return null;
  const table = reliabilityTable(rows, bins);
  const gaps = table.map((bin) => bin.n * Math.abs(bin.meanProbability - bin.shareCorrect));
  return gaps.reduce((sum, gap) => sum + gap, 0) / rows.length;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
