/** Finds the comment that stands directly above something. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { commentWords } from './text.ts';

interface Comment {
  readonly startRow: number;
  readonly column: number;
  readonly endIndex: number;
  /** Nothing else stands in the line in which it ends. */
  readonly endsLine: boolean;
  readonly text: string;
}

/** The comments that begin their line, by the row in which they end. */
export type CommentIndex = ReadonlyMap<number, Comment>;

export function indexComments(comments: readonly (Node | null)[], source: string): CommentIndex {
  const index = new Map<number, Comment>();
  for (const node of comments) {
    if (node === null) continue;
    const { row, column } = node.startPosition;
    if (source.slice(node.startIndex - column, node.startIndex).trim() !== '') continue;
    const endRow = node.endPosition.row;
    const endsLine = /^[ \t]*(?:\n|$)/.test(source.slice(node.endIndex, node.endIndex + 200));
    index.set(endRow, { startRow: row, column, endIndex: node.endIndex, endsLine, text: node.text });
  }
  return index;
}

/**
 * The words of the block comment, or of the unbroken run of line comments, that ends in the line above `anchor`
 * (a block comment may also end before it in its own line); `null` without such a comment or without words in it.
 * Line comments belong to `anchor` only in its own column: otherwise they end the block before it.
 */
export function commentAbove(anchor: Node, comments: CommentIndex): string | null {
  const { row, column } = anchor.startPosition;
  const sameLine = comments.get(row);
  const before = sameLine !== undefined && sameLine.endIndex <= anchor.startIndex;
  const nearest = before ? sameLine : comments.get(row - 1);
  if (nearest === undefined || !(before || nearest.endsLine)) return null;
  if (nearest.text.startsWith('/*')) return commentWords(nearest.text) || null;
  const lines: string[] = [];
  for (
    let comment: Comment | undefined = nearest;
    comment?.column === column && !comment.text.startsWith('/*');
    comment = comments.get(comment.startRow - 1)
  ) {
    lines.unshift(comment.text);
  }
  return commentWords(lines.join('\n')) || null;
}
