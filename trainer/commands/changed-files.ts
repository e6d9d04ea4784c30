/** What commands that run tests in a copy of a workspace say of the workspace itself. */
import { firstNames } from '../errors/names.ts';

const mostNamed = 10;

/** Loud: tests that reach out of their copy are a danger to the working tree. */
export function changedLines(changed: readonly string[]): string[] {
  if (changed.length === 0) return [];
  return [
    '',
    `WARNING: ${changed.length} files of the workspace changed while its tests ran: ${named(changed)}`,
    'If nobody has edited them, a test writes to a place that it names in full; look at them before you go on.',
  ];
}

export const named = (files: readonly string[]): string => firstNames(files, mostNamed);
