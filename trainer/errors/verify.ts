/** What can go wrong before the tests of one function are run. */
import { TrainerError } from './error.ts';
import { firstNames } from './names.ts';

const mostNamed = 20;

/** `asked` is how the function was named: `the function "push"` or `a function in line 3`. */
export function noSuchFunction(file: string, asked: string, ids: readonly string[]): TrainerError {
  return new TrainerError(
    'verify.no-function',
    `Looking for ${asked} in ${file} found none.`,
    ids.length === 0
      ? 'The file has no functions.'
      : `Name one of its functions: ${firstNames(ids, mostNamed)}.`,
  );
}

export function fileOutside(file: string, folder: string): TrainerError {
  return new TrainerError(
    'verify.outside',
    `Verifying a function of ${file} needs a file inside of the folder whose tests are run, and ${folder} does not hold it.`,
    'Give the folder that holds both the file and its tests as --folder.',
  );
}

export function cannotBeMarked(file: string, id: string, isBroken: boolean): TrainerError {
  return new TrainerError(
    'verify.no-marker',
    `Which tests call ${id} of ${file} cannot be found out: ${
      isBroken ? 'the text has a syntax error' : 'its body has no place for a marker'
    }.`,
    isBroken ? 'Correct the text and try again.' : 'Name the function around it, or one that calls it.',
  );
}
