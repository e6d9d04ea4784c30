/** The open documents with their functions, found anew when somebody asks after an edit. */
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CriticSettings } from '../../protocol/critic-server.ts';
import type { FunctionFinder } from '../functions/finder.ts';
import { isExcluded } from './exclude.ts';
import { functionsIn, sourceLanguageOf, type KeptFunction } from './functions.ts';

export class OpenDocuments {
  readonly texts = new TextDocuments(TextDocument);
  readonly #finder: FunctionFinder;
  readonly #folders: readonly string[];
  readonly #onProblem: (error: unknown) => void;
  readonly #found = new Map<
    string,
    { readonly version: number; readonly functions: readonly KeptFunction[] }
  >();

  constructor(finder: FunctionFinder, folders: readonly string[], onProblem: (error: unknown) => void) {
    this.#finder = finder;
    this.#folders = folders;
    this.#onProblem = onProblem;
    this.texts.onDidClose(({ document }) => this.#found.delete(document.uri));
  }

  get uris(): readonly string[] {
    return this.texts.keys();
  }

  /** Empty for a document that is closed, excluded, or of a language that is not read. */
  functions(uri: string, settings: CriticSettings): readonly KeptFunction[] {
    const document = this.texts.get(uri);
    const language = document === undefined ? null : sourceLanguageOf(document.languageId);
    if (document === undefined || language === null) return [];
    if (isExcluded(uri, language, settings, this.#folders)) return [];
    const found = this.#found.get(uri);
    if (found?.version === document.version) return found.functions;
    let functions = found?.functions ?? [];
    try {
      functions = functionsIn(document.getText(), language, this.#finder);
    } catch (error) {
      // The functions stay where they were: a lens that vanished would move every line below it.
      this.#onProblem(error);
    }
    this.#found.set(uri, { version: document.version, functions });
    return functions;
  }

  version(uri: string): number {
    return this.texts.get(uri)?.version ?? 0;
  }

  /** Whole lines, from the first of the function to its last. */
  range(uri: string, { line, endLine }: Pick<KeptFunction, 'line' | 'endLine'>) {
    const text = this.texts.get(uri)?.getText({
      start: { line: endLine, character: 0 },
      end: { line: endLine + 1, character: 0 },
    });
    const character = text?.replace(/[\r\n]+$/, '').length ?? 0;
    return { start: { line, character: 0 }, end: { line: endLine, character } };
  }
}
