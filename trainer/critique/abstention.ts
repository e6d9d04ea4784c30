/** Where the verdict turns, and how near to that point a critic had better say nothing. */

export interface ScoredPair {
  readonly correct: boolean;
  readonly logit: number;
}

export interface Threshold {
  readonly threshold: number;
  readonly balancedAccuracy: number;
}

/**
 * The threshold with the best balanced accuracy among those half-way between neighbouring logits and beyond both
 * ends; of equally good ones the nearest to `preferred`. Both classes must be present.
 */
export function bestThreshold(pairs: readonly ScoredPair[], preferred: number): Threshold {
  const sorted = [...pairs].sort((a, b) => a.logit - b.logit);
  const correct = sorted.filter((pair) => pair.correct).length;
  const incorrect = sorted.length - correct;
  const first = sorted[0]?.logit ?? 0;
  const last = sorted.at(-1)?.logit ?? 0;
  // Below the first logit everything is judged correct: TPR 1, TNR 0.
  let best: Threshold = { threshold: first - 1, balancedAccuracy: 0.5 };
  let correctBelow = 0;
  let incorrectBelow = 0;
  sorted.forEach((pair, index) => {
    if (pair.correct) correctBelow += 1;
    else incorrectBelow += 1;
    const next = sorted[index + 1]?.logit ?? last + 2;
    if (next === pair.logit) return;
    const threshold = pair.logit + (next - pair.logit) / 2;
    const balancedAccuracy = ((correct - correctBelow) / correct + incorrectBelow / incorrect) / 2;
    const gain = balancedAccuracy - best.balancedAccuracy;
    const nearer = Math.abs(threshold - preferred) < Math.abs(best.threshold - preferred);
    if (gain > 1e-12 || (gain > -1e-12 && nearer)) best = { threshold, balancedAccuracy };
  });
  return best;
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
