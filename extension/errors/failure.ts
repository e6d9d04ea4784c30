/** What goes wrong in the extension host, as a user is told it and as the log has it. */
import { inspect } from 'node:util';
import { reasonOf, TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

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
