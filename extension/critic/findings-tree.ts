/** The view *Findings*: files, and in each the functions that are likely incorrect. */
import * as vscode from 'vscode';
import { plain } from '../base/plain.ts';
import { Emitter } from '../base/emitter.ts';
import { t } from '../l10n.ts';
import type { Finding, Findings } from './findings.ts';
import { opinionWords } from './words.ts';

/** A file by its URI, or a finding. */
export type FindingsElement = string | Finding;

export class FindingsTree implements vscode.TreeDataProvider<FindingsElement>, vscode.Disposable {
  readonly view: vscode.TreeView<FindingsElement>;
  readonly #findings: Findings;
  readonly #changed = new Emitter<undefined>();
  readonly #heard: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.view = vscode.window.createTreeView('critiqueCoder.findings', { treeDataProvider: this });
    this.#heard = findings.onDidChange(() => {
      this.#changed.fire(undefined);
      this.#showBadge();
    });
    this.#showBadge();
  }

  getChildren(element?: FindingsElement): FindingsElement[] {
    if (element === undefined) return [...this.#findings.uris];
    return typeof element === 'string' ? [...this.#findings.of(element)] : [];
  }

  getParent(element: FindingsElement): FindingsElement | undefined {
    return typeof element === 'string' ? undefined : element.uri;
  }

  getTreeItem(element: FindingsElement): vscode.TreeItem {
    return typeof element === 'string' ? fileItem(element) : findingItem(element);
  }

  #showBadge(): void {
    const value = this.#findings.all.length;
    this.view.badge =
      value === 0 ? undefined : { value, tooltip: t('Functions that are likely incorrect: {0}', value) };
  }

  dispose(): void {
    this.#heard.dispose();
    this.view.dispose();
    this.#changed.dispose();
  }
}

function fileItem(uri: string): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.Uri.parse(uri), vscode.TreeItemCollapsibleState.Expanded);
  item.id = uri;
  // The icon of its kind, and its folder as VS Code writes it.
  item.iconPath = vscode.ThemeIcon.File;
  item.description = true;
  item.contextValue = 'file';
  return item;
}

function findingItem(finding: Finding): vscode.TreeItem {
  const { uri, id, name, line, confidence, changed } = finding;
  const item = new vscode.TreeItem(plain(name, 80));
  item.id = `${uri}#${id}`;
  const words = changed ? t('changed since check') : opinionWords({ state: 'incorrect', confidence });
  item.description = t('{0}, line {1}', words, String(line + 1));
  item.iconPath = new vscode.ThemeIcon(changed ? 'history' : 'warning');
  item.contextValue = 'finding';
  item.accessibilityInformation = { label: `${plain(name, 80)}, ${item.description}` };
  item.command = { command: 'critiqueCoder.findings.open', title: t('Go to Function'), arguments: [finding] };
  return item;
}
