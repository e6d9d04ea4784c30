/** The view *Runs*: live and past runs, newest first. Its elements are the folders of the runs. */
import * as vscode from 'vscode';
import { Emitter } from '../base/emitter.ts';
import { t } from '../l10n.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import { runItem, type RunItem } from './run-item.ts';

export class RunsTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly view: vscode.TreeView<string>;
  readonly #store: FolderRunStore;
  readonly #changed = new Emitter<undefined>();
  readonly #owned: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: FolderRunStore) {
    this.#store = store;
    this.view = vscode.window.createTreeView('critiqueCoder.runs', { treeDataProvider: this });
    this.#owned = [
      this.view,
      this.#changed,
      store.onDidChange(() => {
        this.#changed.fire(undefined);
        this.#showBadge();
      }),
      this.view.onDidChangeSelection(({ selection }) => {
        for (const folder of selection) store.acknowledge(folder);
      }),
    ];
  }

  /** The run that is selected, if it still exists. */
  get selected(): string | undefined {
    return this.view.selection.find((folder) => this.#store.get(folder) !== undefined);
  }

  getChildren(folder?: string): string[] {
    return folder === undefined ? this.#store.runs.map(({ summary }) => summary.folder) : [];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(folder: string): vscode.TreeItem {
    const entry = this.#store.get(folder);
    if (entry === undefined) return new vscode.TreeItem(folder);
    const look = runItem(entry, this.#store.missed(folder));
    const item = new vscode.TreeItem(look.label);
    item.id = folder;
    item.description = look.description;
    item.iconPath = new vscode.ThemeIcon(
      look.icon,
      look.colour === null ? undefined : new vscode.ThemeColor(look.colour),
    );
    item.contextValue = look.contextValue;
    item.tooltip = tooltipOf(look.tooltip);
    item.accessibilityInformation = { label: `${look.label}, ${look.spoken}, ${look.description}` };
    item.command = { command: 'critiqueCoder.runs.open', title: t('Open Run'), arguments: [folder] };
    return item;
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  /** The number of runs that went on while the window was closed, until they are looked at. */
  #showBadge(): void {
    const value = this.#store.runs.filter(
      ({ summary }) => this.#store.missed(summary.folder) !== null,
    ).length;
    this.view.badge =
      value === 0
        ? undefined
        : { value, tooltip: t('Runs that went on while this window was closed: {0}', value) };
  }
}

/** Names are ours, values are not: those are appended as text, which Markdown leaves alone. */
function tooltipOf(lines: RunItem['tooltip']): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const [name, value] of lines) {
    if (name !== '') text.appendMarkdown(`**${name}:** `);
    text.appendText(value).appendMarkdown('\n\n');
  }
  return text;
}
