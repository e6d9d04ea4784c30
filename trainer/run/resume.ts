/** Finds the step a run goes on from and puts its folder in order for that. */
import { TrainerError } from '../errors/error.ts';
import { checkpointMissing, noUsableCheckpoint } from '../errors/run.ts';
import type { RunEvent, RunEventBody } from '../protocol/events.ts';
import { runEventSchema } from '../protocol/events.ts';
import type { CheckpointState } from '../protocol/run-folder.ts';
import { metricsLineSchema } from '../protocol/run-folder.ts';
import { clearLeftovers, listCheckpoints, verifyCheckpoint } from './checkpoint.ts';
import type { RunFolder } from './folder.ts';
import { readJournal, readJournalEnd } from './journal-reader.ts';
import { setAsideBeyond } from './set-aside.ts';
import type { Warning } from './training.ts';

export interface Start {
  /** Null for a run that begins. */
  readonly checkpoint: CheckpointState | null;
  /** How the trainer before this one ended. */
  readonly after: Extract<RunEventBody, { type: 'resumed' }>['after'];
  readonly setAside: string | null;
  readonly warnings: readonly Warning[];
}

/**
 * Chooses the newest checkpoint that is undamaged (or the one of `fromStep`, which must be) and moves everything
 * beyond it aside. Falling back to an older one needs no question: training is deterministic, so the steps in between
 * come out the same, and the damaged checkpoint is kept. Only the lock's holder may call it.
 */
export async function prepareStart(folder: RunFolder, fromStep?: number): Promise<Start> {
  await clearLeftovers(folder);
  const steps = await listCheckpoints(folder);
  if (fromStep !== undefined && !steps.includes(fromStep)) {
    throw checkpointMissing(folder.path, fromStep, steps);
  }
  const candidates = fromStep === undefined ? steps.toReversed() : [fromStep];
  const { checkpoint, failures } = await firstUndamaged(folder, candidates);
  const metrics = await readJournal(folder.metrics, metricsLineSchema);
  if (checkpoint === null && (steps.length > 0 || metrics.records.length > 0)) {
    throw noUsableCheckpoint(folder.path, failures);
  }
  const after = await lastEnd(folder);
  const step = checkpoint?.step ?? -1;
  const aside = await setAsideBeyond(folder, step);
  const missing = missingSteps(new Set(metrics.records.map((line) => line.step)), step);
  const warnings = [
    ...failures.map((failure) => {
      const message = `${failure} Going on from step ${step}; it is kept in ${aside.folder}.`;
      return { code: 'run.checkpoint-corrupt', message };
    }),
    ...aside.problems.map(({ file, line, reason }) => {
      const message = `Line ${line} of ${file} cannot be read and is passed over: ${reason}.`;
      return { code: 'run.line-corrupt', message };
    }),
    ...missing.map((range) => {
      const message = `${folder.metrics} cannot be read for ${range}; the weights are whole.`;
      return { code: 'run.steps-missing', message };
    }),
  ];
  const asEvents = warnings.map((warning) => ({ type: 'warning' as const, ...warning }));
  return { checkpoint, after, setAside: aside.folder, warnings: asEvents };
}

async function firstUndamaged(
  folder: RunFolder,
  steps: readonly number[],
): Promise<{ checkpoint: CheckpointState | null; failures: string[] }> {
  const failures: string[] = [];
  for (const step of steps) {
    try {
      return { checkpoint: await verifyCheckpoint(folder, step), failures };
    } catch (cause) {
      if (!(cause instanceof TrainerError) || cause.code !== 'run.checkpoint-corrupt') throw cause;
      failures.push(cause.message);
    }
  }
  return { checkpoint: null, failures };
}

/** `step 3`, `steps 7 to 9`: the gaps up to `last`. */
function missingSteps(present: ReadonlySet<number>, last: number): string[] {
  const ranges: { from: number; to: number }[] = [];
  for (let step = 1; step <= last; step += 1) {
    if (present.has(step)) continue;
    const range = ranges.at(-1);
    if (range?.to === step - 1) range.to = step;
    else ranges.push({ from: step, to: step });
  }
  return ranges.map(({ from, to }) => (from === to ? `step ${from}` : `steps ${from} to ${to}`));
}

const isEnd = (type: RunEvent['type']): type is Exclude<Start['after'], 'interrupted'> =>
  type === 'stopped' || type === 'finished' || type === 'failed';

/** How the newest trainer of a run ended, from its events. */
export function endOf(events: readonly RunEvent[]): Start['after'] {
  const last = events.findLast(({ type }) => type === 'started' || type === 'resumed' || isEnd(type));
  return last !== undefined && isEnd(last.type) ? last.type : 'interrupted';
}

/** Steps of the whole run as its newest trainer was told; a run may have been extended. Undefined before the first. */
export const lengthOf = (events: readonly RunEvent[]): number | undefined =>
  events.findLast((event) => event.type === 'started' || event.type === 'resumed')?.steps;

const lastEnd = async (folder: RunFolder): Promise<Start['after']> =>
  endOf(await readJournalEnd(folder.events, runEventSchema));
