/** The one status bar item: how far training is, and that it has failed. */
import * as vscode from 'vscode';
import type { RunListState } from '../../trainer/protocol/reports.ts';
import { t } from '../l10n.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import { statusText } from './status-text.ts';

type Store = Pick<FolderRunStore, 'runs' | 'onDidChange' | 'onDidEnd'>;

export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #store: Store;
  readonly #owned: vscode.Disposable[];
  /** The folder of a run whose failure was not looked at yet. */
  #failed: string | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#item = vscode.window.createStatusBarItem('critiqueCoder.training', vscode.StatusBarAlignment.Left);
    this.#item.name = t('Critique-Coder Training');
    this.#owned = [
      this.#item,
      store.onDidChange(() => this.#show()),
      store.onDidEnd(({ entry, end }) => {
        if (hasFailed(end)) this.#failed = entry.summary.folder;
        this.#show();
      }),
    ];
  }

  /** A run was opened: if it has failed, that is known now. */
  opened(folder: string): void {
    if (this.#failed === folder) this.#failed = undefined;
    this.#show();
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  #show(): void {
    const { runs } = this.#store;
    // It may be gone by now, or have gone on.
    const failed = runs.find(({ summary }) => summary.folder === this.#failed && hasFailed(summary.state));
    this.#failed = failed?.summary.folder;
    const status = statusText(runs, failed);
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

const hasFailed = (state: RunListState): boolean => state === 'failed' || state === 'interrupted';
