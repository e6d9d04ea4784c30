/**
 * Drives a run from its start to its end: announces it, takes step after step, rests where it is told to pause, and
 * records how it ended. Nothing here knows what a step computes. What a step leaves on the disk: `steps.ts`.
 */
import { reasonOf, TrainerError } from '../errors/error.ts';
import { initialProgress } from './advance.ts';
import type { EndReason } from './advance.ts';
import type { Start } from './resume.ts';
import type { Position, Reached, Running } from './steps.ts';
import { restorePosition, savePosition, takeBaseline, takeStep } from './steps.ts';
import type { RunEnd, Training } from './training.ts';

export interface Drive<State> extends Omit<Running<State>, 'training'> {
  readonly start: Start;
  /** Loads whatever the training needs, less where a checkpoint is restored next; the driver disposes it. */
  readonly prepare: (signal: AbortSignal, isRestored: boolean) => Promise<Training<State>>;
  /** What is made of the last step before the run counts as finished. A run that is resumed there makes it anew. */
  readonly conclude?: (signal: AbortSignal) => Promise<void>;
}

/**
 * Runs to the end, to a stop, or to a failure, which is written to the journal and thrown. Pauses are in between.
 * The caller holds the lock and has called `prepareStart`.
 */
export async function driveRun<State>(drive: Drive<State>): Promise<RunEnd> {
  const { controller, start } = drive;
  const saved = start.checkpoint;
  let reached: Reached = {
    step: saved?.step ?? 0,
    savedStep: saved?.step ?? null,
    progress: saved?.progress ?? initialProgress,
  };
  controller.reached(reached.step, reached.progress.phase);
  try {
    await announce(drive);
    const last = await train(drive, (position) => (reached = position));
    if (last.end === null) return await stop(drive, last);
    controller.busy('exporting');
    await drive.conclude?.(controller.signal);
    return await finish(drive, last, last.end);
  } catch (cause) {
    // What fails after the end was recorded is not the run's failure any more.
    if (controller.ended) throw cause;
    if (isAbandoned(cause, controller.signal)) return await stop(drive, reached);
    await fail(drive, reached, cause);
    throw cause;
  }
}

/** Step after step to the end of the run, or to where it is told to stop; `reach` hears of every position on the way. */
async function train<State>(
  drive: Drive<State>,
  reach: (position: Position<State>) => void,
): Promise<Position<State>> {
  const { controller, start } = drive;
  const saved = start.checkpoint;
  await using training = await drive.prepare(controller.signal, saved !== null);
  for (const warning of training.warnings) await drive.journal.event(saved?.step ?? 0, warning);
  const running = { ...drive, training };
  let position =
    saved === null ? await takeBaseline(running) : await restorePosition(running, saved, start.after);
  reach(position);
  controller.report('begin');
  while (position.end === null) {
    position = await rest(running, position);
    // Awaited here: the training is given back when this function is left.
    if (controller.is('stopping')) return await savePosition(running, position);
    reach(position);
    position = await takeStep(running, position);
    reach(position);
    controller.reached(position.step, position.progress.phase);
  }
  return position;
}

/** The first events of this trainer: what it starts from, and what it found damaged. */
async function announce<State>({ journal, plan, start }: Drive<State>): Promise<void> {
  const { steps } = plan;
  if (start.checkpoint === null) await journal.event(0, { type: 'started', steps });
  else {
    const { step } = start.checkpoint;
    await journal.event(step, { type: 'resumed', steps, after: start.after, setAside: start.setAside });
    for (const warning of start.warnings) await journal.event(step, warning);
  }
  await journal.sync();
}

/** Between two steps: saves and waits while the run is paused. */
async function rest<State>(run: Running<State>, position: Position<State>): Promise<Position<State>> {
  const { controller, journal } = run;
  let saved = position;
  while (controller.is('pausing')) {
    saved = await savePosition(run, saved);
    // It may have been unpaused or stopped while it was saved.
    if (!controller.is('pausing')) break;
    controller.report('rest');
    controller.busy('waiting');
    await journal.event(saved.step, { type: 'paused' });
    await journal.sync();
    await controller.left('paused');
    if (!controller.is('stopping')) await journal.event(saved.step, { type: 'unpaused' });
  }
  return saved;
}

async function finish<State>(
  { controller, journal }: Drive<State>,
  { step, progress }: Reached,
  reason: EndReason,
): Promise<RunEnd> {
  await journal.event(step, { type: 'finished', reason });
  await journal.sync();
  controller.report('finish');
  return { kind: 'finished', step, best: progress.best, reason };
}

async function stop<State>({ controller, journal }: Drive<State>, reached: Reached): Promise<RunEnd> {
  const { step, savedStep, progress } = reached;
  await journal.event(step, { type: 'stopped', savedStep });
  await journal.sync();
  controller.report('stopped');
  return { kind: 'stopped', step, best: progress.best };
}

async function fail<State>(
  { controller, journal }: Drive<State>,
  { step }: Reached,
  cause: unknown,
): Promise<void> {
  controller.report('fail');
  const { code, hint } =
    cause instanceof TrainerError
      ? cause
      : { code: 'unexpected', hint: 'This is a defect of Critique-Coder; trainer.log has its stack.' };
  try {
    await journal.event(step, { type: 'failed', code, message: reasonOf(cause), hint });
    await journal.sync();
  } catch {
    // The failure itself is thrown and shown; a full disk may well keep it from being written here.
  }
}

/** Whether something ended because it was told to: cancellation is an answer, not an error. */
function isAbandoned(cause: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return cause === signal.reason || (cause instanceof Error && cause.name === 'AbortError');
}
