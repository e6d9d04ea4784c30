/** What can go wrong when data is filtered, counted and split. */
import { reasonOf, TrainerError } from './error.ts';

export function outputExists(folder: string): TrainerError {
  return new TrainerError(
    'data-prepare.output-exists',
    `Nothing is written to ${folder}: something is there already.`,
    'Name another folder, or replace what an earlier call has written there with --force.',
  );
}

export function outputForeign(folder: string, report: string): TrainerError {
  return new TrainerError(
    'data-prepare.output-foreign',
    `Nothing is written to ${folder}: it was not written by this command, as it has no ${report}, so --force does not replace it.`,
    'Name another folder, or one that does not exist yet.',
  );
}

export function emptyEvaluation(file: string): TrainerError {
  return new TrainerError(
    'data-prepare.empty-evaluation',
    `The evaluation file ${file} has no text in it, so comparing with it would find nothing.`,
    'Name a file with a JSON object on each line.',
  );
}

/** `reasons` says how many problems went for which reason. */
export function nothingLeft(file: string, reasons: string): TrainerError {
  return new TrainerError(
    'data-prepare.nothing-left',
    `Filtering ${file} would leave no problem: ${reasons}. Nothing was written.`,
    'Loosen the limits, or compare with other files than those that the problems come from.',
  );
}

export function noRows(file: string): TrainerError {
  return new TrainerError(
    'data-prepare.no-rows',
    `Counting ${file} found no row that tells what it holds: problems, solutions or pairs.`,
    'Name a file of JSON lines in one of the formats of docs/protocol.md.',
  );
}

/** A defect of ours, found before anything appears under the final name. */
export function splitLeaks(kind: string, value: string, sides: readonly string[]): TrainerError {
  return new TrainerError(
    'data-prepare.split-leaks',
    `The split was not written: the ${kind} "${value}" stands on both ${sides.join(' and ')}.`,
    'Report this with the command line and the files: it must not happen.',
  );
}

export function outputFailed(folder: string, cause: unknown): TrainerError {
  return new TrainerError(
    'data-prepare.output-failed',
    `Writing ${folder} failed: ${reasonOf(cause)}`,
    'Check the permissions and the room on the disk; nothing under that name has changed.',
    { cause },
  );
}
