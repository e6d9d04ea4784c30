/** Held-out figures of a policy, and of two policies on the same rows, with 95 % intervals. Pure. */
import { clusterBootstrap, pairedDifference, wilsonInterval, type Estimate } from '../critique/intervals.ts';
import { verdictMetrics } from '../critique/metrics.ts';
import type { Measurement as SummaryMeasurement } from '../protocol/reports.ts';
import { percent, signedPoints } from '../report/figures.ts';
import type { Measurement } from '../run/crl/measure.ts';
import type { BeforeAfter } from './before-after.ts';

/** Resampling draws problems; the seed makes a report repeatable. */
const bootstrap = { seed: 20_250_922, resamples: 2000 };

/** The problem that a starter pair's solution answers: its id is `problem#solution`. */
function problemOf(id: string): string {
  const cut = id.lastIndexOf('#');
  return cut < 0 ? id : id.slice(0, cut);
}

const asPair = ({ low, high }: { readonly low: number; readonly high: number }): [number, number] => [
  low,
  high,
];

/** As it stands in summary.json. A measurement without problems or pairs has nothing to say and is refused. */
export function summarise({ solved, judged, pass1, critique }: Measurement): SummaryMeasurement {
  const { balancedAccuracy, tpr, tnr, n } = critique;
  if (pass1 === null || balancedAccuracy === null || tpr === null || tnr === null) {
    throw new RangeError('Held-out figures need problems, and pairs of both kinds.');
  }
  const passed = solved.filter((row) => row.passed).length;
  const balanced = clusterBootstrap(
    judged,
    (row) => problemOf(row.id),
    (rows) => verdictMetrics(rows).balancedAccuracy,
    bootstrap,
  );
  return {
    pass1,
    pass1Interval: asPair(wilsonInterval(passed, solved.length)),
    critique: {
      balancedAccuracy,
      ...(balanced === null ? {} : { balancedAccuracyInterval: asPair(balanced) }),
      tpr,
      tnr,
      n,
    },
  };
}

export interface Gain {
  readonly pass1: Estimate | null;
  readonly balancedAccuracy: Estimate | null;
}

/** How much `after` is better than `before` on the same problems and pairs. */
export function gain(before: Measurement, after: Measurement): Gain {
  const solvedAfter = new Map(after.solved.map((row) => [row.id, row.passed]));
  const verdictAfter = new Map(after.judged.map((row) => [row.id, row.verdict]));
  return {
    pass1: pairedDifference(
      before.solved.map(({ id, passed }) => ({
        problemId: id,
        before: Number(passed),
        after: Number(solvedAfter.get(id) ?? false),
      })),
      bootstrap,
    ),
    balancedAccuracy: clusterBootstrap(
      before.judged,
      (row) => problemOf(row.id),
      (rows) => {
        const old = verdictMetrics(rows).balancedAccuracy;
        const now = verdictMetrics(
          rows.map((row) => ({ ...row, verdict: verdictAfter.get(row.id) ?? null })),
        );
        return old === null || now.balancedAccuracy === null ? null : now.balancedAccuracy - old;
      },
      bootstrap,
    ),
  };
}

/** Lines for people: each figure before and after with its interval, sampled and greedy, and new families apart. */
export function describeFigures({ before, after }: Pick<BeforeAfter, 'before' | 'after'>): readonly string[] {
  const rows = [
    { name: 'held-out problems, sampled', old: before.sampled, now: after.sampled },
    { name: 'held-out problems, greedy', old: before.greedy, now: after.greedy },
    { name: 'new families, sampled', old: before.newFamilies, now: after.newFamilies },
    { name: 'new families, greedy', old: before.newFamiliesGreedy, now: after.newFamiliesGreedy },
  ];
  return rows.flatMap(({ name, old, now }) => {
    const [a, b, change] = [summarise(old), summarise(now), gain(old, now)];
    const line = (what: string, x: number, y: number, by: Estimate | null): string =>
      `  ${what.padEnd(26)}${percent(x).padStart(8)} → ${percent(y).padStart(8)}` +
      (by === null
        ? ''
        : `   ${signedPoints(by.estimate)} [${signedPoints(by.low)}, ${signedPoints(by.high)}]`);
    return [
      `${name} (${old.solved.length} problems, ${a.critique.n} pairs)`,
      line('pass@1', a.pass1, b.pass1, change.pass1),
      line(
        'balanced critique accuracy',
        a.critique.balancedAccuracy,
        b.critique.balancedAccuracy,
        change.balancedAccuracy,
      ),
      line('correct ones recognised', a.critique.tpr, b.critique.tpr, null),
      line('wrong ones recognised', a.critique.tnr, b.critique.tnr, null),
    ];
  });
}
