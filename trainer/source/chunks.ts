/**
 * A source file in pieces that are described one by one, so that after an edit only what it touched is described anew.
 *
 * A chunk is a statement at the top of the file together with what stands before it and may belong to it: comments,
 * overloads, decorators, and statements in the same line. What is said about the functions in it follows from its own
 * text and at most from the comments at the end of the chunk before. So the text of both is the key under which a
 * description can be used again. The text of a chunk with a syntax error does not tell how it was read: no key.
 */
import type { Node, Point } from '@vscode/tree-sitter-wasm';
import { signatureOf } from './javascript.ts';

export interface Chunk {
  readonly startIndex: number;
  readonly start: Point;
  readonly endIndex: number;
  readonly end: Point;
  readonly key: string | null;
}

interface Growing {
  readonly first: Node;
  last: Node;
  broken: boolean;
  /** What follows in the next line belongs to it as well. */
  open: boolean;
}

export function chunksOf(root: Node, source: string): Chunk[] {
  const broken = root.hasError;
  const groups: Growing[] = [];
  for (const node of root.children) {
    if (node === null) continue;
    const group = groups.at(-1);
    if (group !== undefined && (group.open || node.startPosition.row === group.last.endPosition.row)) {
      group.last = node;
      group.open = leadsOn(node);
      group.broken ||= broken && node.hasError;
    } else {
      groups.push({ first: node, last: node, open: leadsOn(node), broken: broken && node.hasError });
    }
  }
  return groups.map((group, index) => chunkOf(group, groups[index - 1], source));
}

const leading: readonly string[] = ['comment', 'decorator', 'ERROR'];

/** Whether a node may say something about the one that follows it. */
const leadsOn = (node: Node): boolean => leading.includes(node.type) || signatureOf(node) !== null;

function chunkOf({ first, last, broken }: Growing, before: Growing | undefined, source: string): Chunk {
  // From the beginning of the line, for its indentation is taken off the lines below.
  const lineStart = ({ startIndex, startPosition }: Node): number => startIndex - startPosition.column;
  const known = !broken && before?.broken !== true;
  return {
    startIndex: first.startIndex,
    start: first.startPosition,
    endIndex: last.endIndex,
    end: last.endPosition,
    key: known ? source.slice(lineStart(before?.first ?? first), last.endIndex) : null,
  };
}
