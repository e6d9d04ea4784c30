/** Failures as a user sees them: what happened and what to do, with the rest in the log. */
import * as vscode from 'vscode';
import { unlinked } from '../base/plain.ts';
import { failureOf, logText } from '../errors/failure.ts';
import { t } from '../l10n.ts';

/** Several lines, such as the violations of a configuration, get a dialog; a sentence does not. */
export async function showError(cause: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const failure = failureOf(cause);
  log.error(logText(failure));
  const { message, hint } = failure;
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
