/** What can go wrong when data is filtered, counted and split. */
import { TrainerError } from './error.ts';

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
