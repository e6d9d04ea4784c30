/** What can go wrong with a workspace as it is found and copied, and with the programs that run its tests. */
import type { WorkspaceReport } from '../protocol/workspace.ts';
import { reasonOf, TrainerError } from './error.ts';

/** How a copy becomes smaller, whatever of it is too large. */
const smaller =
  'Name a folder inside it that has the sources and their tests, or have git ignore what no test needs (.gitignore).';

export function workspaceUnreadable(folder: string, cause: unknown): TrainerError {
  return new TrainerError(
    'workspace.unreadable',
    `The workspace ${folder} cannot be read: ${reasonOf(cause)}`,
    'Name the folder that the sources and their tests lie in.',
    { cause },
  );
}

export function workspaceFileTooLarge(
  folder: string,
  file: string,
  bytes: number,
  most: number,
): TrainerError {
  return new TrainerError(
    'workspace.file-too-large',
    `The workspace ${folder} is not copied: ${file} has ${bytes} bytes, and a file of it may have ${most}.`,
    smaller,
  );
}

/** `what` is counted: files or bytes. */
export function workspaceTooLarge(folder: string, what: string, found: number, most: number): TrainerError {
  return new TrainerError(
    'workspace.too-large',
    `The workspace ${folder} is not copied: it has ${found} ${what}, and may have ${most}.`,
    smaller,
  );
}

export function pythonUnusable(python: string, cause: unknown): TrainerError {
  return new TrainerError(
    'workspace.python',
    `Running ${python} as the Python of the workspace failed: ${reasonOf(cause)}`,
    'Give --python the path of a Python 3 interpreter that has what the tests import, such as .venv/bin/python.',
    { cause },
  );
}

export function nothingToTest(folder: string, missing: 'tests' | 'functions'): TrainerError {
  const nothing = {
    tests: 'no test file that could be run',
    functions: 'no documented function in Python, JavaScript or TypeScript',
  };
  return new TrainerError(
    'workspace.nothing-to-test',
    `There is ${nothing[missing]} in the workspace ${folder}, so nothing can be labelled.`,
    '"critique-coder data workspace --plan" says what is found there, and why a framework is not used.',
  );
}

/** `leftOut` counts the functions by why there are no pairs of them. */
export function nothingLabelled(
  folder: string,
  targets: number,
  leftOut: Pick<WorkspaceReport['leftOut'], 'untested' | 'unshaken' | 'unsteady' | 'untried'>,
): TrainerError {
  const { untested, unshaken, unsteady, untried } = leftOut;
  return new TrainerError(
    'workspace.nothing-labelled',
    `Of ${targets} documented functions in ${folder} none could be labelled, so nothing was written: no passing test ` +
      `file runs ${untested}, no mistake in ${unshaken} fails a test, tests of ${unsteady} vary, ${untried} were not reached in time.`,
    'The lines above say why test files are not used; --minutes and --limit give the tests more time.',
  );
}

export function copyFailed(folder: string, file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'workspace.copy',
    `Copying ${file} of the workspace ${folder} failed: ${reasonOf(cause)}`,
    'Check that the file can be read and that there is room in the folder for temporary files, and try again.',
    { cause },
  );
}

export function leadsOutOfCopy(file: string): TrainerError {
  return new TrainerError(
    'workspace.leads-out',
    `Writing ${file} into the copy of the workspace would change your own file: a link leads out of the copy.`,
    'Give the folder that holds both the link and what it leads to as the workspace.',
  );
}
