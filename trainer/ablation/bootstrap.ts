/**
 * Intervals of figures that vary with the seed of the training and with the problems at once. Seeds and problems are
 * crossed: every run answers every problem. So both are drawn with replacement, each for itself, and a resample is the
 * product of the two draws (Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1, 2007). Drawing problems
 * alone would say how sure the figures of exactly these runs are, and not those of a training.
 *
 * It is not exact: seeds drawn with replacement vary less than fresh ones, by the factor (S − 1) / S in variance, and
 * what varies with neither the seed nor the problem alone is counted up to three times. Simulated with 5 seeds and 300
 * problems, the intervals held the truth in 96 to 99 % of 150 cases and those of differences in 95 to 100 %: rather too
 * wide than too narrow.
 */
import { quantile, type Estimate } from '../critique/intervals.ts';
import { createRandom, type Random } from '../random.ts';
import { countsPerProblem, rateNames, type Rates, type Tally } from './tally.ts';

export type Estimates = Readonly<Record<keyof Rates, Estimate | null>>;

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Rates with 95 % percentile intervals. Each arm has a tally for each of the same seeds, all over the same problems,
 * and every arm meets the same draws, so a difference of arms is paired by seed and by problem.
 * A resample in which a rate is unknown is left out of its interval.
 */
export function crossedBootstrap(
  arms: readonly (readonly Tally[])[],
  statistic: (sums: readonly Float64Array[]) => Rates,
  { seed, resamples }: BootstrapOptions,
): Estimates {
  const seeds = arms[0]?.length ?? 0;
  const problems = (arms[0]?.[0]?.length ?? 0) / countsPerProblem;
  const random = createRandom(seed);
  const once = statistic(sumsOf(arms, new Float64Array(seeds).fill(1), new Float64Array(problems).fill(1)));
  const drawn = Array.from({ length: resamples }, () =>
    statistic(sumsOf(arms, drawCounts(seeds, random), drawCounts(problems, random))),
  );
  const estimateOf = (name: keyof Rates): Estimate | null => {
    const estimate = once[name];
    if (estimate === null) return null;
    const values = drawn.map((rates) => rates[name]).filter((value) => value !== null);
    values.sort((a, b) => a - b);
    return { estimate, low: quantile(values, 0.025), high: quantile(values, 0.975) };
  };
  const entries = rateNames.map((name) => [name, estimateOf(name)] as const);
  return Object.fromEntries(entries) as Record<keyof Rates, Estimate | null>;
}

/** How often each of `n` things is drawn when `n` are drawn with replacement. */
function drawCounts(n: number, random: Random): Float64Array {
  const counts = new Float64Array(n);
  for (let draw = 0; draw < n; draw += 1) {
    const index = random.integer(n);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** The counts of each arm, added up over its runs and problems with how often each was drawn. */
function sumsOf(
  arms: readonly (readonly Tally[])[],
  seedCounts: Float64Array,
  problemCounts: Float64Array,
): Float64Array[] {
  return arms.map((tallies) => {
    const sums = new Float64Array(countsPerProblem);
    tallies.forEach((tally, run) => addWeighted(sums, tally, seedCounts[run] ?? 0, problemCounts));
    return sums;
  });
}

/** Adds the tally's counts to `sums` in place. */
function addWeighted(sums: Float64Array, tally: Tally, times: number, problemCounts: Float64Array): void {
  if (times === 0) return;
  for (let problem = 0; problem < problemCounts.length; problem += 1) {
    const weight = times * (problemCounts[problem] ?? 0);
    if (weight === 0) continue;
    for (let count = 0; count < countsPerProblem; count += 1) {
      sums[count] = (sums[count] ?? 0) + weight * (tally[problem * countsPerProblem + count] ?? 0);
    }
  }
}
