/** What can go wrong with models of the hub. */
import { TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

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
