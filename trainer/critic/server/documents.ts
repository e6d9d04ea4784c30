/**
 * The open documents with their functions: looked for once in each version, when somebody first asks, and only in what has
 * changed since the version before.
 */
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CriticSettings } from '../../protocol/critic-server.ts';
import type { FunctionFinder } from '../../source/finder.ts';
import type { FollowedText } from '../../source/followed.ts';
import type { SourceLanguage } from '../../source/grammars.ts';
import { isExcluded } from './exclude.ts';
import { keepFunctions, sourceLanguageOf, type KeptFunction } from './functions.ts';

interface Followed {
  readonly source: FollowedText;
  /** In which the functions were found; null when they are to be found again. */
  version: number | null;
  functions: readonly KeptFunction[];
}

export class OpenDocuments implements Disposable {
  readonly texts = new TextDocuments(TextDocument);
  readonly #finder: FunctionFinder;
  readonly #folders: readonly string[];
  readonly #onProblem: (error: unknown) => void;
  readonly #followed = new Map<string, Followed>();

  constructor(finder: FunctionFinder, folders: readonly string[], onProblem: (error: unknown) => void) {
    this.#finder = finder;
    this.#folders = folders;
    this.#onProblem = onProblem;
    this.texts.onDidClose(({ document }) => this.#forget(document.uri));
  }

  get uris(): readonly string[] {
    return this.texts.keys();
  }

  /** Empty for a document that is closed, excluded, or of a language that is not read. */
  functions(uri: string, settings: CriticSettings): readonly KeptFunction[] {
    const document = this.texts.get(uri);
    const language = document === undefined ? null : sourceLanguageOf(document.languageId);
    if (document === undefined || language === null) return [];
    if (isExcluded(uri, language, settings, this.#folders)) {
      this.#forget(uri);
      return [];
    }
    const followed = this.#follow(uri, language);
    if (followed.version === document.version) return followed.functions;
    followed.version = document.version;
    try {
      const text = document.getText();
      followed.functions = keepFunctions(text, followed.source.find(text));
    } catch (error) {
      // The functions stay where they were: a lens that vanished would move every line below it.
      this.#onProblem(error);
    }
    return followed.functions;
  }

  /**
   * Nobody edits any more for a moment, so there is time to be exact: of broken code, which is read a little differently
   * after an edit, the functions are found again.
   */
  settle(uri: string): void {
    const followed = this.#followed.get(uri);
    if (followed === undefined || followed.source.isExact) return;
    followed.source.forget();
    followed.version = null;
  }

  version(uri: string): number {
    return this.texts.get(uri)?.version ?? 0;
  }

  #follow(uri: string, language: SourceLanguage): Followed {
    const known = this.#followed.get(uri);
    if (known !== undefined) return known;
    const followed = { source: this.#finder.follow(language), version: null, functions: [] };
    this.#followed.set(uri, followed);
    return followed;
  }

  #forget(uri: string): void {
    this.#followed.get(uri)?.source[Symbol.dispose]();
    this.#followed.delete(uri);
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

  [Symbol.dispose](): void {
    for (const uri of [...this.#followed.keys()]) this.#forget(uri);
  }
}
