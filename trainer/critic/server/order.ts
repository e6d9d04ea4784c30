/** Which function is judged next. */
import type { VisibleDocuments } from '../../protocol/critic-server.ts';

export interface Waiting {
  readonly uri: string;
  readonly line: number;
  readonly endLine: number;
  /** Somebody waits for this one. */
  readonly demanded: boolean;
}

/** What was asked for goes first, then what the user sees, then the rest of these documents, then the others. */
export function nextOf<T extends Waiting>(waiting: readonly T[], visible: VisibleDocuments): T | undefined {
  const ranked = waiting.map((item) => ({ item, rank: rankOf(item, visible) }));
  ranked.sort((one, other) => one.rank - other.rank || one.item.line - other.item.line);
  return ranked[0]?.item;
}

function rankOf({ uri, line, endLine, demanded }: Waiting, { documents }: VisibleDocuments): number {
  if (demanded) return 0;
  const index = documents.findIndex((document) => document.uri === uri);
  if (index < 0) return 1 + 2 * documents.length;
  const isSeen = documents[index]?.ranges.some(({ first, last }) => line <= last && endLine >= first);
  return 1 + index + (isSeen === true ? 0 : documents.length);
}
