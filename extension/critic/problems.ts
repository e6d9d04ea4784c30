/**
 * The list of problems: functions that are likely incorrect, of the open documents. It is the extension's own and not that
 * of the language client, which takes its away whenever the server rests.
 */
import * as vscode from 'vscode';
import type { FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { shownOf, type ShownVerdicts } from './verdict-store.ts';
import { diagnosticWords } from './words.ts';

export class Problems implements vscode.Disposable {
  readonly #shown: ShownVerdicts;
  readonly #listed = vscode.languages.createDiagnosticCollection('critiqueCoder');
  readonly #heard: vscode.Disposable[];

  constructor(shown: ShownVerdicts) {
    this.#shown = shown;
    this.#heard = [
      shown.verdicts.onDidChange((changed) => {
        for (const document of vscode.workspace.textDocuments) {
          if (document.uri.toString() === changed.uri) this.#listOf(document);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#listed.delete(uri)),
    ];
  }

  /** Anew, after a change of what is wanted. */
  list(): void {
    for (const document of vscode.workspace.textDocuments) this.#listOf(document);
  }

  #listOf(document: vscode.TextDocument): void {
    const wrong = shownOf(this.#shown, document).filter(({ state }) => state === 'incorrect');
    this.#listed.set(
      document.uri,
      wrong.map((verdict) => problemOf(document, verdict)),
    );
  }

  dispose(): void {
    for (const each of this.#heard) each.dispose();
    this.#listed.dispose();
  }
}

/** On the function's first line, to its end. */
function problemOf(document: vscode.TextDocument, verdict: FunctionVerdict): vscode.Diagnostic {
  const { line } = verdict;
  // The document may have become shorter since the verdict was told.
  const range = document.validateRange(new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER));
  const { Information } = vscode.DiagnosticSeverity;
  const problem = new vscode.Diagnostic(range, diagnosticWords(verdict), Information);
  problem.source = 'Critique-Coder';
  return problem;
}
