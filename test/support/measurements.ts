/** Held-out measurements, written as what was solved and what was said. */
import { verdictMetrics } from '../../trainer/critique/metrics.ts';
import type { HeldOutFigures } from '../../trainer/demo/before-after.ts';
import type { Measurement } from '../../trainer/run/crl/measure.ts';

/**
 * `passed`: whether each problem was solved. `verdicts`: what was said of a right and a wrong solution of each problem
 * in turn, so that the first should be true and the second false.
 */
export function measured(passed: readonly boolean[], verdicts: readonly (boolean | null)[]): Measurement {
  const solved = passed.map((each, index) => ({ id: `p${index}`, passed: each }));
  const judged = verdicts.map((verdict, index) => ({
    id: `p${Math.floor(index / 2)}#${index % 2}`,
    correct: index % 2 === 0,
    verdict,
  }));
  return {
    solved,
    judged,
    pass1: passed.length === 0 ? null : passed.filter(Boolean).length / passed.length,
    critique: verdictMetrics(judged),
  };
}

/** The same measurement everywhere. */
export function everywhere(measurement: Measurement): HeldOutFigures {
  return {
    sampled: measurement,
    greedy: measurement,
    newFamilies: measurement,
    newFamiliesGreedy: measurement,
  };
}
