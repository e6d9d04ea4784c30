/**
 * What has changed from one text to the next, as tree-sitter wants it told. It is read off the two texts, not taken from
 * the editor's messages: line ends have been made plain here, and several changes between two looks become one.
 */
import type { Edit, Point } from '@vscode/tree-sitter-wasm';

const newline = 10;

/** The smallest single replacement. Indexes and columns count UTF-16 units, as the bindings of tree-sitter do. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  let row = 0;
  let lineStart = 0;
  for (; start < shorter; start++) {
    const code = before.charCodeAt(start);
    if (code !== after.charCodeAt(start)) break;
    if (code !== newline) continue;
    row += 1;
    lineStart = start + 1;
  }
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  const startPosition = { row, column: start - lineStart };
  const oldEndIndex = before.length - same;
  const newEndIndex = after.length - same;
  return {
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition,
    oldEndPosition: advanced(startPosition, before.slice(start, oldEndIndex)),
    newEndPosition: advanced(startPosition, after.slice(start, newEndIndex)),
  };
}

/** Where a text ends that begins at `from`. */
function advanced({ row, column }: Point, text: string): Point {
  const last = text.lastIndexOf('\n');
  if (last < 0) return { row, column: column + text.length };
  return { row: row + text.split('\n').length - 1, column: text.length - last - 1 };
}
