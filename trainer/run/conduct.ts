/** Everything around a run in one call: the lock, the control socket, the signals, the log, the journal, the drive. */
import { serveControl } from './control-server.ts';
import { controlAddress } from './control-channel.ts';
import { RunController } from './controller.ts';
import type { Drive } from './driver.ts';
import { driveRun } from './driver.ts';
import type { RunFolder } from './folder.ts';
import { openRun } from './folder.ts';
import { acquireLock } from './lock.ts';
import { openLog } from './log.ts';
import { prepareStart } from './resume.ts';
import type { RunObserver } from './run-journal.ts';
import { openRunJournal } from './run-journal.ts';
import { listenForSignals, STOPPED_EXIT_CODE } from './signals.ts';
import type { RunEnd, RunPlan } from './training.ts';

export interface Conduct<State> {
  readonly folder: RunFolder;
  readonly plan: RunPlan;
  /** Loads the engine and all else. Called once the run is locked; it should reject when the signal is aborted. */
  readonly prepare: Drive<State>['prepare'];
  /** Makes the critic, say, of the last step; the run is finished when it is there. */
  readonly conclude?: Drive<State>['conclude'];
  /** What was said of the run before it began. The log has it too, for those who did not see the terminal. */
  readonly notes?: readonly string[];
  /** Resumes from the checkpoint of this step rather than the newest; what lies beyond is set aside. */
  readonly fromStep?: number;
  /** Hears of every step, event and change of the status: the progress line. */
  readonly observer?: RunObserver & StatusObserver;
}

export interface StatusObserver {
  status(status: RunController['status']): void;
}

/**
 * Trains a run, new or resumed, until it is finished or stopped. Throws `run.locked` while somebody else trains it,
 * `run.no-usable-checkpoint`, `run.disk-full`, or whatever the training failed with.
 */
export async function conductRun<State>(conduct: Conduct<State>): Promise<RunEnd> {
  const { folder, plan, observer } = conduct;
  const { record } = await openRun(folder.path);
  const controller = new RunController(plan.steps);
  await using around = new AsyncDisposableStack();
  const { path } = around.use(await controlAddress(folder));
  const { lock } = around.use(await acquireLock(folder, path));
  around.use(await serveControl({ path, token: lock.token, run: record.id, controller }));
  around.use(listenForSignals(controller));
  if (observer !== undefined) {
    observer.status(controller.status);
    around.use(controller.watch((status) => observer.status(status)));
  }
  const log = openLog(folder.log);
  for (const note of conduct.notes ?? []) log.note(note);
  const observers = observer === undefined ? [log] : [log, observer];
  try {
    const start = await prepareStart(folder, conduct.fromStep);
    await using journal = await openRunJournal(folder, observers);
    const { prepare, conclude } = conduct;
    return await driveRun({
      folder,
      plan,
      controller,
      journal,
      start,
      prepare,
      ...(conclude && { conclude }),
    });
  } catch (cause) {
    log.failure(cause);
    throw cause;
  }
}

/** 0 for a finished run, 130 for one that was stopped. */
export const exitCodeOf = (end: RunEnd): number => (end.kind === 'finished' ? 0 : STOPPED_EXIT_CODE);
