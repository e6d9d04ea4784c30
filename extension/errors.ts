/**
 * What can go wrong in the extension host, a function each. `shell.*` is about training and runs, `panel.*` about the
 * Monitor, `critique.*` about reading verdicts. What the trainer or the critic server say of themselves has their words.
 */
import { inspect } from 'node:util';
import { reasonOf, TrainerError } from '../trainer/errors/error.ts';
import { t } from './l10n.ts';

const UNEXPECTED = 'unexpected';

/** Anything thrown, as a user is told it: what no catalogue knows is a defect of ours. */
export const failureOf = (cause: unknown): TrainerError =>
  cause instanceof TrainerError
    ? cause
    : new TrainerError(
        UNEXPECTED,
        reasonOf(cause),
        t('This is a defect of Critique-Coder; the log has more.'),
        { cause },
      );

/** The same for the log; of a defect it has the stack. */
export const logText = ({ code, message, hint, cause }: TrainerError): string =>
  code === UNEXPECTED ? inspect(cause) : `${code}: ${message} ${hint}`;

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

export const requestInvalid = (reason: string): TrainerError =>
  new TrainerError(
    'panel.request-invalid',
    t('A message of the Monitor could not be read: {0}', reason),
    t('Run “Developer: Reload Window”; if it comes back, report it with the output of Critique-Coder.'),
  );

export const sampleGone = (step: number): TrainerError =>
  new TrainerError(
    'panel.sample-gone',
    t(
      'The sample of step {0} is not in the run’s folder any more: the run went on from an earlier checkpoint.',
      step,
    ),
    t('Choose the samples again.'),
  );

export const nothingLogged = (run: string): TrainerError =>
  new TrainerError(
    'panel.nothing-logged',
    t('Exporting the metrics of the run {0} failed: it has logged no step yet.', run),
    t('Wait for the first step, or choose another run.'),
  );

export const nothingToDraw = (run: string): TrainerError =>
  new TrainerError(
    'panel.nothing-to-draw',
    t('Exporting a chart of the run {0} failed: it has no values yet.', run),
    t('Wait for the first step, or choose another run.'),
  );

export const chartEmpty = (title: string, runs: string): TrainerError =>
  new TrainerError(
    'panel.chart-empty',
    t('Exporting the chart “{0}” failed: {1} has no values for it.', title, runs),
    t('Choose a chart that shows a line.'),
  );

export const chartUnknown = (id: string): TrainerError =>
  new TrainerError(
    'panel.chart-unknown',
    t('Exporting the chart “{0}” failed: there is no such chart.', id),
    t('Choose one that the Monitor shows.'),
  );

export const serverUnavailable = (): TrainerError =>
  new TrainerError(
    'critique.server-unavailable',
    t('The critic server does not run, so nothing can be checked.'),
    t('Choose “Restart the Critic Server”; the log says why it ended.'),
  );

/** What the critic server answered: with a code and a hint where it has a catalogue's words for it. */
export const serverAnswered = (
  cause: unknown,
  carried: { readonly code: string; readonly hint: string } | undefined,
): TrainerError =>
  new TrainerError(
    carried?.code ?? 'critique.failed',
    reasonOf(cause),
    carried?.hint ?? t('The log of Critique-Coder has more.'),
    { cause },
  );

export const critiquesOff = (): TrainerError =>
  new TrainerError(
    'critique.off',
    t('Critiques are turned off, so nothing is checked.'),
    t('Choose “Turn Critiques On or Off”, or set critiqueCoder.critique.enable.'),
  );

export const noFunctionHere = (): TrainerError =>
  new TrainerError(
    'critique.no-function',
    t('There is no function here that a critic could judge.'),
    t('Put the cursor into a function of a Python, JavaScript or TypeScript file.'),
  );

export const nothingToAsk = (name: string): TrainerError =>
  new TrainerError(
    'critique.nothing-to-ask',
    t('{0} has neither docstring nor comment, so there is no question to label an answer to.', name),
    t('Write above it what it should do.'),
  );

export const notACritic = (folder: string, cause: unknown): TrainerError =>
  new TrainerError(
    'critique.not-a-critic',
    t('{0} is not the folder of a critic: {1}', folder, reasonOf(cause)),
    t('A critic has a file critic.json; a run leaves one in its folder “critic”.'),
    { cause },
  );

export const feedbackNotKept = (file: string, cause: unknown): TrainerError =>
  new TrainerError(
    'critique.feedback-not-kept',
    t('The label could not be written to {0}: {1}', file, reasonOf(cause)),
    t('Check the permissions and the disk, then mark the verdict again.'),
    { cause },
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
