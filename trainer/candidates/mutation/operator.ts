/** What a mutation operator is. The operators themselves are the table in `operators.ts`. */
import type { SourceLanguage } from '../../source/grammars.ts';
import type { SyntaxNode } from '../../source/syntax.ts';
import type { Names } from './names.ts';

/** Two tables cover the languages: the node names of JavaScript and TypeScript agree. */
export type Family = 'python' | 'javascript';

export const familyOf = (language: SourceLanguage): Family =>
  language === 'python' ? 'python' : 'javascript';

/** Puts `text` in place of what stands from `start` to `end`, in UTF-16 units of the source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What an operator may know beyond the node that it changes. */
export interface Site {
  readonly source: string;
  readonly family: Family;
  /** The variables of the program. */
  readonly names: Names;
}

/** One possible mistake: edits that are made together. */
export type Change = readonly Edit[];

export interface Operator {
  /** Stands in the provenance of every mutant. */
  readonly name: string;
  /** The mistake, as one would tell it. */
  readonly mistake: string;
  /** The types of the nodes that it looks at. */
  readonly nodes: Readonly<Record<Family, readonly string[]>>;
  /** Every mistake of this kind that can be made at the node. */
  readonly changes: (node: SyntaxNode, site: Site) => readonly Change[];
}

/** What a table says of a word of the source, which may be `constructor` or another word that every object has. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

export const replace = (node: SyntaxNode, text: string): Change => [
  { start: node.start, end: node.end, text },
];

/** Each of the texts in place of the node. */
export const replaceByEach = (node: SyntaxNode, texts: readonly string[] = []): Change[] =>
  texts.map((text) => replace(node, text));

/** Exchanges two nodes that do not overlap. */
export const exchange = (one: SyntaxNode, other: SyntaxNode): Change => [
  { start: one.start, end: one.end, text: other.text },
  { start: other.start, end: other.end, text: one.text },
];

/** The source after edits that do not overlap. */
export function applied(source: string, change: Change): string {
  let text = '';
  let at = 0;
  for (const edit of change.toSorted((a, b) => a.start - b.start)) {
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}

export function overlap(one: Change, other: Change): boolean {
  return one.some((a) => other.some((b) => a.start <= b.end && b.start <= a.end));
}
