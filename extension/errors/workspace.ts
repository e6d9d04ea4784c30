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

/**
 * The trainer's own words where it has some: an expected failure is its last two lines, what was wrong and what to do.
 * `exitCode` is 1 for those.
 */
export function workspaceRefused(program: string, words: string, exitCode: number | undefined): TrainerError {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const [message, hint] = lines.slice(-2);
  const isExpected = exitCode === 1 && !lines.some((line) => /^\s+at /.test(line));
  if (isExpected && message !== undefined && hint !== undefined) {
    return new TrainerError('workspace.refused', message.trim(), hint.trim());
  }
  return new TrainerError(
    'workspace.program-failed',
    t('Asking {0} about the workspace failed: {1}', program, words.trim()),
    t('Run “Check This Machine”; it says what is missing.'),
  );
}
