/** `trainer.log`: what happened to a run, for people. The journals are for programs and hold the same and more. */
import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { TrainerError } from '../errors/error.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { RunObserver } from './run-journal.ts';

export interface RunLog extends RunObserver {
  /** A line as it is. */
  note(text: string): void;
  /** With the stack where it is a defect of ours. */
  failure(cause: unknown): void;
}

/** A log that cannot be written is no reason for a run to fail, so its own failures are ignored. */
export function openLog(path: string): RunLog {
  const write = (text: string): void => {
    try {
      appendFileSync(path, `${new Date().toISOString()} ${text}\n`);
    } catch {
      // See above.
    }
  };
  return {
    note: write,
    metrics: (line) =>
      write(`step ${line.step} took ${line.seconds.toFixed(1)} s, reward ${line.metrics['reward']}`),
    event: (event) => write(describeEvent(event)),
    failure: (cause) =>
      write(cause instanceof TrainerError ? `${cause.code}: ${cause.message} ${cause.hint}` : inspect(cause)),
  };
}

/** An event as one sentence. */
export function describeEvent(event: RunEvent): string {
  switch (event.type) {
    case 'started':
      return `Training begins: ${event.steps} steps.`;
    case 'resumed':
      return `Training goes on after step ${event.step} of ${event.steps} (it was ${event.after}).`;
    case 'phase-switched':
      return `Phase ${event.phase} begins after step ${event.step}: ${event.reason}.`;
    case 'validation':
      return `Validation after step ${event.step}: ${event.score.toFixed(3)}.`;
    case 'best-checkpoint':
      return `Step ${event.step} is the best checkpoint so far: ${event.score.toFixed(3)}.`;
    case 'checkpoint-saved':
      return `Saved ${event.folder}, ${(event.bytes / 1e6).toFixed(1)} MB.`;
    case 'warning':
      return `Warning: ${event.message}`;
    case 'paused':
      return `Paused after step ${event.step}.`;
    case 'unpaused':
      return `Goes on after step ${event.step}.`;
    case 'stopped':
      return event.savedStep === null
        ? 'Stopped before anything was saved.'
        : `Stopped; saved up to step ${event.savedStep}.`;
    case 'finished':
      return `Finished after step ${event.step} (${event.reason}).`;
    case 'failed':
      return `Failed after step ${event.step}: ${event.message} ${event.hint}`;
  }
}
