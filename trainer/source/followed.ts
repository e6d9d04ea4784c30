/** One text over its edits: its syntax tree is kept and mended, and what an edit leaves alone is not described anew. */
import type { Language as Grammar, Parser, Tree } from '@vscode/tree-sitter-wasm';
import { parseTookTooLong } from '../errors/critic.ts';
import { Descriptions } from './describe.ts';
import { editBetween } from './edit.ts';
import type { FoundFunction } from './found.ts';
import type { SourceLanguage } from './grammars.ts';
import { withPlainLineEnds } from './text.ts';

/** The tree lies outside of JavaScript's memory: whoever follows a text lets it go again. */
export class FollowedText implements Disposable {
  readonly #parser: Parser;
  readonly #grammar: Grammar;
  readonly #descriptions: Descriptions;
  #text = '';
  #tree: Tree | null = null;
  #isMended = false;

  /** The parser may be shared: it keeps nothing from one text to the next. */
  constructor(parser: Parser, grammar: Grammar, language: SourceLanguage) {
    this.#parser = parser;
    this.#grammar = grammar;
    this.#descriptions = new Descriptions(language);
  }

  /** As `FunctionFinder.find`, of the text as it is now. */
  find(source: string, timeoutMs = 2000): FoundFunction[] {
    const text = withPlainLineEnds(source);
    const deadline = performance.now() + timeoutMs;
    const isLate = (): boolean => performance.now() > deadline;
    const tree = this.#parse(text, isLate);
    if (tree === null) throw parseTookTooLong(timeoutMs, text.length);
    return this.#descriptions.describe(tree.rootNode, text, () => {
      if (isLate()) throw parseTookTooLong(timeoutMs, text.length);
    });
  }

  /**
   * Whether the text is read as it would be without its history. A mended tree of broken code need not be: how a parser
   * gets over an error depends on what it still has of the code before.
   */
  get isExact(): boolean {
    return this.#tree === null || !this.#isMended || !this.#tree.rootNode.hasError;
  }

  /** The next text is read as a whole. */
  forget(): void {
    this.#tree?.delete();
    this.#tree = null;
  }

  #parse(text: string, isLate: () => boolean): Tree | null {
    const before = this.#tree;
    if (before !== null && text === this.#text) return before;
    before?.edit(editBetween(this.#text, text));
    this.#parser.setLanguage(this.#grammar);
    const tree = this.#parser.parse(text, before, { progressCallback: isLate });
    // Without a reset the next parse would go on where this one stopped.
    if (tree === null) this.#parser.reset();
    before?.delete();
    this.#tree = tree;
    this.#text = text;
    this.#isMended = before !== null;
    return tree;
  }

  [Symbol.dispose](): void {
    this.forget();
  }
}
