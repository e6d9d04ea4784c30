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
import type { Node, Parser } from '@vscode/tree-sitter-wasm';
import { parseTookTooLong } from '../../errors/critic.ts';
import { javaScriptFunctionTypes } from './bindings.ts';
import { indexComments } from './comments.ts';
import type { FoundFunction } from './found.ts';
import { loadGrammars } from './grammars.ts';
import type { SourceLanguage } from './grammars.ts';
import { describeJavaScript } from './javascript.ts';
import { describePython, pythonFunctionTypes } from './python.ts';

export interface FunctionFinder extends Disposable {
  /**
   * The functions in the order in which they begin. Throws `critic.parse-too-long` when the source cannot be read
   * within `timeoutMs`, 2000 unless told.
   */
  find(source: string, language: SourceLanguage, options?: { readonly timeoutMs?: number }): FoundFunction[];
}

/** `folder` as in `loadGrammars`; throws `critic.grammar-unavailable`. */
export async function openFunctionFinder(folder?: string): Promise<FunctionFinder> {
  const grammars = await loadGrammars(folder);
  const parser = new treeSitter.Parser();
  return {
    find(source, language, { timeoutMs = 2000 } = {}) {
      parser.setLanguage(grammars[language]);
      return findFunctions(parser, source.replace(/\r\n?/g, '\n'), language, timeoutMs);
    },
    [Symbol.dispose]: () => {
      parser.delete();
    },
  };
}

function findFunctions(
  parser: Parser,
  source: string,
  language: SourceLanguage,
  timeoutMs: number,
): FoundFunction[] {
  const deadline = performance.now() + timeoutMs;
  const isLate = (): boolean => performance.now() > deadline;
  const tree = parser.parse(source, null, { progressCallback: isLate });
  if (tree === null) {
    // Without a reset the next parse would go on where this one stopped.
    parser.reset();
    throw parseTookTooLong(timeoutMs, source.length);
  }
  try {
    const found: FoundFunction[] = [];
    for (const described of describeAll(tree.rootNode, source, language)) {
      if (isLate()) throw parseTookTooLong(timeoutMs, source.length);
      if (described !== null) found.push(described);
    }
    return found;
  } finally {
    tree.delete();
  }
}

function* describeAll(root: Node, source: string, language: SourceLanguage): Generator<FoundFunction | null> {
  const comments = indexComments(root, source);
  const types = language === 'python' ? pythonFunctionTypes : javaScriptFunctionTypes;
  for (const node of root.descendantsOfType(types)) {
    if (node === null) continue;
    if (language === 'python') yield describePython(node, source, comments);
    else
      yield describeJavaScript(node, source, comments, language === 'javascript' ? language : 'typescript');
  }
}
