/**
 * What a critic gains by keeping silent where it is least sure: selective prediction after El-Yaniv and Wiener (2010),
 * the area after Geifman, Uziel and El-Yaniv (2019). Rows equally sure are kept or dropped together.
 */

export interface Confident {
  /** Higher is surer; −∞ for what was not judged. */
  readonly confidence: number;
  readonly right: boolean;
}

export interface CoveragePoint {
  /** Share of the rows kept, the surest first. */
  readonly coverage: number;
  /** Share of the kept that is right. */
  readonly accuracy: number;
}

interface Tie {
  readonly size: number;
  readonly wrong: number;
}

export function riskCoverage(rows: readonly Confident[]): CoveragePoint[] {
  let kept = 0;
  let wrong = 0;
  return tiesOf(rows).map((tie) => {
    kept += tie.size;
    wrong += tie.wrong;
    return { coverage: kept / rows.length, accuracy: 1 - wrong / kept };
  });
}

/** The mean over k of the share of mistakes among the k surest, those equally sure in the mean of their orders; null without rows. */
export function areaUnderRisk(rows: readonly Confident[]): number | null {
  if (rows.length === 0) return null;
  let kept = 0;
  let wrong = 0;
  let sum = 0;
  for (const tie of tiesOf(rows)) {
    for (let more = 1; more <= tie.size; more += 1) {
      sum += (wrong + (tie.wrong * more) / tie.size) / (kept + more);
    }
    kept += tie.size;
    wrong += tie.wrong;
  }
  return sum / rows.length;
}

/** The points of a curve that is drawn with no more than `most`, both ends kept. */
export function thinned<Point>(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}

function tiesOf(rows: readonly Confident[]): Tie[] {
  const groups = Map.groupBy(rows, ({ confidence }) => confidence);
  return [...groups]
    .sort(([a], [b]) => (a === b ? 0 : b - a))
    .map(([, group]) => ({ size: group.length, wrong: group.filter(({ right }) => !right).length }));
}
