/** Texts whose functions record their calls, so that problems can be made of what tests show of them. */
import type { FoundFunction } from '../source/found.ts';
import type { SourceLanguage } from '../source/grammars.ts';
import { partsOf, type SyntaxNode, type SyntaxTree } from '../source/syntax.ts';
import { javaScriptRecorder, pythonRecorder } from './recorders.ts';

/**
 * Those whose calls can be recorded and can be a question: declared at the top of their module, under a name of their
 * own, documented, and no coroutine. Of Python those with decorators are left out: what is called is then another.
 */
export function recordableFunctions(
  functions: readonly FoundFunction[],
  { root }: SyntaxTree,
): FoundFunction[] {
  const declared = partsOf(root).map(declarationOf);
  return functions.filter(({ name, documentation, signature }) => {
    const times = declared.filter((one) => one === name).length;
    return documentation !== null && times === 1 && !signature.startsWith('async ');
  });
}

/** The name of the function that a statement declares, `null` where it does something else. */
function declarationOf(statement: SyntaxNode): string | null {
  const declaration =
    statement.type === 'export_statement'
      ? statement.children.find(({ field }) => field === 'declaration')
      : statement;
  if (declaration?.type !== 'function_definition' && declaration?.type !== 'function_declaration')
    return null;
  return declaration.children.find(({ field }) => field === 'name')?.text ?? null;
}

/** `tree` is of `text`, and `names` are of functions that are declared at its top. */
export function withRecorder(
  text: string,
  { root }: SyntaxTree,
  { file, language, names }: Recorded,
): string {
  if (language === 'python') return `${text.trimEnd()}\n${pythonRecorder(file, names)}`;
  const first = root.children.find((child) => !goesBefore(child));
  const at = first?.start ?? text.length;
  // What TypeScript says of the line must not keep the tests of a project from running.
  const note = language === 'javascript' ? '' : '// @ts-ignore\n';
  return `${text.slice(0, at)}\n${note}${javaScriptRecorder(file, names)}\n${text.slice(at)}`;
}

export interface Recorded {
  /** As the lines name it. */
  readonly file: string;
  readonly language: SourceLanguage;
  readonly names: readonly string[];
}

/** A directive such as `'use strict'` only is one at the beginning. */
function goesBefore({ type, children }: SyntaxNode): boolean {
  if (type === 'hash_bang_line' || type === 'comment') return true;
  return type === 'expression_statement' && children[0]?.type === 'string';
}
