/**
 * Finds the functions of a source file: the ones that a critic can be asked about.
 *
 * Found are functions, methods, nested functions, and in JavaScript and TypeScript also functions bound to a name:
 * by a variable, an assignment, a property, a class field or `export default`. Not found are lambdas of Python,
 * callbacks without a name, and signatures without a body (overloads, abstract methods, declarations).
 * Nested functions are found and marked: they use what surrounds them, so judging them alone is less certain.
 *
 * Broken code is read as far as it can be: functions around a syntax error are found, those inside it may not be.
 */
import treeSitter from '@vscode/tree-sitter-wasm';
import { FollowedText } from './followed.ts';
import type { FoundFunction } from './found.ts';
import { loadGrammars } from './grammars.ts';
import type { SourceLanguage } from './grammars.ts';

export interface FunctionFinder extends Disposable {
  /**
   * The functions in the order in which they begin. Throws `critic.parse-too-long` when the source cannot be read
   * within `timeoutMs`, 2000 unless told.
   */
  find(source: string, language: SourceLanguage, options?: { readonly timeoutMs?: number }): FoundFunction[];
  /** For a text that is asked about again and again while somebody edits it. Ends before the finder does. */
  follow(language: SourceLanguage): FollowedText;
}

/** `folder` as in `loadGrammars`; throws `critic.grammar-unavailable`. */
export async function openFunctionFinder(folder?: string): Promise<FunctionFinder> {
  const grammars = await loadGrammars(folder);
  const parser = new treeSitter.Parser();
  const follow = (language: SourceLanguage): FollowedText =>
    new FollowedText(parser, grammars[language], language);
  return {
    find(source, language, { timeoutMs } = {}) {
      using text = follow(language);
      return text.find(source, timeoutMs);
    },
    follow,
    [Symbol.dispose]: () => {
      parser.delete();
    },
  };
}
