/** Whole lines of a program: what stands in them, and how far they are indented. */
import type { SyntaxNode } from '../../../source/syntax.ts';
import type { Edit } from '../operator.ts';

const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1;

/** How the lines of the source end. */
export const lineEndOf = (source: string): string => (source.includes('\r\n') ? '\r\n' : '\n');

/** The white space before the first word of the line in which the node begins. */
export function indentOf(node: SyntaxNode, source: string): string {
  const start = lineStart(source, node.start);
  return /^[ \t]*/.exec(source.slice(start, node.start))?.[0] ?? '';
}

/** Takes the lines of a statement away; null where something else stands in them. */
export function withoutLines(node: SyntaxNode, source: string): Edit | null {
  const start = lineStart(source, node.start);
  const rest = /^[ \t;]*(?:\r?\n|$)/.exec(source.slice(node.end));
  if (rest === null || source.slice(start, node.start).trim() !== '') return null;
  return { start, end: node.end + rest[0].length, text: '' };
}
