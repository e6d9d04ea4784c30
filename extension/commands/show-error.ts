/** Failures as a user sees them: what happened and what to do, with the rest in the log. */
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { reasonOf, TrainerError } from '../../trainer/errors/error.ts';
import { unlinked } from '../base/plain.ts';
import { t } from '../l10n.ts';

/** Several lines, such as the violations of a configuration, get a dialog; a sentence does not. */
export async function showError(cause: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const isExpected = cause instanceof TrainerError;
  log.error(isExpected ? `${cause.code}: ${cause.message} ${cause.hint}` : inspect(cause));
  const message = reasonOf(cause);
  const hint = isExpected ? cause.hint : t('This is a defect of Critique-Coder; the log has more.');
  const [first = '', ...rest] = message.split('\n');
  const showLog = t('Show Log');
  const chosen =
    rest.length === 0
      ? await vscode.window.showErrorMessage(unlinked(`${message} ${hint}`), showLog)
      : await vscode.window.showErrorMessage(
          unlinked(first),
          { modal: true, detail: `${rest.join('\n')}\n\n${hint}` },
          showLog,
        );
  if (chosen === showLog) log.show();
}
