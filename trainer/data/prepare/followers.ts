/** Pairs and solutions: they go with their problem, and are compared with the evaluation set themselves. */
import type { Pair, Solution } from '../../protocol/data.ts';
import type { Followers } from '../../protocol/data-reports.ts';
import { contaminationOf } from './contamination.ts';
import type { Fates } from './fates.ts';
import type { EvaluationIndex } from './overlap.ts';
import { RowFile } from '../row-file.ts';

/** Writes the rows that stay to `path`. A row of no known problem stays, since nothing speaks against it. */
export async function filterFollowers(
  rows: AsyncIterable<Pair | Solution>,
  fates: Fates,
  evaluation: EvaluationIndex | null,
  path: string,
): Promise<Followers> {
  const counts = { read: 0, kept: 0, withProblem: 0, contaminated: 0, orphans: 0 };
  const dropped: Followers['dropped'] = [];
  await using file = await RowFile.create(path);
  for await (const row of rows) {
    counts.read += 1;
    const fate = fates.of(row);
    const overlap = fate === 'dropped' ? null : contaminationOf(row, evaluation);
    if (fate === 'dropped') counts.withProblem += 1;
    else if (overlap !== null) dropped.push({ id: row.id, ...overlap });
    else {
      await file.write(row);
      counts.kept += 1;
      if (fate === 'unknown') counts.orphans += 1;
    }
  }
  await file.finish();
  return { ...counts, contaminated: dropped.length, dropped };
}
