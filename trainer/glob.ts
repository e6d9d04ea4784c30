/** Globs over paths, in which names that begin with a dot are like all others: `**` reaches into `.venv` as well. */
import { matchesGlob } from 'node:path';

/**
 * Stands for a dot on both sides, because Node.js lets no wildcard match one that begins a name. It is punctuation too, so
 * that it belongs to the same classes of characters.
 */
const mask = '\u2024';

/** A range such as `{1..3}`, whose dots stand for nothing in a path; or a dot that does. */
const rangeOrDot = /\{-?\w+\.\.-?\w+(?:\.\.-?\d+)?\}|\./g;

/** Whether a glob covers a path; both are written with slashes. */
export function globCovers(glob: string, path: string): boolean {
  const masked = glob.replaceAll(rangeOrDot, (found) => (found === '.' ? mask : found));
  return matchesGlob(path.replaceAll('.', mask), masked);
}

/** A glob that covers the path and hardly another: a comma in braces has no escape, so `?` stands for these. */
export const literalGlob = (path: string): string =>
  path.replaceAll(/[*?()[\]]/g, '[$&]').replaceAll(/[{}]/g, '?');
