/**
 * Picking a threshold, and saying honestly what it gives: it is picked on one half of the problems and measured on the
 * other, because the best of many thresholds looks better on the pairs that chose it than on any others.
 */
import { operatingPoints, type OperatingPoint, type ScoredPair } from '../critique/abstention.ts';
import { judgedOf, metricsAt } from '../critique/evaluation.ts';
import type { Criterion, PickedThreshold } from '../protocol/evaluation.ts';
import { splitByProblem } from '../tasks/split.ts';
import { intervalOver, problemCount, type OfProblem } from './resampling.ts';

/** A pair that was judged; its logit is NaN where it was too long. */
export type JudgedPair = ScoredPair & OfProblem;

const splitSeed = 20_250_922;

/** One a criterion; none where the pairs are all correct or all incorrect. */
export function pickThresholds(
  pairs: readonly JudgedPair[],
  criteria: readonly Criterion[],
): PickedThreshold[] {
  const sides = halves(pairs);
  if (sides === null) return [];
  return criteria.map((criterion) => pick(criterion, sides));
}

interface Halves {
  readonly picking: readonly JudgedPair[];
  readonly measuring: readonly JudgedPair[];
  readonly heldBack: boolean;
}

/** The same pairs on both sides where one side would lack correct or incorrect ones; null where all do. */
function halves(pairs: readonly JudgedPair[]): Halves | null {
  if (!hasBoth(judgedOf(pairs))) return null;
  const same: Halves = { picking: pairs, measuring: pairs, heldBack: false };
  if (problemCount(pairs) < 2) return same;
  const rows = pairs.map((pair) => ({ pair, question: pair.problem }));
  const { picking, measuring } = splitByProblem(rows, { picking: 1, measuring: 1 }, splitSeed);
  const [a, b] = [picking, measuring].map((side) => side.rows.map(({ pair }) => pair));
  if (a === undefined || b === undefined || !hasBoth(judgedOf(a)) || !hasBoth(b)) return same;
  return { picking: a, measuring: b, heldBack: true };
}

const hasBoth = (pairs: readonly JudgedPair[]): boolean =>
  pairs.some(({ correct }) => correct) && pairs.some(({ correct }) => !correct);

function pick(criterion: Criterion, { picking, measuring, heldBack }: Halves): PickedThreshold {
  const { threshold } = pointFor(criterion, operatingPoints(judgedOf(picking)));
  const { tpr, tnr, balancedAccuracy } = metricsAt(measuring, threshold);
  return {
    criterion,
    threshold,
    heldBack,
    pickedOn: picking.length,
    measuredOn: measuring.length,
    tpr: tpr,
    tnr: tnr,
    balancedAccuracy: balancedAccuracy,
    balancedAccuracyInterval: intervalOver(measuring, (rows) => metricsAt(rows, threshold).balancedAccuracy),
  };
}

/** Of the points that reach a wanted rate the one with the best other rate. One always does: a rate is 1 at an end. */
function pointFor(criterion: Criterion, points: readonly OperatingPoint[]): OperatingPoint {
  const { rate } = criterion;
  const allowed =
    rate === 'balancedAccuracy' ? points : points.filter((point) => point[rate] >= criterion.atLeast);
  const worth = ({ tpr, tnr, balancedAccuracy }: OperatingPoint): number =>
    rate === 'tpr' ? tnr : rate === 'tnr' ? tpr : balancedAccuracy;
  return allowed.reduce((best, point) => (worth(point) > worth(best) ? point : best));
}
