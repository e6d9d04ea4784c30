/**
 * `data split`: divides problems with their pairs and solutions into sides, a folder each. What belongs together,
 * because it has a problem, a family or a question in common, or nearly the same question, directly or through others,
 * stays on one side.
 */
import { join, relative } from 'node:path';
import type { SplitReport } from '../../protocol/data-reports.ts';
import { readPairs, readProblems, readSolutions } from '../../tasks/read.ts';
import { splitByProblem } from '../../tasks/split.ts';
import { describeAs, reportFile } from '../report-file.ts';
import { writeOutput } from '../../output.ts';
import { AlikeQuestions } from './alike-questions.ts';
import { checkSides } from './split-check.ts';
import { rowKinds, SplitSide } from './split-side.ts';
import { readTies, rowName } from './split-ties.ts';

export interface SplitOptions {
  /** Undefined where there are pairs only. */
  readonly problems: string | undefined;
  readonly pairs: string | undefined;
  readonly solutions: string | undefined;
  readonly out: string;
  /** The sides with their weights; see `splitByProblem`. */
  readonly shares: Readonly<Record<string, number>>;
  readonly seed: number;
  /** Least similarity of questions that stay together; null where only equal ones do. */
  readonly nearDuplicates: number | null;
  readonly signal: AbortSignal;
}

/** The caller has asked `refuseOccupied`. Throws `tasks.split-too-small`, and `data-prepare.split-leaks` on a defect. */
export function splitData(options: SplitOptions): Promise<SplitReport> {
  const { out, shares, seed, nearDuplicates, signal } = options;
  const kinds = rowKinds.filter((kind) => options[kind] !== undefined);
  return writeOutput(out, reportFile, async (folder) => {
    const alike = nearDuplicates === null ? null : new AlikeQuestions(nearDuplicates);
    const ties = await readTies(options.problems, options.pairs, signal, alike);
    const groups = splitByProblem(ties, shares, seed);
    await using open = new AsyncDisposableStack();
    const sides = new Map<string, SplitSide>();
    const sideOf = new Map<string, SplitSide>();
    for (const [name, { rows }] of Object.entries(groups)) {
      const side = open.use(await SplitSide.create(join(folder, name), kinds));
      sides.set(name, side);
      for (const { row } of rows) sideOf.set(row, side);
    }
    const orphanSolutions = await divide(options, sideOf);
    for (const side of sides.values()) await side.finish();
    const read = kinds.map((kind) => options[kind] ?? '');
    const written = [...sides.values()].flatMap((side) => kinds.map((kind) => side.path(kind)));
    return {
      seed,
      files: {
        read: await Promise.all(read.map((file) => describeAs(file))),
        written: await Promise.all(
          written.map((path) => describeAs(join(out, relative(folder, path)), path)),
        ),
      },
      sides: [...sides].map(([side, { counts }]) => ({
        side,
        share: shares[side] ?? 0,
        folder: join(out, side),
        groups: groups[side]?.groups ?? 0,
        ...counts,
      })),
      orphanSolutions,
      nearDuplicates: alike && { share: nearDuplicates ?? 1, pairs: alike.pairs },
      checked: await checkSides(
        [...sides].map(([name, side]) => ({ name, path: (kind) => side.path(kind) })),
        kinds,
        signal,
        nearDuplicates,
      ),
    };
  });
}

/** Writes every row to its side, and returns how many solutions have none, since their problem is not there. */
async function divide(
  { problems, pairs, solutions, signal }: SplitOptions,
  sideOf: ReadonlyMap<string, SplitSide>,
): Promise<number> {
  if (problems !== undefined) {
    for await (const row of readProblems(problems, { signal })) {
      await sideOf.get(rowName('problem', row.id))?.write('problems', row);
    }
  }
  if (pairs !== undefined) {
    for await (const row of readPairs(pairs, { signal })) {
      await sideOf.get(rowName('pair', row.id))?.write('pairs', row);
    }
  }
  if (solutions === undefined) return 0;
  let orphans = 0;
  for await (const row of readSolutions(solutions, { signal })) {
    const side = sideOf.get(rowName('problem', row.problemId));
    if (side === undefined) orphans += 1;
    else await side.write('solutions', row);
  }
  return orphans;
}
