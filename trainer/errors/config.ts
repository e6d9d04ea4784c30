/** What can be wrong with a run configuration; all of it is told at once. */
import type { ConfigViolation } from '../protocol/config-check.ts';
import { reasonOf, TrainerError } from './error.ts';

export function configUnreadable(path: string, cause: unknown): TrainerError {
  return new TrainerError(
    'config.unreadable',
    `Reading the run configuration ${path} failed: ${reasonOf(cause)}`,
    'Check the path; a configuration with nothing but {} in it is valid and trains the starter set.',
    { cause },
  );
}

export function configNotJson(path: string, reason: string): TrainerError {
  return new TrainerError(
    'config.not-json',
    `The run configuration ${path} is not a JSON document: ${reason}`,
    'Mend the syntax at that place; comments and trailing commas are not allowed.',
  );
}

export function configInvalid(source: string, violations: readonly ConfigViolation[]): TrainerError {
  const lines = violations.map(
    ({ path, value, problem, remedy }) => `  ${path || 'the document'} = ${value}: ${problem}. ${remedy}`,
  );
  const many = violations.length === 1 ? 'one problem' : `${violations.length} problems`;
  return new TrainerError(
    'config.invalid',
    [`The run configuration ${source} has ${many}:`, ...lines].join('\n'),
    violations.length === 1 ? 'Mend it and start again.' : 'Mend all of them and start again.',
  );
}
