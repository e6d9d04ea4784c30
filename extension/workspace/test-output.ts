/** Read-only documents with what a function's tests printed. */
import * as vscode from 'vscode';
import { Emitter } from '../base/emitter.ts';
import { t } from '../l10n.ts';
import type { TestedFunction, TestResults } from './results.ts';
import { testOutput } from './test-words.ts';

export const testOutputScheme = 'critique-coder-tests';

export class TestOutputDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #results: TestResults;
  readonly #changed = new Emitter<vscode.Uri>();
  readonly #heard: vscode.Disposable;
  /** What each open document is of. */
  readonly #shown = new Map<string, { readonly uri: vscode.Uri; readonly tested: TestedFunction }>();
  readonly onDidChange = this.#changed.event;

  constructor(results: TestResults) {
    this.#results = results;
    this.#heard = vscode.Disposable.from(
      results.onDidChange(() => {
        for (const { uri } of this.#shown.values()) this.#changed.fire(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#shown.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const shown = this.#shown.get(uri.toString());
    const state = shown === undefined ? null : this.#results.of(shown.tested);
    // An editor that VS Code brings back after a restart: results are not kept that long.
    return state?.kind === 'ended'
      ? testOutput(state.verification)
      : t('There is no result any more. Run the tests again from the function.');
  }

  /** Opens it beside the function. */
  async show(name: string, tested: TestedFunction): Promise<void> {
    const uri = vscode.Uri.from({
      scheme: testOutputScheme,
      path: `/${name.replaceAll(/[^\w.$-]/g, '_')} tests.txt`,
      query: tested.hash,
      fragment: tested.uri,
    });
    this.#shown.set(uri.toString(), { uri, tested });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    this.#heard.dispose();
    this.#changed.dispose();
  }
}
