/** What can go wrong between a running trainer and those who steer it. */
import type { RunState } from '../protocol/control.ts';
import { reasonOf, TrainerError } from './error.ts';

export function notRunning(folder: string): TrainerError {
  return new TrainerError(
    'control.not-running',
    `No trainer is running in ${folder}, so there is nothing to steer.`,
    'Resume the run to go on with it.',
  );
}

export function notPossible(command: string, state: RunState): TrainerError {
  return new TrainerError(
    'control.not-possible',
    `The run is ${state}, so '${command}' does nothing.`,
    state === 'paused' || state === 'pausing'
      ? "Say 'unpause' to go on."
      : 'Look at the state of the run first.',
  );
}

export function refused(message: string): TrainerError {
  return new TrainerError(
    'control.refused',
    `The trainer refused the connection: ${message}`,
    'Use the version of Critique-Coder that started the run, and read its lock.json anew.',
  );
}

export function connectFailed(socket: string, cause: unknown): TrainerError {
  return new TrainerError(
    'control.connect-failed',
    `Connecting to the trainer at ${socket} failed: ${reasonOf(cause)}`,
    'If it has just started, try again; if it hangs, end its process: the run goes on from its newest checkpoint.',
    { cause },
  );
}

export function connectionEnded(reason: string): TrainerError {
  return new TrainerError(
    'control.ended',
    `The connection to the trainer ended: ${reason}`,
    "Look at the run's events.jsonl and trainer.log; resume it if it did not end by itself.",
  );
}

export function socketPathTooLong(path: string, limit: number): TrainerError {
  return new TrainerError(
    'control.path-too-long',
    `The control socket ${path} needs ${Buffer.byteLength(path)} bytes, and the system allows ${limit}.`,
    'Set the environment variable TMPDIR to a folder with a short path.',
  );
}
