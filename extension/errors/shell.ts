/** What can go wrong with training and with runs. What the trainer says of itself has its words. */
import { reasonOf, TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

export const untrusted = (): TrainerError =>
  new TrainerError(
    'shell.untrusted',
    t('Training and checking this machine execute programs, which a restricted window does not allow.'),
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
    t('Choose another run; the view Runs lists those that there are.'),
  );

export const notPossibleNow = (action: string, run: string, state: string): TrainerError =>
  new TrainerError(
    'shell.not-possible',
    t('“{0}” is not possible for {1}, which is {2}.', action, run, state),
    t('The run’s buttons and its menu show what is possible.'),
  );

export const stillTraining = (run: string): TrainerError =>
  new TrainerError(
    'shell.still-training',
    t('{0} was not deleted: it is being trained.', run),
    t('Stop it first.'),
  );

export const processElsewhere = (pid: number, host: string): TrainerError =>
  new TrainerError(
    'shell.process-elsewhere',
    t('The process {0} cannot be ended from here: it runs on the machine {1}.', String(pid), host),
    t('End it there, then resume the run.'),
  );

export const processUnknown = (pid: number): TrainerError =>
  new TrainerError(
    'shell.process-unknown',
    t(
      'The process {0} was not ended: whether it is still this run’s trainer cannot be told here.',
      String(pid),
    ),
    t('If it is, end it with the system’s own means, then resume the run.'),
  );

export const processStays = (pid: number, cause?: unknown): TrainerError =>
  new TrainerError(
    'shell.process-stays',
    cause === undefined
      ? t('The process {0} was told to end and is still there.', String(pid))
      : t('Ending the process {0} failed: {1}', String(pid), reasonOf(cause)),
    t('End it with the system’s own means, then resume the run.'),
    { cause },
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

export const fileNotOpened = (path: string, cause: unknown): TrainerError =>
  new TrainerError(
    'shell.file-not-opened',
    t('Opening {0} failed: {1}', path, reasonOf(cause)),
    t('Check that it is there; a run that has just begun may not have written it yet.'),
    { cause },
  );

export const doctorFailed = (program: string, words: string): TrainerError =>
  new TrainerError(
    'shell.doctor-failed',
    t('Checking this machine with {0} failed: {1}', program, words.trim()),
    t('Reinstall the extension; its files may be incomplete.'),
  );
