/** Describes the functions of a syntax tree; what was described before and has not changed is not described again. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { javaScriptFunctionTypes } from './bindings.ts';
import { chunksOf, type Chunk } from './chunks.ts';
import { indexComments, type CommentIndex } from './comments.ts';
import type { FoundFunction } from './found.ts';
import type { SourceLanguage } from './grammars.ts';
import { describeJavaScript } from './javascript.ts';
import { describePython, pythonFunctionTypes } from './python.ts';

/** The functions of a chunk that began here. */
interface Described {
  readonly row: number;
  readonly index: number;
  readonly functions: FoundFunction[];
}

export class Descriptions {
  readonly #language: SourceLanguage;
  #known: ReadonlyMap<string, Described> = new Map();

  constructor(language: SourceLanguage) {
    this.#language = language;
  }

  /** In the order in which they begin. `check` is called between functions and may throw; then nothing was done. */
  describe(root: Node, source: string, check: () => void): FoundFunction[] {
    const chunks = chunksOf(root, source);
    const described = chunks.map(({ key }) => (key === null ? undefined : this.#known.get(key)));
    for (let first = described.indexOf(undefined); first >= 0; first = described.indexOf(undefined, first)) {
      let end = first;
      while (end < chunks.length && described[end] === undefined) end++;
      const run = chunks.slice(first, end);
      const fresh = this.#describeRun(root, source, { before: chunks[first - 1], run, check });
      described.splice(first, run.length, ...fresh);
    }
    this.#known = new Map(described.flatMap((each, index) => entryOf(chunks[index]?.key, each)));
    return described.flatMap((each, index) => placed(each, chunks[index]));
  }

  /** Chunks that follow one another, with one search through the tree for all of them. */
  #describeRun(root: Node, source: string, { before, run, check }: Run): Described[] {
    const described = run.map(({ start, startIndex }): Described => ({
      row: start.row,
      index: startIndex,
      functions: [],
    }));
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return described;
    const comments = indexComments(
      root.descendantsOfType('comment', (before ?? first).start, last.end),
      source,
    );
    const types = this.#language === 'python' ? pythonFunctionTypes : javaScriptFunctionTypes;
    let index = 0;
    for (const node of root.descendantsOfType(types, first.start, last.end)) {
      check();
      if (node === null || node.startIndex < first.startIndex || node.startIndex >= last.endIndex) continue;
      while (node.startIndex >= (run[index]?.endIndex ?? Infinity)) index++;
      const found = this.#describeOne(node, source, comments);
      if (found !== null) described[index]?.functions.push(found);
    }
    return described;
  }

  #describeOne(node: Node, source: string, comments: CommentIndex): FoundFunction | null {
    if (this.#language === 'python') return describePython(node, source, comments);
    const language = this.#language === 'javascript' ? this.#language : 'typescript';
    return describeJavaScript(node, source, comments, language);
  }
}

interface Run {
  /** The chunk before the first. */
  readonly before: Chunk | undefined;
  readonly run: readonly Chunk[];
  readonly check: () => void;
}

function entryOf(key: string | null | undefined, described: Described | undefined): [string, Described][] {
  return typeof key === 'string' && described !== undefined ? [[key, described]] : [];
}

/** Where the chunk stands now. */
function placed(described: Described | undefined, chunk: Chunk | undefined): FoundFunction[] {
  if (described === undefined || chunk === undefined) return [];
  const lines = chunk.start.row - described.row;
  const by = chunk.startIndex - described.index;
  if (lines === 0 && by === 0) return described.functions;
  return described.functions.map((found) => {
    const { start, end, body } = found.place;
    return {
      ...found,
      line: found.line + lines,
      endLine: found.endLine + lines,
      place: { start: start + by, end: end + by, body: body + by },
    };
  });
}
