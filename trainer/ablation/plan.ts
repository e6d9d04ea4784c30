/** What an ablation has left to do, and how long that takes, told from the runs that are there. */
import type { PlanReport } from '../protocol/ablation.ts';
import { runEventSchema, type RunEvent } from '../protocol/events.ts';
import { metricsLineSchema, type MetricsLine } from '../protocol/run-folder.ts';
import { readJournal } from '../run/journal-reader.ts';
import type { RunStanding } from './runs.ts';
import { meanOrNull } from '../mean.ts';

/** A run's journal: how long its steps took, and what happened to it. */
export interface RunHistory {
  readonly metrics: readonly MetricsLine[];
  readonly events: readonly RunEvent[];
}

export async function historyOf({ run }: RunStanding): Promise<RunHistory> {
  return {
    metrics: (await readJournal(run.folder.metrics, metricsLineSchema)).records,
    events: (await readJournal(run.folder.events, runEventSchema)).records,
  };
}

/** The standing as the reports tell it. */
export function rowOf({ run, state, step, problem, heldOut }: RunStanding) {
  const { id, cell, seed, steps } = run;
  return { id, cell: cell.name, seed, state, step, steps, measured: heldOut !== null, problem };
}

/**
 * Seconds of a step with its validations and checkpoints: the times between the lines of two steps that one trainer
 * computed without a rest.
 */
export function pacesOf({ metrics, events }: RunHistory): number[] {
  const breaks = events
    .filter(({ type }) => type === 'resumed' || type === 'unpaused')
    .map(({ time }) => time);
  return metrics.slice(1).flatMap(({ time }, index) => {
    const before = metrics[index]?.time ?? time;
    if (breaks.some((moment) => moment > before && moment < time)) return [];
    return [(Date.parse(time) - Date.parse(before)) / 1000];
  });
}

/** A run that is not begun takes as long as others of its cell, or else as all others. */
export async function planReport(out: string, standings: readonly RunStanding[]): Promise<PlanReport> {
  const paces = await Promise.all(
    standings.map(async (standing) => ({
      cell: standing.run.cell.name,
      seconds: pacesOf(await historyOf(standing)),
    })),
  );
  const secondsPerStep = meanOrNull(paces.flatMap(({ seconds }) => seconds));
  const measuring =
    meanOrNull(standings.flatMap(({ heldOut }) => (heldOut === null ? [] : [heldOut.seconds]))) ?? 0;
  const runs = standings.map((standing) => {
    const { run, state, step, heldOut } = standing;
    const own = meanOrNull(
      paces.filter(({ cell }) => cell === run.cell.name).flatMap(({ seconds }) => seconds),
    );
    const pace = own ?? secondsPerStep;
    const left = state === 'finished' ? 0 : run.steps - step;
    // A failed run is passed over until it is to be tried again.
    const needed = heldOut !== null || state === 'failed' ? 0 : left * (pace ?? 0) + measuring;
    return { ...rowOf(standing), secondsLeft: pace === null ? null : needed };
  });
  const known = runs.flatMap(({ secondsLeft }) => (secondsLeft === null ? [] : [secondsLeft]));
  const secondsLeft = secondsPerStep === null ? null : known.reduce((sum, seconds) => sum + seconds, 0);
  return { out, runs, secondsPerStep, secondsLeft };
}
