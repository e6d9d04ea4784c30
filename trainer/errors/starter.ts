import type { Json } from '../protocol/data.ts';
import { reasonOf, TrainerError } from './error.ts';

const fixFamily = 'Correct the family in trainer/starter/families and make the starter set again.';

export function unknownHole(family: string, hole: string, text: string): TrainerError {
  return new TrainerError(
    'starter.unknown-hole',
    `The family "${family}" uses "${hole}", which none of its parameters fills, in: ${text}`,
    fixFamily,
  );
}

export function noAnswers(family: string, reference: string, answered: number): TrainerError {
  return new TrainerError(
    'starter.no-answers',
    `A reference of the family "${family}" returned on ${answered} of its inputs, fewer than 8:\n${reference}`,
    fixFamily,
  );
}

export function stylesDiffer(
  family: string,
  reference: string,
  other: string,
  input: Json | undefined,
): TrainerError {
  return new TrainerError(
    'starter.styles-differ',
    `Two solutions of the family "${family}" answer differently for ${JSON.stringify(input)}:\n${reference}\n\n${other}`,
    fixFamily,
  );
}

export function sameStatement(one: string, other: string, statement: string): TrainerError {
  return new TrainerError(
    'starter.same-statement',
    `The problems ${one} and ${other} have the same statement: ${statement}`,
    fixFamily,
  );
}

export function badStarterFile(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'starter.bad-file',
    `The starter set's file ${file} cannot be read: ${reasonOf(cause)}.`,
    'Restore the file from the package, or make the starter set again with: node trainer/starter/make.ts',
    { cause },
  );
}
