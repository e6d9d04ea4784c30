/** Says that a run has ended: nothing else is worth interrupting anybody. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { criticOf } from '../run/contents.ts';
import type { RunEnded } from '../run/ends.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import { writeSetting } from '../settings/write.ts';
import { endMessage, type EndMessage } from './end-message.ts';

export interface EndTools {
  /** Opens a run, by its folder. */
  readonly open: (folder: string) => Promise<void>;
  /** Has a critic read the user's functions, by its folder. */
  readonly useCritic: (folder: string) => Promise<void>;
  readonly showFailure: (cause: unknown) => Promise<void>;
}

export function notifyOfEnds(store: Pick<FolderRunStore, 'onDidEnd'>, tools: EndTools): vscode.Disposable {
  return store.onDidEnd((ended) => void notify(ended, tools).catch(tools.showFailure));
}

interface Choice extends vscode.MessageItem {
  readonly choose: () => Promise<void>;
}

async function notify(ended: RunEnded, tools: EndTools): Promise<void> {
  const message = ended.tells ? endMessage(ended) : null;
  if (message === null) return;
  const show =
    message.severity === 'error' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const chosen = await show<Choice>(message.text, ...(await choicesOf(ended, message, tools)));
  await chosen?.choose();
}

async function choicesOf(
  { entry }: RunEnded,
  { offersCritic, setting }: EndMessage,
  { open, useCritic }: EndTools,
): Promise<Choice[]> {
  const { folder } = entry.summary;
  const critic = offersCritic ? await criticOf(folder) : null;
  const use: Choice[] = critic === null ? [] : [{ title: t('Use Critic'), choose: () => useCritic(critic) }];
  return [
    { title: t('Open Run'), choose: () => open(folder) },
    ...use,
    { title: t("Don't Show Again"), choose: () => writeSetting(setting, false) },
  ];
}
