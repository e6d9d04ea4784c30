/** What Python's syntax tree says about a function. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { commentAbove } from './comments.ts';
import type { CommentIndex } from './comments.ts';
import type { FoundFunction } from './found.ts';
import { dedented, onOneLine, trimDocstring } from './text.ts';

export const pythonFunctionTypes = ['function_definition'];

/** `null` for an overload signature, whose body stands elsewhere. */
export function describePython(node: Node, source: string, comments: CommentIndex): FoundFunction | null {
  const name = node.childForFieldName('name')?.text;
  const body = node.childForFieldName('body');
  if (name === undefined || body === null) return null;
  const outer = node.parent?.type === 'decorated_definition' ? node.parent : node;
  const decorators = outer.children.filter((child) => child?.type === 'decorator');
  if (decorators.some((decorator) => /^@\s*(?:\w+\.)?overload$/.test(decorator?.text ?? ''))) return null;

  const docstring = findDocstring(body);
  const last = lastToken(body);
  const range: Range = { start: outer.startIndex, end: last.endIndex };
  const whole = source.slice(range.start, range.end);
  const rest = docstring === null ? whole : withoutStatement(docstring.statement, range, source);
  const colon = node.children.find((child) => child?.type === ':')?.endIndex ?? body.startIndex;
  const { names, nested } = surroundings(outer);
  return {
    name: [...names, name].join('.'),
    language: 'python',
    line: node.startPosition.row + 1,
    endLine: last.endPosition.row + 1,
    place: { ...range, body: body.startIndex },
    source: dedented(whole, source, range.start),
    solution: dedented(rest, source, range.start),
    signature: onOneLine(source.slice(node.startIndex, colon)),
    documentation: docstring === null ? commentAbove(outer, comments) : docstring.text,
    nested,
  };
}

interface Docstring {
  readonly statement: Node;
  readonly text: string;
}

/** The string that the body begins with; one with nothing in it documents nothing. */
function findDocstring(body: Node): Docstring | null {
  const statement = body.namedChildren.find((child) => child?.type !== 'comment') ?? null;
  const value = statement?.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (statement === null || value === null || statement.namedChildCount !== 1) return null;
  const strings = value.type === 'concatenated_string' ? value.namedChildren : [value];
  // A formatted or a bytes literal is an expression, no documentation.
  const plain = strings.every((part) => part?.type === 'string' && /^[ru]?["']/i.test(part.text));
  if (!plain) return null;
  const contents = strings.flatMap((part) => part?.namedChildren ?? []);
  const text = contents.filter((part) => part?.type === 'string_content').map((part) => part?.text);
  const trimmed = trimDocstring(text.join(''));
  return trimmed === '' ? null : { statement, text: trimmed };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The text of a function without a statement of its body; a body that would be empty becomes `pass`. */
function withoutStatement(statement: Node, { start, end }: Range, source: string): string {
  const before = source.slice(start, statement.startIndex);
  const next = statement.nextNamedSibling;
  if (next === null || next.startIndex >= end) return `${before}pass`;
  return before + source.slice(next.startIndex, end);
}

/** The last token that is no comment: the tree counts comments below the last statement to the body. */
function lastToken(body: Node): Node {
  let last = body;
  for (;;) {
    let child = last.lastChild;
    while (child?.type === 'comment') child = child.previousSibling;
    if (child === null) return last;
    last = child;
  }
}

/** Names of the classes and functions around a definition, outermost first. */
function surroundings(outer: Node): { names: string[]; nested: boolean } {
  const names: string[] = [];
  let nested = false;
  for (let around = outer.parent; around !== null; around = around.parent) {
    if (around.type === 'function_definition') nested = true;
    else if (around.type !== 'class_definition') continue;
    names.unshift(around.childForFieldName('name')?.text ?? '');
  }
  return { names, nested };
}
