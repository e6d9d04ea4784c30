/** Labels functions one after the other, several at once where there are several copies. */
import { setImmediate as breathe } from 'node:timers/promises';
import { inTime, type Bounds } from './in-time.ts';
import { labelTarget, type Labelled } from './label.ts';
import { mutantsOf, type Readers } from './mutants.ts';
import type { ScratchPool } from './pool.ts';
import type { Target } from './targets.ts';
import type { Baseline } from './trust.ts';

export interface TryOptions extends Readers, Bounds {
  /** Failing mutants that are wanted of each function, and mutants that are tried for it. */
  readonly incorrect: number;
  readonly tries: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** A function with the test files that run it, the fastest first. */
export interface Covered {
  readonly target: Target;
  readonly covering: readonly Baseline[];
}

/** Functions that a used test file runs, in the order of the workspace. */
export function coveredTargets(targets: readonly Target[], used: readonly Baseline[]): Covered[] {
  const fastestFirst = used.toSorted((a, b) => a.seconds - b.seconds);
  return targets
    .map((target) => ({
      target,
      covering: fastestFirst.filter(({ reached }) => reached.has(target.number)),
    }))
    .filter(({ covering }) => covering.length > 0);
}

/** What came of each, in their order; fewer where the time is over before. Rejects with the signal's reason. */
export async function tryTargets(
  pool: ScratchPool,
  covered: readonly Covered[],
  options: TryOptions,
): Promise<Labelled[]> {
  const { incorrect, time, say } = options;
  const outcomes = pool.map(
    covered,
    async ({ target, covering }, lease) => {
      // Making mutants leaves no room for signals.
      await breathe();
      return inTime({ signal: lease.signal, time }, (signal) => {
        const mutants = mutantsOf(target, options, options);
        return labelTarget(target, lease, { covering, mutants, incorrect, signal });
      });
    },
    options.signal,
  );
  const tried: Labelled[] = [];
  let ended = 0;
  for await (const outcome of outcomes) {
    ended += 1;
    if (outcome === null) continue;
    tried.push(outcome);
    say(`${ended} of ${covered.length}: ${inWords(outcome)}`);
  }
  return tried;
}

function inWords({ target, failing, surviving, unsteady }: Labelled): string {
  const mutants = failing.length + surviving;
  if (unsteady) return `${target.id} is left out: its tests vary`;
  return mutants === 0
    ? `${target.id} offers no mistake`
    : `${target.id}: ${failing.length} of ${mutants} mistakes fail a test`;
}
