/**
 * Runs every test file twice in copies of the workspace: with probes in the sources, which tell the functions that it
 * runs, and as they stand, which tells how long it takes.
 */
import type { TestFile, TestRun } from '../protocol/workspace.ts';
import type { SyntaxReader } from '../source/syntax.ts';
import { loadAll } from '../tasks/read.ts';
import { inTime, type Bounds } from './in-time.ts';
import type { ScratchPool } from './pool.ts';
import { reachedNumbers, reachedVariable, withProbes } from './probes.ts';
import { runWriting } from './run-writing.ts';
import type { Target } from './targets.ts';
import { coverageOf, type Coverage } from './trust.ts';

export interface CoverOptions extends Bounds {
  readonly targets: readonly Target[];
  readonly reader: SyntaxReader;
  /** For one run of a test file. */
  readonly limitMs: number;
}

/** Leaves the copies without probes. Rejects with the signal's reason. */
export async function cover(
  pool: ScratchPool,
  tests: readonly TestFile[],
  options: CoverOptions,
): Promise<Coverage> {
  const probed = probedTexts(options.targets, options.reader);
  const marked = await pool.withTexts(probed, () => runMarked(pool, tests, options));
  const plain = await runPlain(pool, tests, marked, options);
  const runs = tests.map((test, index) => ({
    test,
    marked: marked[index]?.run ?? null,
    plain: plain[index] ?? null,
    reached: marked[index]?.reached ?? new Set<number>(),
  }));
  return coverageOf(runs, options.limitMs);
}

function probedTexts(targets: readonly Target[], reader: SyntaxReader): ReadonlyMap<string, string> {
  const bySource = Map.groupBy(targets, ({ source }) => source);
  return new Map(
    [...bySource].map(([{ file, text, language }, own]) => {
      const probes = own.map(({ number, found }) => ({ number, body: found.place.body }));
      return [file, withProbes({ source: text, language }, probes, reader)];
    }),
  );
}

interface Marked {
  readonly run: TestRun;
  readonly reached: ReadonlySet<number>;
}

/** Null for a file for which there was no time. */
async function runMarked(
  pool: ScratchPool,
  tests: readonly TestFile[],
  { limitMs, signal, time }: CoverOptions,
): Promise<(Marked | null)[]> {
  const runs = pool.map(
    tests,
    (test, lease) =>
      inTime({ signal: lease.signal, time }, async (either) => {
        const options = { limitMs, signal: either, variable: reachedVariable };
        const { run, written } = await runWriting(lease.scratch, test, options);
        return { run, reached: reachedNumbers(written) };
      }),
    signal,
  );
  // Awaited here: the records are there until then.
  return await loadAll(runs);
}

/** Null also where the first run has said already that the file is of no use. */
function runPlain(
  pool: ScratchPool,
  tests: readonly TestFile[],
  marked: readonly (Marked | null)[],
  { limitMs, signal, time }: CoverOptions,
): Promise<(TestRun | null)[]> {
  const runs = pool.map(
    tests.entries(),
    ([index, test], { scratch, signal }) => {
      const status = marked[index]?.run.status;
      if (status !== 'passed' && status !== 'failed') return Promise.resolve(null);
      return inTime({ signal, time }, (either) => scratch.run(test, { limitMs, signal: either }));
    },
    signal,
  );
  return loadAll(runs);
}
