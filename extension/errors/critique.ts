/** What can go wrong while verdicts are read. What the critic server says of itself has its words. */
import { reasonOf, TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

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
