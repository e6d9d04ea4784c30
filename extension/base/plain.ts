/** Text that somebody else wrote, made fit for one line of the interface. */

/** Control characters, and the marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** Without what cannot be seen, and at most `most` characters long. */
export function plain(text: string, most: number): string {
  const line = text.replaceAll(UNSEEN, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** VS Code makes links of some texts; of this one it makes none. */
export const unlinked = (text: string): string => text.replaceAll('](', '] (');
