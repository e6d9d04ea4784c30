/** What can go wrong in the extension's own part: starting trainers, and steering what they train. */
import { reasonOf, TrainerError } from '../trainer/errors/error.ts';
import { t } from './l10n.ts';

export const untrusted = (): TrainerError =>
  new TrainerError(
    'shell.untrusted',
    t('Training is not possible in a restricted window, because it executes the programs of its data.'),
    t('Trust this workspace first.'),
  );

export const programMissing = (path: string): TrainerError =>
  new TrainerError(
    'shell.program-missing',
    t('Starting the trainer failed: its program {0} is not there.', path),
    t('Reinstall the extension; its files are incomplete.'),
  );

export const startFailed = (program: string, cause: unknown): TrainerError =>
  new TrainerError(
    'shell.start-failed',
    t('Starting {0} failed: {1}', program, reasonOf(cause)),
    t('Run “Check This Machine”; it says what is missing.'),
    { cause },
  );

/** The trainer's own words come first: they say what was wrong and what to do. */
export const endedEarly = (words: string, output: string): TrainerError =>
  new TrainerError('shell.ended-early', words, t('All that the trainer said is in {0}.', output));

export const endedSilently = (code: string, output: string): TrainerError =>
  new TrainerError(
    'shell.ended-silently',
    t('The trainer ended at once ({0}) and did not say why.', code),
    t('Run “Check This Machine”. Its output would be in {0}.', output),
  );

export const runGone = (folder: string): TrainerError =>
  new TrainerError(
    'shell.run-gone',
    t('There is no run in {0} any more.', folder),
    t('Refresh the list of runs.'),
  );

export const notPossibleNow = (action: string, run: string, state: string): TrainerError =>
  new TrainerError(
    'shell.not-possible',
    t('“{0}” is not possible for {1}, which is {2}.', action, run, state),
    t('Look at its state in the list of runs.'),
  );

export const stillTraining = (run: string): TrainerError =>
  new TrainerError(
    'shell.still-training',
    t('{0} was not deleted: it is being trained.', run),
    t('Stop it first.'),
  );

export const notALine = (path: string): TrainerError =>
  new TrainerError(
    'shell.data-unknown',
    t('The first line of {0} is neither a problem nor a labelled solution.', path),
    t('A problem has “tests”, “io” or “testCode”; a labelled solution has “solution” and “correct”.'),
  );

export const dataUnreadable = (path: string, cause: unknown): TrainerError =>
  new TrainerError(
    'shell.data-unreadable',
    t('Reading {0} failed: {1}', path, reasonOf(cause)),
    t('Check the path and its permissions.'),
    { cause },
  );

export const doctorFailed = (program: string, words: string): TrainerError =>
  new TrainerError(
    'shell.doctor-failed',
    t('Checking this machine with {0} failed: {1}', program, words.trim()),
    t('Reinstall the extension; its files may be incomplete.'),
  );

/** The trainer's own words: they say what was wrong and what to do. */
export const hubRefused = ({
  code,
  message,
  hint,
}: Pick<TrainerError, 'code' | 'message' | 'hint'>): TrainerError => new TrainerError(code, message, hint);

export const hubProgramFailed = (program: string, words: string): TrainerError =>
  new TrainerError(
    'shell.hub-failed',
    t('Asking the hub with {0} failed: {1}', program, words.trim()),
    t('Run “Check This Machine”; it says what is missing.'),
  );
