/** What can go wrong when candidate solutions are made, and when pairs are made of them. */
import { TrainerError } from './error.ts';

export function fileExists(file: string): TrainerError {
  return new TrainerError(
    'candidates.file-exists',
    `Writing ${file} would replace a file that is there already.`,
    'Name another file, or say --force.',
  );
}
