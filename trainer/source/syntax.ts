/** Source text as a tree of plain objects, for rooms that do not know tree-sitter. */
import treeSitter from '@vscode/tree-sitter-wasm';
import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import { loadGrammars, type SourceLanguage } from './grammars.ts';

export interface SyntaxNode {
  /** The grammar's name of a rule; of a token without one, as `+` or `(`, its text. */
  readonly type: string;
  /** What the node is to its parent, as `condition` or `operator`; null where the grammar gives it no name. */
  readonly field: string | null;
  readonly text: string;
  /** Where it begins and ends in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of its beginning. */
  readonly line: number;
  /** Whether the grammar has a rule for it: names, literals and what is made of them, unlike punctuation. */
  readonly named: boolean;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
  /** The source has an error somewhere; the tree is what could be made of it. */
  readonly broken: boolean;
}

export interface SyntaxReader extends Disposable {
  /** Null when the source cannot be read within `timeoutMs`, 2000 unless told. */
  read(source: string, language: SourceLanguage, timeoutMs?: number): SyntaxTree | null;
}

/** `folder` as in `loadGrammars`; throws `critic.grammar-unavailable`. */
export async function openSyntaxReader(folder?: string): Promise<SyntaxReader> {
  const grammars = await loadGrammars(folder);
  const parser = new treeSitter.Parser();
  return {
    read(source, language, timeoutMs = 2000) {
      parser.setLanguage(grammars[language]);
      const deadline = performance.now() + timeoutMs;
      const tree = parser.parse(source, null, { progressCallback: () => performance.now() > deadline });
      if (tree === null) {
        // Without a reset the next parse would go on where this one stopped.
        parser.reset();
        return null;
      }
      const cursor = tree.walk();
      try {
        return { root: copyOf(cursor, source), broken: tree.rootNode.hasError };
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
    [Symbol.dispose]: () => {
      parser.delete();
    },
  };
}

type Growing = Omit<SyntaxNode, 'children'> & { readonly children: SyntaxNode[] };

/** Copies without recursion: a long chain of operators is nested as deep as it is long. */
function copyOf(cursor: TreeCursor, source: string): SyntaxNode {
  const root = nodeAt(cursor, source, null);
  let at = root;
  for (;;) {
    if (cursor.gotoFirstChild()) {
      at = childAt(cursor, source, at);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || at.parent === null) return root;
      at = at.parent as Growing;
    }
    at = childAt(cursor, source, at.parent as Growing);
  }
}

function childAt(cursor: TreeCursor, source: string, parent: Growing): Growing {
  const child = nodeAt(cursor, source, parent);
  parent.children.push(child);
  return child;
}

function nodeAt(cursor: TreeCursor, source: string, parent: Growing | null): Growing {
  const { startIndex: start, endIndex: end } = cursor;
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    text: source.slice(start, end),
    start,
    end,
    line: cursor.startPosition.row + 1,
    named: cursor.nodeIsNamed,
    parent,
    children: [],
  };
}

/** The child that is this to its parent. A comment between others has the field of its surroundings. */
export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  return node.children.find((child) => child.field === field && child.type !== 'comment') ?? null;
}

/** The children that the grammar has rules for, without comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter((child) => child.named && child.type !== 'comment');
}

/** The node and all below it, in the order of the source; what `enter` refuses is left out with all below it. */
export function* descendantsOf(
  node: SyntaxNode,
  enter: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!enter(next)) continue;
    yield next;
    waiting.push(...next.children.toReversed());
  }
}

/** The nodes around one, the nearest first. */
export function* ancestorsOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let around = node.parent; around !== null; around = around.parent) yield around;
}
