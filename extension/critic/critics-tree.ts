/** The view *Critics*. Its elements are the folders of the critics. */
import * as vscode from 'vscode';
import { Emitter } from '../base/emitter.ts';
import { criticItem, type CriticItem } from './critic-item.ts';
import type { Critics } from './critics.ts';

export class CriticsTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly view: vscode.TreeView<string>;
  readonly #critics: Critics;
  readonly #changed = new Emitter<undefined>();
  readonly #heard: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(critics: Critics) {
    this.#critics = critics;
    this.view = vscode.window.createTreeView('critiqueCoder.critics', { treeDataProvider: this });
    this.#heard = critics.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(folder?: string): string[] {
    return folder === undefined ? this.#critics.entries.map((entry) => entry.folder) : [];
  }

  getTreeItem(folder: string): vscode.TreeItem {
    const entry = this.#critics.entries.find((each) => each.folder === folder);
    if (entry === undefined) return new vscode.TreeItem(folder);
    const look = criticItem(entry, this.#critics.active === folder);
    const item = new vscode.TreeItem(look.label);
    item.id = folder;
    item.description = look.description;
    item.iconPath = new vscode.ThemeIcon(look.icon);
    item.contextValue = look.contextValue;
    item.tooltip = tooltipOf(look.tooltip);
    item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
    return item;
  }

  dispose(): void {
    this.#heard.dispose();
    this.view.dispose();
    this.#changed.dispose();
  }
}

/** Names are ours, values are not: those are appended as text. */
function tooltipOf(lines: CriticItem['tooltip']): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const [name, value] of lines)
    text.appendMarkdown(`**${name}:** `).appendText(value).appendMarkdown('\n\n');
  return text;
}
