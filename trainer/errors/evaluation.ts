/** What can go wrong when something is measured, and when two results are compared. */
import { TrainerError } from './error.ts';

export function resultExists(file: string): TrainerError {
  return new TrainerError(
    'evaluation.result-exists',
    `The result cannot be written: ${file} is there already.`,
    'Name another folder with --out, or say --force to replace it.',
  );
}
