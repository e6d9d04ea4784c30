/** What can go wrong while the tests of the user's workspace are run. What the trainer says of it has its words. */
import { TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

export const testsUntrusted = (): TrainerError =>
  new TrainerError(
    'workspace.untrusted',
    t('Running tests executes programs of this workspace, which a restricted window does not allow.'),
    t('Trust this workspace first, with “Workspaces: Manage Workspace Trust”.'),
  );

export const fileOutside = (file: string): TrainerError =>
  new TrainerError(
    'workspace.file-outside',
    t('{0} lies in no folder of this window, so it is not known which tests are its own.', file),
    t('Open the folder of its project.'),
  );

export const testsRunAlready = (name: string): TrainerError =>
  new TrainerError(
    'workspace.tests-run-already',
    t('The tests of {0} are being run already.', name),
    t('Wait for them, or choose “Stop Running Tests”.'),
  );

export const changedSinceTests = (name: string): TrainerError =>
  new TrainerError(
    'workspace.changed-since-tests',
    t('{0} has changed since its tests were run, so nothing was kept.', name),
    t('Run its tests again.'),
  );

export const noTestResult = (name: string): TrainerError =>
  new TrainerError(
    'workspace.no-test-result',
    t('The tests of {0}, as it is now, have not been run.', name),
    t("Choose “Run This Function's Tests”."),
  );

export const nothingToLearn = (reason: string): TrainerError =>
  new TrainerError(
    'workspace.nothing-to-learn',
    reason,
    t(
      'A pair is made of a function that has a docstring or a comment and that a passing test calls: with pytest, unittest, node:test, vitest or jest.',
    ),
  );

/** Lines of what the trainer said before it failed: they name test files that it did not use, and why. */
const mostBefore = 12;

type Refusal = (program: string, words: string, exitCode: number | undefined) => TrainerError;

/** The trainer's own words: of an expected failure the last two lines say what was wrong and what to do. */
export const workspaceRefused: Refusal = (program, words, exitCode) => refusal(program, words, exitCode, 0);

/** The same with what was said before, to which those two lines refer. */
export const pairsRefused: Refusal = (program, words, exitCode) =>
  refusal(program, words, exitCode, mostBefore);

function refusal(
  program: string,
  words: string,
  exitCode: number | undefined,
  linesBefore: number,
): TrainerError {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const [message, hint] = lines.slice(-2);
  // An unexpected one ends with its stack.
  const isExpected = exitCode === 1 && !/^\s+at /.test(hint ?? '');
  if (!isExpected || message === undefined || hint === undefined) {
    return new TrainerError(
      'workspace.program-failed',
      t('Asking {0} about the workspace failed: {1}', program, words.trim()),
      t('Run “Check This Machine”; it says what is missing.'),
    );
  }
  const before = lines.slice(0, -2);
  const told = [message, ...before.slice(Math.max(0, before.length - linesBefore))];
  return new TrainerError('workspace.refused', told.join('\n'), hint);
}
