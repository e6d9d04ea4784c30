/** The one status bar item: how far training is, and that it has failed. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import type { RunEntry } from '../run/store.ts';
import { statusText } from './status-text.ts';

export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #store: FolderRunStore;
  readonly #owned: vscode.Disposable[];
  #failed: RunEntry | undefined;

  constructor(store: FolderRunStore) {
    this.#store = store;
    this.#item = vscode.window.createStatusBarItem('critiqueCoder.training', vscode.StatusBarAlignment.Left);
    this.#item.name = t('Critique-Coder Training');
    this.#owned = [
      this.#item,
      store.onDidChange(() => this.#show()),
      store.onDidEnd(({ entry, end }) => {
        if (end === 'failed' || end === 'interrupted') this.#failed = entry;
        this.#show();
      }),
    ];
  }

  /** A run was opened: if it has failed, that is known now. */
  opened(folder: string): void {
    if (this.#failed?.summary.folder === folder) this.#failed = undefined;
    this.#show();
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  #show(): void {
    const status = statusText(this.#store.runs, this.#failed);
    if (status === null) return this.#item.hide();
    this.#item.text = status.text;
    this.#item.tooltip = status.tooltip;
    this.#item.backgroundColor = status.isFailure
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.#item.command = {
      command: 'critiqueCoder.runs.open',
      title: t('Open Run'),
      arguments: [status.folder],
    };
    this.#item.show();
  }
}
