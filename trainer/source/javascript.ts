/** What the syntax trees of JavaScript and TypeScript, whose node names agree, say about a function. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../protocol/data.ts';
import { bindingOf, keyText, surroundings } from './bindings.ts';
import type { Binding } from './bindings.ts';
import { commentAbove } from './comments.ts';
import type { CommentIndex } from './comments.ts';
import type { FoundFunction } from './found.ts';
import { dedented, onOneLine } from './text.ts';

/** `null` for a function that is bound to no name. */
export function describeJavaScript(
  node: Node,
  source: string,
  comments: CommentIndex,
  language: Language,
): FoundFunction | null {
  const body = node.childForFieldName('body');
  const binding = bindingOf(node);
  if (body === null || binding === null) return null;
  const { names, nested } = surroundings(binding.outer);
  const first = firstDecorator(binding.outer);
  const text = dedented(
    binding.keyword + source.slice(first.startIndex, binding.outer.endIndex),
    source,
    first.startIndex,
  );
  return {
    name: [...names, binding.name].join('.'),
    language,
    line: binding.outer.startPosition.row + 1,
    endLine: binding.outer.endPosition.row + 1,
    place: { start: first.startIndex, end: binding.outer.endIndex, body: body.startIndex },
    source: text,
    solution: text,
    signature: onOneLine(binding.keyword + source.slice(binding.outer.startIndex, body.startIndex)),
    documentation: documentationOf(first, binding, comments),
    nested,
  };
}

/** The comment above the function, its `export`, its decorators and its overloads, which may stand before it. */
function documentationOf(first: Node, binding: Binding, comments: CommentIndex): string | null {
  let anchor = exported(first);
  for (;;) {
    const words = commentAbove(anchor, comments);
    const before = previousSignature(anchor, binding.name);
    if (words !== null || before === null) return words;
    anchor = before;
  }
}

/** Where a declaration's statement begins: at its `export`; of several declarators only the first begins it. */
function exported(node: Node): Node {
  const begins = node.type === 'variable_declarator' && node.previousNamedSibling === null;
  const declaration = begins ? (node.parent ?? node) : node;
  return declaration.parent?.type === 'export_statement' ? declaration.parent : declaration;
}

const signatureTypes = ['function_signature', 'method_signature'];

/** The signature without a body that a node is or exports, or `null`. */
export function signatureOf(node: Node): Node | null {
  const signature = node.type === 'export_statement' ? node.childForFieldName('declaration') : node;
  return signature !== null && signatureTypes.includes(signature.type) ? signature : null;
}

/** An overload of the same name directly before, or `null`. */
function previousSignature(anchor: Node, name: string): Node | null {
  let before = anchor.previousNamedSibling;
  while (before?.type === 'comment') before = before.previousNamedSibling;
  const named = before === null ? null : signatureOf(before)?.childForFieldName('name');
  return named && keyText(named) === name ? before : null;
}

/** In a class body decorators are siblings in front of what they decorate. */
function firstDecorator(outer: Node): Node {
  let first = outer;
  while (first.previousNamedSibling?.type === 'decorator') first = first.previousNamedSibling;
  return first;
}
