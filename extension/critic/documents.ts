/** Which documents are judged, and which parts of them are seen. */
import * as vscode from 'vscode';
import type { VisibleDocuments } from '../../trainer/protocol/critic-server.ts';
import type { Language } from '../../trainer/protocol/data.ts';

const languages: Readonly<Record<string, Language>> = {
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'typescript',
};

export const languageIds: readonly string[] = Object.keys(languages);

/** Files on a disk only: no notebooks, no sides of a comparison, nothing that has no name yet. */
export const documentFilter: vscode.DocumentSelector = languageIds.map((language) => ({
  scheme: 'file',
  language,
}));

export function languageOf({ uri, languageId }: vscode.TextDocument): Language | undefined {
  return uri.scheme === 'file' ? languages[languageId] : undefined;
}

/** The active editor first. */
export function visibleDocuments(): VisibleDocuments {
  const active = vscode.window.activeTextEditor;
  const others = vscode.window.visibleTextEditors.filter((editor) => editor !== active);
  const editors = active === undefined ? others : [active, ...others];
  return {
    documents: editors
      .filter(({ document }) => languageOf(document) !== undefined)
      .map(({ document, visibleRanges }) => ({
        uri: document.uri.toString(),
        ranges: visibleRanges.map(({ start, end }) => ({ first: start.line, last: end.line })),
      })),
  };
}
