/** The report of an ablation: what there is in its folder, put together and written beside it. */
import { join } from 'node:path';
import type { AblationReport, Design, HeldOutRecord } from '../protocol/ablation.ts';
import { writeFileAtomic } from '../run/files.ts';
import { baseHeldOutFile, readHeldOut } from './held-out.ts';
import { historyOf, rowOf } from './plan.ts';
import { reportPage } from './page.ts';
import type { RunStanding } from './runs.ts';
import { summarise } from './summarise.ts';

export async function ablationReport(
  out: string,
  design: Design,
  standings: readonly RunStanding[],
): Promise<AblationReport> {
  const measured = standings.flatMap(({ run, heldOut }) =>
    heldOut === null ? [] : [{ cell: run.cell.name, seed: run.seed, rows: heldOut.rows }],
  );
  const base = await readHeldOut(baseHeldOutFile(out));
  return {
    out,
    heldOut: {
      ...design.heldOut,
      ...countsOf(base, design),
      temperature: design.config.validation.temperature,
    },
    runs: await Promise.all(standings.map(runReport)),
    ...summarise(design, base, measured),
  };
}

/** There may be fewer held-out problems and pairs than were asked for. */
function countsOf(base: HeldOutRecord | null, { heldOut }: Design): { problems: number; pairs: number } {
  if (base === null) return heldOut;
  const problems = base.rows.filter(({ task }) => task === 'solve').length;
  return { problems, pairs: base.rows.length - problems };
}

async function runReport(standing: RunStanding): Promise<AblationReport['runs'][number]> {
  const { metrics, events } = await historyOf(standing);
  const finished = events.findLast((event) => event.type === 'finished');
  const switched = events.findLast((event) => event.type === 'phase-switched');
  return {
    ...rowOf(standing),
    reason: standing.state === 'finished' ? (finished?.reason ?? null) : null,
    bestStep: standing.best?.step ?? null,
    switchedAt: switched?.step ?? null,
    trainingSeconds: metrics.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** Writes `report.json` and `report.html`, in place of those of an earlier state. Returns the page's path. */
export async function writeReport(report: AblationReport): Promise<string> {
  const page = join(report.out, 'report.html');
  await writeFileAtomic(join(report.out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFileAtomic(page, reportPage(report));
  return page;
}
