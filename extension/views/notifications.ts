/** Says that a run has ended: nothing else is worth interrupting anybody. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import type { FolderRunStore, RunEnded } from '../run/folder-store.ts';
import type { Settings } from '../settings/settings.ts';
import { endMessage } from './end-message.ts';

export function notifyOfEnds(
  store: FolderRunStore,
  settings: Settings,
  open: (folder: string) => Promise<void>,
): vscode.Disposable {
  return store.onDidEnd((ended) => void notify(ended, settings, open));
}

async function notify(
  ended: RunEnded,
  settings: Settings,
  open: (folder: string) => Promise<void>,
): Promise<void> {
  const message = endMessage(ended);
  if (message === null || !settings.boolean(message.setting)) return;
  const [openRun, never] = [t('Open Run'), t("Don't Show Again")];
  const show =
    message.severity === 'error' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const chosen = await show(message.text, openRun, never);
  if (chosen === openRun) await open(ended.entry.summary.folder);
  if (chosen === never) {
    const configuration = vscode.workspace.getConfiguration('critiqueCoder');
    await configuration.update(message.setting, false, vscode.ConfigurationTarget.Global);
  }
}
