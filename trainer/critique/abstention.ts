/** Where the verdict turns, and how near to that point a critic had better say nothing. */

export interface ScoredPair {
  readonly correct: boolean;
  readonly logit: number;
}

export interface Threshold {
  readonly threshold: number;
  readonly balancedAccuracy: number;
}

/** What a threshold gives: shares of the correct pairs at or above it, and of the incorrect ones below. */
export interface OperatingPoint extends Threshold {
  readonly tpr: number;
  readonly tnr: number;
}

/** Every threshold that judges differently, upwards: below all logits, half-way between neighbours, above all. Both classes must be present. */
export function operatingPoints(pairs: readonly ScoredPair[]): readonly OperatingPoint[] {
  const sorted = [...pairs].sort((a, b) => a.logit - b.logit);
  const correct = sorted.filter((pair) => pair.correct).length;
  const incorrect = sorted.length - correct;
  let correctBelow = 0;
  let incorrectBelow = 0;
  const pointAt = (threshold: number): OperatingPoint => {
    const tpr = (correct - correctBelow) / correct;
    const tnr = incorrectBelow / incorrect;
    return { threshold, tpr, tnr, balancedAccuracy: (tpr + tnr) / 2 };
  };
  const points = [pointAt((sorted[0]?.logit ?? 0) - 1)];
  sorted.forEach((pair, index) => {
    if (pair.correct) correctBelow += 1;
    else incorrectBelow += 1;
    const next = sorted[index + 1]?.logit ?? pair.logit + 2;
    if (next !== pair.logit) points.push(pointAt(pair.logit + (next - pair.logit) / 2));
  });
  return points;
}

/** The threshold with the best balanced accuracy; of equally good ones the nearest to `preferred`. Both classes must be present. */
export function bestThreshold(pairs: readonly ScoredPair[], preferred: number): Threshold {
  const { threshold, balancedAccuracy } = operatingPoints(pairs).reduce((best, point) => {
    const gain = point.balancedAccuracy - best.balancedAccuracy;
    const nearer = Math.abs(point.threshold - preferred) < Math.abs(best.threshold - preferred);
    return gain > 1e-12 || (gain > -1e-12 && nearer) ? point : best;
  });
  return { threshold, balancedAccuracy };
}

export interface Band {
  /** Logits nearer to the threshold than this are not judged. */
  readonly halfWidth: number;
  /** Share of the pairs that are judged, and how many of these rightly. */
  readonly coverage: number;
  readonly accuracy: number;
}

/**
 * The narrowest band outside of which the accuracy reaches `targetAccuracy`, among those that leave at least
 * `minimumCoverage` of the pairs judged; if there is none, the widest of those. `pairs` is not empty.
 */
export function narrowestBand(
  pairs: readonly ScoredPair[],
  threshold: number,
  targetAccuracy: number,
  minimumCoverage: number,
): Band {
  const rows = pairs
    .map((pair) => ({
      right: pair.correct === pair.logit >= threshold,
      distance: Math.abs(pair.logit - threshold),
    }))
    .sort((a, b) => b.distance - a.distance);
  let right = 0;
  const widestFirst: Band[] = [];
  rows.forEach((row, index) => {
    right += Number(row.right);
    const inward = rows[index + 1]?.distance;
    if (inward === row.distance) return;
    // The last band judges every pair, so it has no width.
    const halfWidth = inward === undefined ? 0 : row.distance;
    widestFirst.push({
      halfWidth,
      coverage: (index + 1) / rows.length,
      accuracy: right / (index + 1),
    });
  });
  const allowed = widestFirst.filter((band) => band.coverage >= minimumCoverage);
  const everyPair: Band = { halfWidth: 0, coverage: 1, accuracy: right / rows.length };
  return allowed.findLast((band) => band.accuracy >= targetAccuracy) ?? allowed[0] ?? everyPair;
}
