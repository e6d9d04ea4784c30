/** Labels one function by its tests: mistakes are put into it until enough of them fail a test. */
import type { Lease } from './pool.ts';
import type { TargetMutant } from './mutants.ts';
import type { Target } from './targets.ts';
import type { Baseline } from './trust.ts';

export interface Labelled {
  readonly target: Target;
  /** Test files that run the function. */
  readonly tests: number;
  /** Mutants that fail one. */
  readonly failing: readonly TargetMutant[];
  /** How many pass them all. */
  readonly surviving: number;
  /** A test that a mutant failed does not pass any more without it. */
  readonly unsteady: boolean;
}

export interface LabelOptions {
  /** The test files that run the function, the fastest first. */
  readonly covering: readonly Baseline[];
  readonly mutants: readonly TargetMutant[];
  /** How many of them are to fail. */
  readonly incorrect: number;
  readonly signal: AbortSignal;
}

/**
 * Leaves the copy as it was. Where a test that a mutant failed then fails the function as it stands, it is the test
 * that varies, or a mutant has spoilt something besides its file: nothing that was seen counts, and the copy is renewed.
 */
export async function labelTarget(target: Target, lease: Lease, options: LabelOptions): Promise<Labelled> {
  const { covering, mutants, incorrect, signal } = options;
  const failing: TargetMutant[] = [];
  const failed = new Set<Baseline>();
  let surviving = 0;
  try {
    for (const mutant of mutants) {
      if (failing.length >= incorrect) break;
      await lease.scratch.write(target.source.file, mutant.text);
      const against = await firstFailing(covering, lease, signal);
      if (against === null) surviving += 1;
      else {
        failing.push(mutant);
        failed.add(against);
      }
    }
  } finally {
    await lease.scratch.restore(target.source.file);
  }
  const unsteady = (await firstFailing([...failed], lease, signal)) !== null;
  if (unsteady) await lease.renew();
  return { target, tests: covering.length, failing, surviving, unsteady };
}

/** Null where all pass. A test that takes far longer than it did has met a mistake, too. */
async function firstFailing(
  baselines: readonly Baseline[],
  { scratch }: Lease,
  signal: AbortSignal,
): Promise<Baseline | null> {
  for (const baseline of baselines) {
    const { status } = await scratch.run(baseline.test, { limitMs: limitOf(baseline), signal });
    if (status !== 'passed') return baseline;
  }
  return null;
}

const leastLimitMs = 5000;

const limitOf = ({ seconds }: Baseline): number => Math.max(leastLimitMs, 4 * 1000 * seconds);
