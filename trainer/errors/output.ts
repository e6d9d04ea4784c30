/** What can go wrong with the files and folders that commands write. */
import { reasonOf, TrainerError } from './error.ts';

export function outputExists(path: string): TrainerError {
  return new TrainerError(
    'output.exists',
    `Nothing is written to ${path}: something is there already.`,
    'Give another name, or replace what an earlier call has written there with --force.',
  );
}

/** `mark` is the file that this kind of folder always has. */
export function outputForeign(folder: string, mark: string): TrainerError {
  return new TrainerError(
    'output.foreign',
    `Nothing is written to ${folder}: it was not written by this command, as it has no ${mark}, so --force does not replace it.`,
    'Name another folder, or one that does not exist yet.',
  );
}

export function outputFailed(path: string, cause: unknown): TrainerError {
  return new TrainerError(
    'output.failed',
    `Writing to ${path} failed: ${reasonOf(cause)}`,
    'Check the permissions and the room on the disk; nothing under that name has changed.',
    { cause },
  );
}
